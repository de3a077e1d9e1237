import type { Rule } from '../../engine.ts';
import { sentences } from '../../sentences.ts';
import { remarksOf, timesAssigned } from './remarks.ts';

/** Names of old in systemd's own table of keys; NEWS of 229, 231, 252. */
export const keyObsolete: Rule = {
  id: 'key-obsolete',
  severity: 'info',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['key-obsolete'];
    for (const { subject, remark, tail } of remarksOf(input, 'obsolete-key')) {
      const { section, key, value, by, same, location } = remark;
      const message = by
        ? texts.replaced({ key, section: by.section === section ? null : by.section, by: by.key, same })
        : texts.removed({ key });
      const isOne =
        timesAssigned(subject, section, key) === 1 &&
        by !== null &&
        timesAssigned(subject, by.section, by.key) === 0;
      const fix =
        isOne && same
          ? ({
              safety: 'safe',
              title: texts.fix({ section: by.section, by: by.key }),
              edits: [
                { kind: 'setting', section, key, value: null },
                { kind: 'setting', ...by, value },
              ],
            } as const)
          : null;
      yield { subject, message: sentences(message, tail), location, fix };
    }
  },
};
