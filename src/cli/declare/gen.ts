import { tr } from '../../texts/tr.ts';
import { ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { format, writing } from './shared.ts';

export const gen = declare({
  usage: 'gen',
  describe: 'write the definitions, each pinned to its profile',
  options: (command) =>
    ownFirst(command)
      .option('format', format())
      .option('out', {
        type: 'string',
        describe: tr("write whole definitions to this folder, not to the manager's"),
      })
      .option('stdout', {
        type: 'boolean',
        default: false,
        describe: tr('print whole definitions, write nothing'),
      })
      .option('diff', {
        type: 'boolean',
        default: false,
        describe: tr('show what would change, write nothing'),
      })
      .option('check', {
        type: 'boolean',
        default: false,
        describe: tr('exit 1 when something would change, write nothing'),
      })
      .options(writing()),
  examples: [
    ['$0 gen --diff', 'what would change'],
    ['$0 gen --check', 'in CI: exit 1 when something would change'],
    ['$0 gen --profile code', 'also for a profile that has no definition yet'],
    ['$0 gen --all --out ./units', 'definitions for every profile, into a folder'],
  ],
  run: async (options, io, host) => (await import('../commands/gen.ts')).gen(options, io, host),
});
