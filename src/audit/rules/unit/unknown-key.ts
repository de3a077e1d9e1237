import type { Fix } from '../../../model/finding.ts';
import type { Remark } from '../../../model/remark.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Rule } from '../../engine.ts';
import { nearest } from '../../nearest.ts';
import { sentences } from '../../sentences.ts';
import type { Texts } from '../../texts/en/index.ts';
import { remarksOf, timesAssigned } from './remarks.ts';

/** systemd.unit(5): keys it does not know are ignored. StartLimitIntervalSec= in [Service] is the usual one. */
export const unknownKey: Rule = {
  id: 'unknown-key',
  severity: 'warning',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['unknown-key'];
    for (const { subject, remark, tail } of remarksOf(input, 'unknown-key')) {
      const { section, key, elsewhere, known, location } = remark;
      const meant = elsewhere ? null : nearest(key, known);
      const message = elsewhere
        ? texts.elsewhere({ section, key, elsewhere })
        : texts.message({ section, key, meant });
      yield {
        subject,
        message: sentences(message, tail),
        location,
        fix: fixFor(subject, remark, meant, texts),
      };
    }
  },
};

/** A key of another section moves there; one that is misspelt gets its name. Both only where nothing else says it. */
function fixFor(
  subject: Subject,
  { section, key, value, elsewhere }: Extract<Remark, { kind: 'unknown-key' }>,
  meant: string | null,
  texts: Texts['unknown-key'],
): Fix | null {
  const to = elsewhere ? { section: elsewhere, key } : meant === null ? null : { section, key: meant };
  if (!to) return null;
  const isOnlyOne =
    timesAssigned(subject, section, key) === 1 && timesAssigned(subject, to.section, to.key) === 0;
  if (!isOnlyOne) return null;
  return {
    safety: elsewhere ? 'safe' : 'unsafe',
    title: elsewhere ? texts.move({ key, elsewhere }) : texts.rename({ key, meant: to.key }),
    edits: [
      { kind: 'setting', section, key, value: null },
      { kind: 'setting', ...to, value },
    ],
  };
}
