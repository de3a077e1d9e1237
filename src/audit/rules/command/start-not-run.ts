import type { Rule } from '../../engine.ts';
import { gateways } from '../../select.ts';

/** `gateway start` is a client of the service manager (hermes-web-ui PR #622). */
export const startNotRun: Rule = {
  id: 'start-not-run',
  severity: 'error',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['start-not-run'];
    const { gateway, run, delegates } = input.app.command;
    for (const subject of gateways(input)) {
      const { definition, identity } = subject;
      const { action } = identity;
      if (action === null || !delegates.includes(action)) continue;
      const index = definition.command.argv.lastIndexOf(action);
      yield {
        subject,
        message: texts.message({ action, gateway, run }),
        location: definition.wordsAt[index] ?? definition.commandAt,
        fix: { safety: 'safe', title: texts.fix({ gateway, run }), edits: [{ kind: 'pin' }] },
      };
    }
  },
};
