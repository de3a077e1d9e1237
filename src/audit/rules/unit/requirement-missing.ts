import { distinctUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';
import { isSystemOnly } from './user-manager.ts';
import { wordsOf } from './words-of.ts';

const KEYS = ['Requires', 'Requisite', 'BindsTo'];
/** What nobody but a file makes. Mounts, devices, slices and targets come from elsewhere, too. */
const OF_FILES = /^[^%]+\.(?:service|socket|timer|path)$/;

/** systemd.unit(5), Requires=: a unit that cannot be loaded fails the start; `systemd-analyze verify` exits with 0 for it. */
export const requirementMissing: Rule = {
  id: 'requirement-missing',
  severity: 'error',
  confidence: 'medium',
  fix: null,
  *check(input) {
    const texts = input.texts['requirement-missing'];
    if (input.host === null) return;
    for (const subject of distinctUnits(input)) {
      const { definition } = subject;
      const { unitNames } = definition;
      // Without the manager's own units this is not its whole search path.
      if (!unitNames.has('default.target')) continue;
      const isThere = (name: string): boolean =>
        unitNames.has(name) || unitNames.has(name.replace(/@.*(?=\.)/, '@'));
      const missing = KEYS.flatMap((key) =>
        wordsOf(definition, 'Unit', key, false)
          .filter(({ word }) => OF_FILES.test(word) && !isThere(word) && !isSystemOnly(word, definition))
          .map((one) => ({ ...one, key })),
      );
      const [first] = missing;
      if (first)
        yield {
          subject,
          message: texts.message({ key: first.key, unit: first.word }),
          location: first.location,
        };
    }
  },
};
