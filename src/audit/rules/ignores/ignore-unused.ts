import type { Rule } from '../../engine.ts';
import { subjectsOf, subjectWith } from '../../ignores.ts';
import { nearest } from '../../nearest.ts';

/** As with eslint's `--report-unused-disable-directives`: what is left over hides the next finding of its kind. */
export const ignoreUnused: Rule = {
  id: 'ignore-unused',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  last: true,
  *check(input, { used, judged }) {
    const texts = input.texts['ignore-unused'];
    const ids = Object.keys(input.texts);
    const wholeHost = input.host !== null;
    for (const ignore of input.ignores) {
      const { rule, at, definitions, path, profile } = ignore;
      const subject = subjectWith(ignore, input.subjects);
      if (rule === '') yield { subject, message: texts.noRule, location: at };
      else if (!ids.includes(rule)) {
        yield { subject, message: texts.unknown({ rule, nearest: nearest(rule, ids) }), location: at };
      } else if (judged.has(rule) && !used.has(ignore)) {
        // Of a host everything was looked at; of named files only what was named.
        const named = path !== null || profile !== null;
        const audited =
          definitions !== null || wholeHost || (named && subjectsOf(ignore, input.subjects).length > 0);
        if (audited) yield { subject, message: texts.unused({ rule }), location: at };
      }
    }
  },
};
