import type { Rule } from '../../engine.ts';
import { jobs, keyOf } from '../../select.ts';

/** launchd.plist(5), FILES: the file of a job is called after its label. */
export const labelFileMismatch: Rule = {
  id: 'label-file-mismatch',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['label-file-mismatch'];
    for (const subject of jobs(input)) {
      const label = keyOf(subject.definition, 'Label', 'string');
      const { path } = subject.definition;
      const file = path.slice(path.lastIndexOf('/') + 1);
      if (!label?.value || file === `${label.value}.plist`) continue;
      yield { subject, message: texts.message({ label: label.value, file }), location: label.location };
    }
  },
};
