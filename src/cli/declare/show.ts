import { tr } from '../../texts/tr.ts';
import { leaveOut, ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { format, live } from './shared.ts';

export const show = declare({
  usage: 'show <name>',
  describe: 'one definition as the manager understands it, each value with its origin',
  options: (command) =>
    leaveOut(ownFirst(command), 'profile', 'all')
      .positional('name', {
        type: 'string',
        demandOption: true,
        describe: tr('a unit, a label, a profile, or the path of a file'),
      })
      .option('format', format())
      .option('live', live()),
  examples: [
    ['$0 show code', 'what runs the profile code'],
    ['$0 show bot.service', 'a unit, or the label of a job'],
    ['$0 show ./gateway.service --verbose', 'a file, with what is overridden'],
  ],
  run: async (options, io, host) => (await import('../commands/show.ts')).show(options, io, host),
});
