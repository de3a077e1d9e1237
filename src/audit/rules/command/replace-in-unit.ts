import type { Rule } from '../../engine.ts';
import { sharedIdentities } from '../../identities.ts';
import { placeOfFlag } from '../../place-of-flag.ts';
import { sentences } from '../../sentences.ts';

/** NousResearch/hermes-agent #32951, PR #41892. */
export const replaceInUnit: Rule = {
  id: 'replace-in-unit',
  severity: 'info',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['replace-in-unit'];
    const flag = input.app.command.replaceFlag;
    const shared = new Set(sharedIdentities(input).flatMap(({ subjects }) => subjects));
    for (const subject of input.subjects) {
      if (subject.definition.manager !== 'systemd' || !subject.identity.replace) continue;
      const location = placeOfFlag(subject, flag);
      const fights = shared.has(subject);
      // #119467: a drop-in of an older version outlives the update that took the flag out of the unit.
      const { ownArgv } = subject.definition;
      const isBack = location !== null && location.path !== subject.definition.path && ownArgv !== null;
      const byDropIn = isBack && !ownArgv.some((word) => word.includes(flag));
      const told = fights ? texts.shared({ flag }) : texts.unique({ flag });
      yield {
        subject,
        severity: fights ? 'error' : 'info',
        message: byDropIn ? sentences(texts.byDropIn({ path: location.path, flag }), told) : told,
        location,
        fix: {
          safety: fights ? 'safe' : 'unsafe',
          title: texts.fix({ flag }),
          edits: [{ kind: 'drop-replace' }],
        },
      };
    }
  },
};
