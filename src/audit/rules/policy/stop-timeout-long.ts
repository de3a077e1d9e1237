import { distinctUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';

/** Seconds beyond what the app may need that nobody waits for. */
const SLACK = 3_600;

/** systemd.service(5), TimeoutStopSec=. launchd has a limit of its own. */
export const stopTimeoutLong: Rule = {
  id: 'stop-timeout-long',
  severity: 'warning',
  confidence: 'medium',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['stop-timeout-long'];
    for (const subject of distinctUnits(input)) {
      const need = input.host?.gateways.get(subject.definition.id)?.stopTimeout ?? input.stopTimeout;
      const { value: have, at } = subject.definition.policy.stopTimeout;
      if (have <= need + SLACK) continue;
      yield {
        subject,
        message: texts.message({ have, need }),
        ...(at && { location: at }),
        fix: {
          safety: 'unsafe',
          title: texts.fix({ need }),
          edits: [{ kind: 'setting', section: 'Service', key: 'TimeoutStopSec', value: String(need) }],
        },
      };
    }
  },
};
