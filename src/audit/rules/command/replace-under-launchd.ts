import type { Rule } from '../../engine.ts';
import { placeOfFlag } from '../../place-of-flag.ts';

/** NousResearch/hermes-agent #92276, PR #96427: two supervisors at once. */
export const replaceUnderLaunchd: Rule = {
  id: 'replace-under-launchd',
  severity: 'error',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['replace-under-launchd'];
    const flag = input.app.command.replaceFlag;
    for (const subject of input.subjects) {
      if (subject.definition.manager !== 'launchd' || !subject.identity.replace) continue;
      const location = placeOfFlag(subject, flag);
      yield {
        subject,
        message: texts.message({ flag }),
        location,
        fix: { safety: 'safe', title: texts.fix({ flag }), edits: [{ kind: 'drop-replace' }] },
      };
    }
  },
};
