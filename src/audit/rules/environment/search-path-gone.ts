import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';
import { isGone, isOpen } from '../../values.ts';
import { ownFolders, searchPath, unstable } from './search-path.ts';

/** NousResearch/hermes-agent #31074, #2492. */
export const searchPathGone: Rule = {
  id: 'search-path-gone',
  severity: 'info',
  confidence: 'medium',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['search-path-gone'];
    for (const subject of ofApp(input)) {
      const path = searchPath(subject);
      if (!path) continue;
      const own = new Set(ownFolders(input.app, subject));
      const gone = path.entries.filter(
        (entry) =>
          // It comes and goes with the packages of its folder; the app names its own unasked.
          !entry.endsWith('/node_modules/.bin') &&
          !own.has(entry.replace(/\/+$/, '')) &&
          !isOpen(entry) &&
          unstable(entry) === null &&
          isGone(input, entry),
      );
      if (gone.length > 0) yield { subject, message: texts.message({ gone }), location: path.at };
    }
  }),
};
