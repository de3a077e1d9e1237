import type { Rule } from '../../engine.ts';

/** What the manager's own reader refuses or ignores; `systemd-analyze verify` passes much of it. */
export const syntax: Rule = {
  id: 'syntax',
  severity: 'error',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts.syntax;
    for (const subject of input.subjects) {
      if (!subject.ofApp) continue;
      const { manager, problems } = subject.definition;
      for (const { effect, message: problem, location } of problems) {
        const message =
          effect === 'fatal' ? texts.fatal({ problem, manager }) : texts.dropped({ problem, manager });
        yield { subject, severity: effect === 'fatal' ? 'error' : 'warning', message, location };
      }
    }
  },
};
