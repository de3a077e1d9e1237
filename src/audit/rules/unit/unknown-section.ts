import type { Rule } from '../../engine.ts';
import { nearest } from '../../nearest.ts';
import { sentences } from '../../sentences.ts';
import { remarksOf } from './remarks.ts';

/** systemd.unit(5): sections it does not know are skipped, but for `[X-…]`, which are meant for others. */
export const unknownSection: Rule = {
  id: 'unknown-section',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['unknown-section'];
    for (const { subject, remark, tail } of remarksOf(input, 'unknown-section')) {
      const { name, known, location } = remark;
      yield {
        subject,
        location,
        message: sentences(texts.message({ name, meant: nearest(name, known) }), tail),
      };
    }
  },
};
