import { distinctUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';
import { ownValue, toOwnValue } from './app-policy.ts';

/** systemd.kill(5), KillSignal=. */
export const killSignalWrong: Rule = {
  id: 'kill-signal-wrong',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['kill-signal-wrong'];
    const own = ownValue(input.app, 'Service', 'KillSignal');
    if (own === null) return;
    for (const subject of distinctUnits(input)) {
      const { value: signal, at } = subject.definition.policy.killSignal;
      if (signal === own || at === null) continue;
      yield {
        subject,
        message: texts.message({ signal, own }),
        location: at,
        fix: {
          safety: 'safe',
          title: texts.fix({ own }),
          edits: toOwnValue(input.app, 'Service', 'KillSignal'),
        },
      };
    }
  },
};
