import type { Rule } from '../../engine.ts';
import { units } from '../../select.ts';

/** NousResearch/hermes-agent PR #19684. What it writes for a named profile has its flag; for the default one it has none. */
export const rewrittenAtBoot: Rule = {
  id: 'rewritten-at-boot',
  severity: 'info',
  confidence: 'medium',
  fix: null,
  *check(input) {
    const texts = input.texts['rewritten-at-boot'];
    const { naming, rewritesSince: since } = input.app;
    for (const subject of units(input)) {
      const { definition, identity, written } = subject;
      const release = input.host?.gateways.get(definition.id)?.release;
      const pinnedHere =
        identity.profile === 'default' && identity.by === 'flag' && identity.at?.path === definition.path;
      const isNative = definition.scope === 'user' && definition.name === `${naming.unit}.service`;
      if (!pinnedHere || !isNative || written !== 'theirs' || !since || !release || release < since) continue;
      yield { subject, message: texts.message({ since }), location: identity.at };
    }
  },
};
