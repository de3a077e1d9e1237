import { isLoneDropIn } from '../../../model/definition.ts';
import { distinctUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';
import { ownValue, toOwnValue } from './app-policy.ts';

/** systemd.kill(5), KillMode=. */
export const killModeWrong: Rule = {
  id: 'kill-mode-wrong',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['kill-mode-wrong'];
    const own = ownValue(input.app, 'Service', 'KillMode');
    if (own === null) return;
    for (const subject of distinctUnits(input)) {
      const { definition } = subject;
      const { value: mode, at } = definition.policy.killMode;
      if (mode === own || (at === null && isLoneDropIn(definition))) continue;
      const told = mode === 'none' ? texts.none : mode === 'process' ? texts.process : texts.all;
      yield {
        subject,
        message: told({ mode, isDefault: at === null }),
        ...(at && { location: at }),
        fix: {
          safety: 'safe',
          title: texts.fix({ own }),
          edits: toOwnValue(input.app, 'Service', 'KillMode'),
        },
      };
    }
  },
};
