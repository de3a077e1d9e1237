import type { Rule } from '../../engine.ts';

export const definitionMissing: Rule = {
  id: 'definition-missing',
  severity: 'error',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['definition-missing'];
    const served = new Set(input.subjects.map((subject) => subject.meant));
    for (const [profile, location] of input.fleet?.enabled ?? []) {
      if (served.has(profile) || input.fleet?.supervised.has(profile)) continue;
      const message = texts.message({ profile });
      yield {
        subject: null,
        profile,
        message,
        location,
        fix: { safety: 'safe', title: texts.fix, edits: [] },
      };
    }
  },
};
