import { tr } from '../../texts/tr.ts';
import { leaveOut, ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { format, yes } from './shared.ts';

export const rollback = declare({
  usage: 'rollback [id]',
  describe: 'put back what was there before the last receipt, or the one named',
  options: (command) =>
    leaveOut(ownFirst(command), 'root', 'manager', 'scope', 'profile', 'all')
      .positional('id', { type: 'string', describe: tr('a receipt, as history names it') })
      .option('format', format())
      .option('yes', yes())
      .option('force', {
        type: 'boolean',
        default: false,
        describe: tr('also where a file was changed since; what stands there is backed up'),
      }),
  examples: [
    ['$0 rollback', 'the last thing that was written'],
    ['$0 rollback 20261120T120000Z-3fa9c1 --yes', 'one receipt, without a question'],
  ],
  run: async (options, io, host) => (await import('../commands/rollback.ts')).rollback(options, io, host),
});
