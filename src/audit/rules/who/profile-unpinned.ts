import type { Rule } from '../../engine.ts';
import { gateways } from '../../select.ts';

/** NousResearch/hermes-agent PR #42001, #74872, #22502. */
export const profileUnpinned: Rule = {
  id: 'profile-unpinned',
  severity: 'error',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['profile-unpinned'];
    for (const subject of gateways(input)) {
      const { identity, definition } = subject;
      const fix =
        subject.meant === null
          ? null
          : ({
              safety: 'safe',
              title: texts.fix({ profile: subject.meant }),
              edits: [{ kind: 'pin' }],
            } as const);
      const { variable } = input.app.home;
      if (identity.kind === 'guarded' && identity.by === null) {
        const { named } = subject;
        const profile = identity.profile ?? 'default';
        yield named === null || named === profile
          ? { subject, severity: 'info', message: texts.unsaid({ variable }), fix }
          : { subject, message: texts.unsaidOther({ variable, named, profile }), fix };
        continue;
      }
      if (identity.kind === 'guarded') {
        const marker =
          input.app.markers.find(({ name }) => definition.resolved.environment.has(name))?.name ?? '';
        yield { subject, severity: 'info', message: texts.guarded({ marker }), location: identity.at, fix };
      }
      if (identity.kind !== 'sticky') continue;
      const file = `${identity.root ?? `~/${input.app.home.default}`}/${input.app.home.sticky}`;
      const { profile } = identity;
      const read = identity.at?.path === file;
      yield {
        subject,
        message: !read
          ? texts.noSticky({ file })
          : profile === null
            ? texts.unclear({ file })
            : texts.sticky({ file, profile }),
        related: [
          ...(read && profile !== null
            ? [{ message: texts.stickySays({ profile }), location: identity.at }]
            : []),
          ...input.app.home.decoys.flatMap((name) => {
            const set = definition.resolved.environment.get(name);
            return set ? [{ message: texts.decoy({ name }), location: set.origin.location }] : [];
          }),
        ],
        fix,
      };
    }
  },
};
