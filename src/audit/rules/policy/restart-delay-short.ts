import { wholeUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';
import { afterEnd } from '../../restart.ts';
import { toOwnValue } from './app-policy.ts';

/** Seconds. The default is a tenth of one. */
const SHORT = 1;

/** systemd.service(5), RestartSec=; NousResearch/hermes-agent #64433, #65207. */
export const restartDelayShort: Rule = {
  id: 'restart-delay-short',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['restart-delay-short'];
    for (const subject of wholeUnits(input)) {
      const { definition } = subject;
      const { restartDelay, startLimit } = definition.policy;
      const isLimited = startLimit.interval.value > 0 && startLimit.burst.value > 0;
      if (isLimited || restartDelay.value >= SHORT || afterEnd(definition, 1).again !== true) continue;
      yield {
        subject,
        message: texts.message({ delay: restartDelay.value }),
        location: restartDelay.at ?? startLimit.interval.at ?? startLimit.burst.at,
        fix: { safety: 'safe', title: texts.fix, edits: toOwnValue(input.app, 'Service', 'RestartSec') },
      };
    }
  },
};
