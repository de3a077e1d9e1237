import type { Rule } from '../../engine.ts';
import { profilesInUse } from '../../profiles-in-use.ts';

/** NousResearch/hermes-agent #91806, #109417. Unset, it stays off while a profile has a service; only a word turns it on. */
export const multiplexerConflict: Rule = {
  id: 'multiplexer-conflict',
  severity: 'error',
  confidence: 'medium',
  fix: null,
  *check(input) {
    const texts = input.texts['multiplexer-conflict'];
    const used = profilesInUse(input);
    const hosts = new Map(
      used.flatMap(({ profile, subject, facts }) =>
        profile === 'default' && facts.multiplexes
          ? [[subject.identity.root, facts.multiplexes.at ?? subject.definition.commandAt] as const]
          : [],
      ),
    );
    for (const { profile, subject, facts } of used) {
      const { root } = subject.identity;
      if (profile === 'default' || facts.standalone || !hosts.has(root)) continue;
      yield {
        subject,
        message: texts.message({ profile, key: `${input.app.multiplexer?.standalone}: true` }),
        related: [{ message: texts.switchedOn, location: hosts.get(root) ?? null }],
      };
    }
  },
};
