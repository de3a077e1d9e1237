import type { Rule } from '../../engine.ts';
import { gateways } from '../../select.ts';

/** NousResearch/hermes-agent #105525, PR #106611. */
export const profileConflict: Rule = {
  id: 'profile-conflict',
  severity: 'error',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['profile-conflict'];
    for (const subject of gateways(input)) {
      const { identity, definition, named } = subject;
      const { profile } = identity;
      if (profile === null) continue;
      const variable = definition.resolved.environment.get(input.app.home.variable);
      const against = identity.seen?.contradiction;
      if (identity.kind === 'conflict' && against) {
        const { what, value, wanted, at } = against;
        const meant = subject.meant ?? profile;
        yield {
          subject,
          message: texts.variable({ what, value, wanted, profile }),
          location: at,
          related: identity.at ? [{ message: texts.decidesHere, location: identity.at }] : [],
          fix: { safety: 'safe', title: texts.fixVariable({ profile: meant }), edits: [{ kind: 'pin' }] },
        };
      } else if (identity.kind === 'conflict' && variable) {
        yield {
          subject,
          message: texts.home({ profile, home: variable.value }),
          location: identity.at,
          related: [{ message: texts.homeIsHere, location: variable.origin.location }],
          fix: { safety: 'safe', title: texts.fix, edits: [{ kind: 'pin' }] },
        };
      }
      const pinned = identity.kind === 'pinned' || identity.kind === 'conflict';
      // A hash stands for a custom root home, not for a profile.
      if (pinned && !against && named !== null && named !== profile && !/^[0-9a-f]{8}$/.test(named)) {
        yield {
          subject,
          severity: 'warning',
          message: texts.name({ named, profile }),
          location: identity.at,
        };
      }
    }
  },
};
