import type { Subject } from '../../../model/subject.ts';
import type { Rule } from '../../engine.ts';
import { entryOf, keyOf } from '../../select.ts';

/** launchd.plist(5): Label "uniquely identifies the job to launchd". */
export const labelDuplicate: Rule = {
  id: 'label-duplicate',
  severity: 'error',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['label-duplicate'];
    const byLabel = new Map<string, Subject[]>();
    for (const subject of input.subjects) {
      const { definition } = subject;
      if (definition.manager !== 'launchd') continue;
      const label = keyOf(definition, 'Label', 'string')?.value;
      const key = `${definition.scope} ${label}`;
      if (label) byLabel.set(key, [...(byLabel.get(key) ?? []), subject]);
    }
    for (const subjects of byLabel.values()) {
      const [subject, ...others] = subjects.reverse();
      if (!subject || others.length === 0) continue;
      const paths = subjects.map(({ definition }) => definition.path).sort();
      yield {
        subject,
        message: texts.message({ label: subject.definition.name, paths }),
        location: placeOfLabel(subject),
        related: others.map((one) => ({ message: texts.another, location: placeOfLabel(one) })),
      };
    }
  },
};

const placeOfLabel = ({ definition }: Subject) =>
  (definition.manager === 'launchd' ? entryOf(definition, 'Label')?.value.location : null) ??
  definition.commandAt;
