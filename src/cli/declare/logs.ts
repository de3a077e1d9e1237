import { tr } from '../../texts/tr.ts';
import { declare } from './declare.ts';
import { servicesNamed } from './services.ts';

export const logs = declare({
  usage: 'logs [names..]',
  describe: 'what services wrote: from the journal, or from their log files',
  options: (command) =>
    servicesNamed(command)
      .option('follow', {
        type: 'boolean',
        default: false,
        alias: 'f',
        describe: tr('go on with what is written from now'),
      })
      .option('lines', {
        type: 'string',
        requiresArg: true,
        alias: 'n',
        describe: tr('how many lines'),
        defaultDescription: '50',
      })
      .option('since', {
        type: 'string',
        requiresArg: true,
        describe: tr('only what is newer: 90s, 10m, 2h, 3d, or a date like 2026-11-20 or 2026-11-20T12:00'),
      }),
  examples: [
    ['$0 logs code', 'the last 50 lines'],
    ['$0 logs --all --since 10m', 'of all services, by time'],
    ['$0 logs code work --follow', 'until Ctrl-C'],
  ],
  run: async (options, io, host) => (await import('../commands/logs.ts')).logs(options, io, host),
});
