import type { SystemdDefinition } from '../../../model/definition.ts';
import type { Related } from '../../../model/finding.ts';
import { wholeUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';
import { afterEnd } from '../../restart.ts';
import { ownValue, toOwnValue } from './app-policy.ts';

/** systemd.unit(5), StartLimitIntervalSec=; NousResearch/hermes-agent #14051, PR #18639. */
export const startLimitParks: Rule = {
  id: 'start-limit-parks',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['start-limit-parks'];
    const edits = [
      ...toOwnValue(input.app, 'Unit', 'StartLimitBurst', 'StartLimitIntervalSec'),
      // Without a limit the delay is all that slows a crash loop down.
      ...toOwnValue(input.app, 'Service', 'RestartSec'),
    ];
    // An app may want its crash loops to end, after so many starts.
    const own = Number(ownValue(input.app, 'Unit', 'StartLimitBurst') ?? Number.POSITIVE_INFINITY);
    for (const subject of wholeUnits(input)) {
      const { definition } = subject;
      const { startLimit, restartDelay } = definition.policy;
      const [interval, burst, delay] = [
        startLimit.interval.value,
        startLimit.burst.value,
        restartDelay.value,
      ];
      // As many starts as the limit allows, one right after the other, and the next one falls into the interval.
      const isInEffect = interval > 0 && burst > 0 && burst * delay < interval;
      if (!isInEffect || burst >= own || afterEnd(definition, 1).again !== true) continue;
      const at = startLimit.interval.at ?? startLimit.burst.at;
      yield {
        subject,
        message: texts.message({ burst, interval, delay }),
        ...(at && { location: at }),
        related: misplaced(definition, texts.misplaced),
        fix: { safety: 'safe', title: texts.fix, edits },
      };
    }
  },
};

/** What was meant to say something else, in a section where systemd ignores it. */
const misplaced = ({ settings }: SystemdDefinition, message: string): Related[] =>
  settings
    .filter(({ section, key }) => section === 'Service' && key === 'StartLimitIntervalSec')
    .map(({ location }) => ({ message, location }));
