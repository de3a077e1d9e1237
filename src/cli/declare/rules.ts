import { aboutNothing, ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { format } from './shared.ts';

export const rules = declare({
  usage: 'rules',
  describe: 'every rule of the audit',
  options: (command) => aboutNothing(ownFirst(command)).option('format', format()),
  examples: [['$0 rules --format json', 'for programs']],
  run: async (options, io) => (await import('../commands/rules.ts')).listRules(options, io),
});
