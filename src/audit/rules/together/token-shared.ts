import type { Rule } from '../../engine.ts';
import { type ProfileInUse, profilesInUse } from '../../profiles-in-use.ts';

/** NousResearch/hermes-agent #72664, #118388: a copied .env. */
export const tokenShared: Rule = {
  id: 'token-shared',
  severity: 'error',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['token-shared'];
    const users = profilesInUse(input);
    for (const variable of input.app.tokens) {
      for (const same of byToken(users, variable)) {
        const culprit = same.find(({ profile }) => profile !== 'default');
        if (same.length < 2 || !culprit) continue;
        const place = ({ facts, subject }: ProfileInUse) =>
          facts.tokens.get(variable)?.at ?? subject.definition.commandAt;
        yield {
          subject: culprit.subject,
          message: texts.message({ variable, profiles: same.map(({ profile }) => profile) }),
          location: place(culprit),
          related: same
            .filter((one) => one !== culprit)
            .map((one) => ({
              message: texts.another({ profile: one.profile, variable }),
              location: place(one),
            })),
        };
      }
    }
  },
};

/** Groups of profiles that have one value of the variable. */
function byToken(users: readonly ProfileInUse[], variable: string): ProfileInUse[][] {
  const byHash = new Map<string, ProfileInUse[]>();
  for (const user of users) {
    const token = user.facts.tokens.get(variable);
    if (token) byHash.set(token.hash, [...(byHash.get(token.hash) ?? []), user]);
  }
  return [...byHash.values()];
}
