import type { Edit } from '../../../model/finding.ts';
import type { Rule } from '../../engine.ts';
import { isSystemOnly, userUnits } from './user-manager.ts';
import { wordsOf } from './words-of.ts';

const KEYS = ['WantedBy', 'RequiredBy', 'UpheldBy'];

/** systemd.special(7), "Units managed by the user service manager"; systemd-analyze verify says nothing. */
export const installTargetUnreachable: Rule = {
  id: 'install-target-unreachable',
  severity: 'error',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['install-target-unreachable'];
    const target = input.app.systemd.wantedBy.user;
    for (const subject of userUnits(input)) {
      const { definition } = subject;
      const targets = KEYS.flatMap((key) =>
        wordsOf(definition, 'Install', key, true).map((one) => ({ ...one, key })),
      );
      const [first] = targets;
      const names = [...new Set(targets.map(({ word }) => word))];
      const isReachable = [...names, ...definition.wantedBy].some((name) => !isSystemOnly(name, definition));
      if (!first || isReachable) continue;
      const others = [...new Set(targets.map(({ key }) => key))].filter((key) => key !== 'WantedBy');
      const edits: Edit[] = [
        ...others.map((key): Edit => ({ kind: 'setting', section: 'Install', key, value: null })),
        { kind: 'setting', section: 'Install', key: 'WantedBy', value: target },
      ];
      yield {
        subject,
        message: texts.message({ targets: names }),
        location: first.location,
        fix: { safety: 'safe', title: texts.fix({ target }), edits },
      };
    }
  },
};
