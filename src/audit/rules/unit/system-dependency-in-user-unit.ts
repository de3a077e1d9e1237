import type { Rule } from '../../engine.ts';
import { isSystemOnly, userUnits } from './user-manager.ts';
import { wordsOf } from './words-of.ts';

const HARD = ['Requires', 'Requisite', 'BindsTo'];
const SOFT = ['Wants', 'Upholds', 'PartOf', 'After', 'Before'];

/** systemd.special(7): network-online.target and its like are not in the user manager; verify says nothing. */
export const systemDependencyInUserUnit: Rule = {
  id: 'system-dependency-in-user-unit',
  severity: 'info',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['system-dependency-in-user-unit'];
    for (const subject of userUnits(input)) {
      const { definition } = subject;
      const on = (keys: readonly string[]) =>
        keys.flatMap((key) =>
          wordsOf(definition, 'Unit', key, false)
            .filter(({ word }) => isSystemOnly(word, definition))
            .map((one) => ({ ...one, key })),
        );
      const [hard] = on(HARD);
      const soft = on(SOFT);
      if (hard) {
        const message = texts.hard({ key: hard.key, unit: hard.word });
        yield { subject, severity: 'error', message, location: hard.location };
      } else if (soft[0]) {
        const names = [...new Set(soft.map(({ word }) => word))];
        yield { subject, message: texts.soft({ units: names }), location: soft[0].location };
      }
    }
  },
};
