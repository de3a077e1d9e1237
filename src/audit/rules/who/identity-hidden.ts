import type { Rule } from '../../engine.ts';

/** NousResearch/hermes-agent #66900: a wrapper as the main process. */
export const identityHidden: Rule = {
  id: 'identity-hidden',
  severity: 'warning',
  confidence: 'low',
  fix: null,
  *check(input) {
    const texts = input.texts['identity-hidden'];
    const { command, home, pin } = input.app;
    const [flag = ''] = command.profileFlags;
    const message =
      pin.by === 'flag' && home.sticky !== undefined
        ? texts.message({ flag })
        : texts.home({ variable: home.variable });
    for (const subject of input.subjects) {
      if (subject.identity.kind === 'opaque') yield { subject, message };
    }
  },
};
