import { isLoneDropIn } from '../../../model/definition.ts';
import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { gateways } from '../../select.ts';
import { isElsewhere } from '../../values.ts';

/** NousResearch/hermes-agent #6729, #105525: the flag says which profile, not below which home. */
export const homeUnset: Rule = {
  id: 'home-unset',
  severity: 'info',
  confidence: 'high',
  fix: 'safe',
  check: once(function* (input) {
    const texts = input.texts['home-unset'];
    const { variable, default: folder } = input.app.home;
    for (const subject of gateways(input)) {
      const { by, seen, at, home, profile } = subject.identity;
      if (
        by !== 'flag' ||
        !seen ||
        seen.home !== null ||
        isElsewhere(subject) ||
        isLoneDropIn(subject.definition)
      )
        continue;
      yield {
        subject,
        message: texts.message({ variable, folder }),
        location: at,
        fix:
          profile !== null && home?.startsWith('/')
            ? {
                safety: 'safe',
                title: texts.fix({ variable, home }),
                edits: [{ kind: 'environment', name: variable, value: home }],
              }
            : null,
      };
    }
  }),
};
