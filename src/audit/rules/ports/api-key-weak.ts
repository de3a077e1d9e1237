import type { Rule } from '../../engine.ts';
import { profilesInUse } from '../../profiles-in-use.ts';

/** NousResearch/hermes-agent #83750, #87856. */
export const apiKeyWeak: Rule = {
  id: 'api-key-weak',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['api-key-weak'];
    const { key: rule, variables } = input.app.endpoint;
    const variable = variables.key;
    if (variable === undefined) return;
    for (const { subject, facts } of profilesInUse(input)) {
      const { key, enabled, serves } = facts.endpoint;
      const on = enabled?.value === true;
      if (key.state === 'none' && on) {
        yield { subject, message: texts.none({ name: enabled.name, variable }), location: enabled.at };
      } else if (key.state === 'weak' && enabled?.value !== false) {
        yield { subject, message: texts.weak({ variable, least: rule.minLength }), location: key.at };
      } else if (serves && enabled?.value === false) {
        yield {
          subject,
          message: texts.notOff({ name: enabled.name, variable }),
          location: enabled.at,
          related: [{ message: texts.keyIsHere, location: key.at }],
        };
      }
    }
  },
};
