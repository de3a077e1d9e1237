import type { Hit, Rule } from '../../engine.ts';
import { subjectWith } from '../../ignores.ts';

/** As with eslint's `require-description` and zizmor's ignores: whoever finds it later must be able to judge it. */
export const ignoreUnreasoned: Rule = {
  id: 'ignore-unreasoned',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  check(input) {
    const texts = input.texts['ignore-unreasoned'];
    const hits = new Map<string, Hit>();
    for (const ignore of input.ignores) {
      if (ignore.reason !== '') continue;
      const { path, line, column } = ignore.at;
      const subject = subjectWith(ignore, input.subjects);
      const message = texts.message({ rule: ignore.rule });
      // A comment that names several rules lacks one reason.
      const place = `${path}:${line}:${column}`;
      if (!hits.has(place)) hits.set(place, { subject, message, location: ignore.at });
    }
    return hits.values();
  },
};
