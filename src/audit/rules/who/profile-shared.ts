import type { Rule } from '../../engine.ts';
import { sharedIdentities } from '../../identities.ts';
import { restarts } from '../../restart.ts';

/** NousResearch/hermes-agent #29092, #30155, #32951. */
export const profileShared: Rule = {
  id: 'profile-shared',
  severity: 'error',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['profile-shared'];
    for (const { profile, subjects } of sharedIdentities(input)) {
      const names = subjects.map(({ definition }) => definition.name);
      const replacing = subjects
        .filter(({ identity }) => identity.replace)
        .map(({ definition }) => definition.name);
      // The one that nothing pins is where the mistake is.
      const culprit =
        subjects.find(({ identity }) => identity.by !== 'flag' && identity.kind === 'conflict') ??
        subjects.find(({ identity }) => identity.by !== 'flag') ??
        subjects[0] ??
        null;
      yield {
        subject: culprit,
        message:
          replacing.length === names.length && subjects.some(({ definition }) => restarts(definition))
            ? texts.fight({ profile, names, flag: input.app.command.replaceFlag })
            : replacing.length > 0
              ? texts.oneReplaces({ profile, names, replacing })
              : texts.lock({ profile, names }),
        related: subjects
          .filter((subject) => subject !== culprit)
          .map(({ definition, identity }) => ({
            message: texts.runsItToo({
              name: definition.name,
              profile,
              by: texts.by[identity.by ?? 'none'],
            }),
            location: definition.commandAt,
          })),
        // Where all are meant for it, as after a copy, nobody can tell which profile the other one should run.
        fix: subjects.some(({ meant }) => meant !== null && meant !== profile)
          ? { safety: 'safe', title: texts.fix, edits: [{ kind: 'pin' }] }
          : null,
      };
    }
  },
};
