import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { gateways } from '../../select.ts';
import { sentences } from '../../sentences.ts';

/** NousResearch/hermes-agent PR #99678: the first flag with a valid name before `--` counts, all others do not. */
export const profileFlagAmbiguous: Rule = {
  id: 'profile-flag-ambiguous',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['profile-flag-ambiguous'];
    for (const subject of gateways(input)) {
      const flags = subject.identity.seen?.flags ?? [];
      const counts = flags.find(({ use }) => use === 'counts');
      const [first, ...others] = flags.filter((one) => one !== counts);
      if (!first) continue;
      const told = [first, ...others].map(({ flag, value, use }) =>
        texts[use === 'counts' ? 'earlier' : use]({ flag, value }),
      );
      yield {
        subject,
        message: sentences(...told, counts ? texts.thatCounts({ value: counts.value }) : texts.noneCounts()),
        location: first.at ?? subject.definition.commandAt,
        related: [...(counts ? [counts] : []), ...others].map((one) => ({
          message: texts.here({ value: one.value, counts: one === counts }),
          location: one.at,
        })),
      };
    }
  }),
};
