import type { Rule } from '../../engine.ts';
import { jobs, keyOf } from '../../select.ts';

/** launchd.plist(5), Disabled: what `launchctl enable` noted wins over it. */
export const jobDisabled: Rule = {
  id: 'job-disabled',
  severity: 'warning',
  confidence: 'medium',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['job-disabled'];
    for (const subject of jobs(input)) {
      const { definition } = subject;
      const disabled = keyOf(definition, 'Disabled', 'boolean');
      if (!disabled?.value) continue;
      yield {
        subject,
        message: texts.message({ label: definition.name }),
        location: disabled.location,
        fix: {
          safety: 'unsafe',
          title: texts.fix,
          edits: [{ kind: 'key', path: ['Disabled'], value: null }],
        },
      };
    }
  },
};
