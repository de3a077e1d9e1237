import type { Location } from '../../model/location.ts';
import type { Subject } from '../../model/subject.ts';
import type { Rule } from '../engine.ts';
import { sharedIdentities } from '../identities.ts';

/** The word itself, else the word that holds it (a script), else the command. */
function placeOfFlag({ definition }: Subject, flag: string): Location | null {
  const { argv } = definition.command;
  const exact = argv.indexOf(flag);
  const index = exact < 0 ? argv.findIndex((word) => word.includes(flag)) : exact;
  return definition.wordsAt[index] ?? definition.commandAt;
}

/** NousResearch/hermes-agent #92276, PR #96427: two supervisors at once. */
export const replaceUnderLaunchd: Rule = {
  id: 'replace-under-launchd',
  severity: 'error',
  *check(input) {
    const texts = input.texts['replace-under-launchd'];
    for (const subject of input.subjects) {
      if (subject.definition.manager !== 'launchd' || !subject.identity.replace) continue;
      const location = placeOfFlag(subject, input.app.command.replaceFlag);
      yield { subject, message: texts.message(), location, fix: { safety: 'safe', title: texts.fix } };
    }
  },
};

/** NousResearch/hermes-agent #32951, PR #41892. */
export const replaceInUnit: Rule = {
  id: 'replace-in-unit',
  severity: 'info',
  *check(input) {
    const texts = input.texts['replace-in-unit'];
    const shared = new Set(sharedIdentities(input).flatMap(({ subjects }) => subjects));
    for (const subject of input.subjects) {
      if (subject.definition.manager !== 'systemd' || !subject.identity.replace) continue;
      const location = placeOfFlag(subject, input.app.command.replaceFlag);
      const fights = shared.has(subject);
      yield {
        subject,
        severity: fights ? 'error' : 'info',
        message: fights ? texts.shared() : texts.unique(),
        location,
        fix: { safety: fights ? 'safe' : 'unsafe', title: texts.fix },
      };
    }
  },
};
