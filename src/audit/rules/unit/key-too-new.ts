import type { Rule } from '../../engine.ts';
import { sentences } from '../../sentences.ts';
import { remarksOf } from './remarks.ts';

/** NousResearch/hermes-agent #41119: keys of systemd 254 in units for older ones. */
export const keyTooNew: Rule = {
  id: 'key-too-new',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const { systemd } = input;
    if (systemd === null) return;
    const texts = input.texts['key-too-new'];
    for (const found of remarksOf(input, 'newer-key', ({ since }) => since > systemd)) {
      const { key, since, location } = found.remark;
      const message = sentences(texts.message({ key, since, systemd }), found.tail);
      yield { subject: found.subject, location, message };
    }
  },
};
