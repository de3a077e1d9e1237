import type { Rule } from '../../engine.ts';

/** NousResearch/hermes-agent #66900: a wrapper as the main process. */
export const identityHidden: Rule = {
  id: 'identity-hidden',
  severity: 'warning',
  confidence: 'low',
  fix: null,
  *check(input) {
    const texts = input.texts['identity-hidden'];
    const [flag = ''] = input.app.command.profileFlags;
    for (const subject of input.subjects) {
      if (subject.identity.kind === 'opaque') yield { subject, message: texts.message({ flag }) };
    }
  },
};
