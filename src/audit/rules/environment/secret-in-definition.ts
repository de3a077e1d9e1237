import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';

import { secretsWritten } from './secrets.ts';

/** systemd.exec(5), Environment=: not for secrets. OpenClaw audits the same (gateway-token-embedded). */
export const secretInDefinition: Rule = {
  id: 'secret-in-definition',
  severity: 'error',
  confidence: 'medium',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['secret-in-definition'];
    // Whoever names a file wants it judged, whatever it runs.
    for (const subject of input.host ? ofApp(input) : input.subjects) {
      const [first, ...others] = secretsWritten(subject);
      if (!first) continue;
      const names = [first, ...others].map(({ name }) => name ?? texts.word);
      yield {
        subject,
        message: texts[subject.definition.manager]({ names }),
        location: first.at,
        related: others.map(({ name, at }) => ({
          message: texts.here({ name: name ?? texts.word }),
          location: at,
        })),
      };
    }
  }),
};
