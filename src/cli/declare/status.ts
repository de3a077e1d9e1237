import { tr } from '../../texts/tr.ts';
import { ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { format, live } from './shared.ts';

export const status = declare({
  usage: 'status',
  describe: 'every profile: what its service is, what its manager says, and what really runs',
  options: (command) =>
    ownFirst(command)
      .option('format', {
        ...format(),
        choices: ['text', 'json', 'html'] as const,
        describe: tr('for people, for programs, or a page for a browser'),
      })
      .option('live', live())
      .option('watch', {
        type: 'boolean',
        default: false,
        describe: tr('look again and again; on a terminal redraw, else print a line for each change'),
      })
      .option('interval', {
        type: 'string',
        requiresArg: true,
        describe: tr('with --watch: seconds from one look to the next'),
        defaultDescription: '2',
      })
      .option('timeout', {
        type: 'string',
        requiresArg: true,
        describe: tr('seconds that a gateway may take to answer'),
        defaultDescription: '0.5',
      }),
  examples: [
    ['$0 status', 'a table of all profiles, and what is wrong with which'],
    ['$0 status --profile code --verbose', 'all that is known about one'],
    ['$0 status --format html > status.html', 'a page with a picture of who runs what'],
    ['$0 status --watch', 'redraws until Ctrl-C'],
    ['$0 status --watch --format json', 'an object a line for each look'],
    ['$0 status --root /mnt/backup', 'what the files of another host say'],
  ],
  run: async (options, io, host) => (await import('../commands/status.ts')).status(options, io, host),
});
