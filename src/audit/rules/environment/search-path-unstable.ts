import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';
import { isOpen } from '../../values.ts';
import { searchPath, unstable } from './search-path.ts';

/** NousResearch/hermes-agent #31074, #46276, #87102, #8125, #73163. */
export const searchPathUnstable: Rule = {
  id: 'search-path-unstable',
  severity: 'warning',
  confidence: 'high',
  fix: 'unsafe',
  check: once(function* (input) {
    const texts = input.texts['search-path-unstable'];
    for (const subject of ofApp(input)) {
      const path = searchPath(subject);
      if (!path) continue;
      const found = path.entries.flatMap((entry) => {
        const why = unstable(entry);
        return why ? [{ entry, ...why }] : [];
      });
      if (found.length === 0) continue;
      const rest = path.entries.filter((entry) => unstable(entry) === null);
      yield {
        subject,
        message: texts.message({ entries: found.map(({ entry, kind, by }) => texts[kind]({ entry, by })) }),
        location: path.at,
        fix:
          rest.length === 0 || path.entries.some(isOpen)
            ? null
            : {
                safety: 'unsafe',
                title: texts.fix,
                edits: [{ kind: 'environment', name: 'PATH', value: rest.join(':') }],
              },
      };
    }
  }),
};
