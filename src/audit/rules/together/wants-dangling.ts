import type { Rule } from '../../engine.ts';

/** systemd.unit(5): a unit that Wants= names and that is not there is passed over. */
export const wantsDangling: Rule = {
  id: 'wants-dangling',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['wants-dangling'];
    for (const { name, by, path } of input.danglingLinks) {
      const location = { path, line: 1, column: 1 };
      yield { subject: null, profile: null, message: texts.message({ name, by }), location };
    }
  },
};
