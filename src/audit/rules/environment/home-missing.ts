import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { gateways } from '../../select.ts';
import { factsOf, isElsewhere, isGone, isOpen } from '../../values.ts';

/** HSP030 of the issue list: NousResearch/hermes-agent #6729, #32741. */
export const homeMissing: Rule = {
  id: 'home-missing',
  severity: 'error',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['home-missing'];
    for (const subject of gateways(input)) {
      const { home, seen, at: pinnedAt } = subject.identity;
      if (home === null || isOpen(home) || isElsewhere(subject)) continue;
      const isFile = factsOf(input, home)?.kind === 'file';
      if (!isFile && !isGone(input, home)) continue;
      const { profile, root } = subject.identity;
      // definition-orphan says it; or working-directory-missing, and then nothing is started.
      const { fleet } = input;
      if (profile !== null && root === fleet?.root && !fleet.profiles.includes(profile)) continue;
      const { places } = subject.definition;
      if (
        places.some(({ what, path, optional }) => what === 'working-directory' && path === home && !optional)
      )
        continue;
      const given = seen?.home?.value === home ? seen.home.origin.location : pinnedAt;
      yield {
        subject,
        message: isFile ? texts.noFolder({ home }) : texts.absent({ home, profile }),
        location: given,
      };
    }
  }),
};
