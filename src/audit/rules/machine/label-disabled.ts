import type { Rule } from '../../engine.ts';
import { isAtRest, launchctl } from '../../live.ts';
import { jobs } from '../../select.ts';

/** launchctl(1), disable; hermes-agent #95758; openclaw #77934, #80384. */
export const labelDisabled: Rule = {
  id: 'label-disabled',
  severity: 'warning',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['label-disabled'];
    for (const subject of jobs(input)) {
      const { name, scope } = subject.definition;
      const noted = input.host?.machine.overrides.get(`${scope} ${name}`);
      if (noted !== 'disabled' || isAtRest(input, subject)) continue;
      const domain = scope === 'system' ? 'system' : 'gui/$(id -u)';
      yield {
        subject,
        message: texts.message({ label: name }),
        fix: { safety: 'unsafe', title: launchctl(scope, `enable ${domain}/${name}`), edits: [] },
      };
    }
  },
};
