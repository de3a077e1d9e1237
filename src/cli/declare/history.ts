import { leaveOut, ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { format } from './shared.ts';

export const history = declare({
  usage: 'history',
  describe: 'what was written, and what of it is undone',
  options: (command) =>
    leaveOut(ownFirst(command), 'manager', 'scope', 'profile', 'all').option('format', format()),
  examples: [['$0 history', 'every receipt, the newest first']],
  run: async (options, io, host) => (await import('../commands/history.ts')).history(options, io, host),
});
