import type { Identity } from '../../../model/identity.ts';
import type { Rule } from '../../engine.ts';
import { sharedIdentities } from '../../identities.ts';
import { restarts } from '../../restart.ts';

const BY: Record<NonNullable<Identity['by']>, string> = {
  flag: 'by its flag',
  home: 'by its home',
  marker: 'by its marker',
  sticky: 'by the sticky file',
};

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
      const culprit = subjects.find(({ identity }) => identity.by !== 'flag') ?? subjects[0] ?? null;
      yield {
        subject: culprit,
        message:
          replacing.length === names.length && subjects.some(({ definition }) => restarts(definition))
            ? texts.fight({ profile, names })
            : replacing.length > 0
              ? texts.oneReplaces({ profile, names, replacing })
              : texts.lock({ profile, names }),
        related: subjects
          .filter((subject) => subject !== culprit)
          .map(({ definition, identity }) => ({
            message: texts.runsItToo({ name: definition.name, profile, by: BY[identity.by ?? 'sticky'] }),
            location: definition.commandAt,
          })),
        fix: { safety: 'safe', title: texts.fix, edits: [{ kind: 'pin' }] },
      };
    }
  },
};
