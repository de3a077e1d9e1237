import { tr } from '../../texts/tr.ts';
import { aboutNothing, ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { format } from './shared.ts';

export const explain = declare({
  usage: 'explain <rule>',
  describe: "a rule's page: what it finds, why it hurts, how to mend it",
  options: (command) =>
    aboutNothing(ownFirst(command))
      .positional('rule', { type: 'string', demandOption: true, describe: tr('its name') })
      .option('format', format()),
  examples: [['$0 explain profile-shared', 'two services run one profile: why, and what to do']],
  run: async (options, io) => (await import('../commands/rules.ts')).explain(options, io),
});
