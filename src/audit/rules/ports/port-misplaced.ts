import type { Rule } from '../../engine.ts';
import { profilesInUse } from '../../profiles-in-use.ts';

/** NousResearch/hermes-agent #20501, #45302, #66630, #117313. */
export const portMisplaced: Rule = {
  id: 'port-misplaced',
  severity: 'warning',
  confidence: 'medium',
  fix: null,
  *check(input) {
    const texts = input.texts['port-misplaced'];
    const { config, default: otherwise } = input.app.endpoint;
    for (const { subject, facts } of profilesInUse(input)) {
      const { misplaced, port, serves, enabled } = facts.endpoint;
      if (!serves && enabled?.value !== true) continue;
      // A variable that counts says where it listens, whatever the configuration holds.
      if (port.from === 'definition' || port.from === 'dotenv') continue;
      for (const { name, port: text, read, at } of misplaced) {
        // A version that reads it is the only one that would know the difference.
        const fallback = read === 'by none' ? port.value : otherwise.port;
        if (text === String(fallback)) continue;
        const told = { name, port: text, best: `${config[0]}.port`, fallback };
        yield { subject, message: read === 'by none' ? texts.none(told) : texts.some(told), location: at };
      }
    }
  },
};
