import { tr } from '../../texts/tr.ts';
import { leaveOut, ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { format } from './shared.ts';

export const ports = declare({
  usage: 'ports <action> [names..]',
  describe: 'which profile has which port: list, allocate, release, check',
  options: (command) =>
    leaveOut(ownFirst(command), 'all')
      .positional('action', {
        choices: ['list', 'allocate', 'release', 'check'] as const,
        demandOption: true,
        describe: tr('list and check change nothing'),
      })
      .positional('names', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: tr('the profiles'),
      })
      .option('format', format())
      .option('write-config', {
        type: 'boolean',
        default: false,
        describe: tr(
          'with allocate: write the port into config.yaml, too; one line changes, a backup is kept',
        ),
      }),
  examples: [
    ['$0 ports list', 'every port, who says it, and who listens there now'],
    ['$0 ports check', 'exit 1 when two want one port, or somebody else has it'],
    ['$0 ports allocate code work', 'a port of its own for each, kept until it is released'],
    ['$0 ports allocate code --write-config', "and write it into the profile's config.yaml"],
    ['$0 ports release code', 'give it back'],
  ],
  run: async (options, io, host) => (await import('../commands/ports.ts')).ports(options, io, host),
});
