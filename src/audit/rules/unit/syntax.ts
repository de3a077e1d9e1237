import type { Rule } from '../../engine.ts';
import { sentences } from '../../sentences.ts';
import { firstOf, isNew, templatesFirst } from './remarks.ts';

/** What the manager's own reader refuses or ignores; `systemd-analyze verify` passes much of it. */
export const syntax: Rule = {
  id: 'syntax',
  severity: 'error',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts.syntax;
    const seen = new Set<string>();
    for (const subject of templatesFirst(input.subjects)) {
      const { manager, problems } = subject.definition;
      const found = problems.filter(({ location, message }) =>
        isNew(seen, `${location.path}:${location.line}:${location.column}:${message}`),
      );
      for (const effect of ['fatal', 'dropped'] as const) {
        const ofEffect = found.filter((one) => one.effect === effect);
        for (const { one, tail } of firstOf(ofEffect, input.texts)) {
          const message = sentences(texts[effect]({ problem: one.message, manager }), tail);
          yield {
            subject,
            severity: effect === 'fatal' ? 'error' : 'warning',
            message,
            location: one.location,
          };
        }
      }
    }
  },
};
