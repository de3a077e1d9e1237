import type { Edit } from '../../../model/finding.ts';
import type { Rule } from '../../engine.ts';
import { userUnits } from './user-manager.ts';

const KEYS = ['User', 'Group', 'SupplementaryGroups'];

/** systemd.exec(5), User=: a user's manager may not switch; the start ends with 216/GROUP. */
export const userInUserUnit: Rule = {
  id: 'user-in-user-unit',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['user-in-user-unit'];
    for (const subject of userUnits(input)) {
      const found = KEYS.flatMap((key) => {
        const last = subject.definition.settings.findLast(
          (one) => one.section === 'Service' && one.key === key,
        );
        return last && last.value !== '' ? [last] : [];
      });
      const [first] = found;
      if (!first) continue;
      const keys = found.map(({ key }) => key);
      const edits = keys.map((key): Edit => ({ kind: 'setting', section: 'Service', key, value: null }));
      yield {
        subject,
        message: texts.message({ keys }),
        location: first.location,
        fix: { safety: 'safe', title: texts.fix({ keys }), edits },
      };
    }
  },
};
