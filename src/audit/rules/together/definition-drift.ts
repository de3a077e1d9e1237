import type { Rule } from '../../engine.ts';

export const definitionDrift: Rule = {
  id: 'definition-drift',
  severity: 'warning',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['definition-drift'];
    // Files by themselves are compared with nothing.
    if (input.fleet === null) return;
    for (const subject of input.subjects) {
      if (subject.drift.length === 0) continue;
      const what = subject.drift.map((one) => one.what);
      yield {
        subject,
        message: subject.written === 'edited' ? texts.edited({ what }) : texts.outdated({ what }),
        location: subject.definition.commandAt ?? { path: subject.definition.path, line: 1, column: 1 },
        fix: { safety: subject.written === 'edited' ? 'unsafe' : 'safe', title: texts.fix, edits: [] },
      };
    }
  },
};
