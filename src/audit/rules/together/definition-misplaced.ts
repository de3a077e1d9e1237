import type { Rule } from '../../engine.ts';

/** NousResearch/hermes-agent #98699: written while HOME was a profile's own. */
export const definitionMisplaced: Rule = {
  id: 'definition-misplaced',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['definition-misplaced'];
    if (!input.host) return;
    const folder = `${input.host.account.home}/.config/systemd/user`;
    for (const { path, profile } of input.host.misplacedUnits) {
      const message = texts.message({ profile, folder });
      yield { subject: null, profile, message, location: { path, line: 1, column: 1 } };
    }
  },
};
