import type { Rule } from '../../engine.ts';
import { domainOf, isAtRest, isEnabled, launchctl, liveJobs, liveUnits, systemctl } from '../../live.ts';

/** openclaw #95823 (18 units enabled and inactive for two days), #116177 (start limit), #84404; hermes-agent #14051. */
export const notRunning: Rule = {
  id: 'not-running',
  severity: 'warning',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['not-running'];
    for (const { subject, definition, live } of liveUnits(input)) {
      const { load, active, result } = live.state;
      const isDown = active === 'inactive' || active === 'failed';
      if (load !== 'loaded' || !isDown || !isEnabled(definition, live) || isAtRest(input, subject)) continue;
      const { name, scope } = definition;
      const start = systemctl(scope, `start ${name}`);
      const limit = result === 'start-limit-hit';
      yield {
        subject,
        message: limit
          ? texts.limit({ name })
          : active === 'failed'
            ? texts.failed({ name, result, scope })
            : texts.inactive({ name }),
        fix: {
          safety: 'unsafe',
          title: limit
            ? texts.inOrder({ first: systemctl(scope, `reset-failed ${name}`), next: start })
            : start,
          edits: [],
        },
      };
    }
    for (const { subject, definition, live } of liveJobs(input)) {
      const { loaded, pid, state, lastExit } = live.state;
      if (loaded !== 'yes' || pid !== null || state !== 'not running' || isAtRest(input, subject)) continue;
      const { name, scope } = definition;
      yield {
        subject,
        message: texts.job({ label: name, lastExit }),
        fix: {
          safety: 'unsafe',
          title: launchctl(scope, `kickstart ${domainOf(scope, live)}/${name}`),
          edits: [],
        },
      };
    }
  },
};
