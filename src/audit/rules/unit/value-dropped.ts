import type { Rule } from '../../engine.ts';
import { sentences } from '../../sentences.ts';
import { remarksOf } from './remarks.ts';

/** systemd.syntax(7), systemd.unit(5): a value it cannot read is ignored with a line in the log. */
export const valueDropped: Rule = {
  id: 'value-dropped',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['value-dropped'];
    // A word that is known to newer versions may be meant for these, unless the version is known.
    const isDropped = ({ since }: { since: number | null }): boolean =>
      since === null || since > (input.systemd ?? since);
    for (const { subject, remark, tail } of remarksOf(input, 'bad-value', isDropped)) {
      const { key, value, type, since, location } = remark;
      const message =
        since === null
          ? texts.message({ key, value, type })
          : texts.tooNew({ key, value, since, systemd: input.systemd ?? 0 });
      yield { subject, message: sentences(message, tail), location };
    }
  },
};
