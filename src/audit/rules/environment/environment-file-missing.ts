import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { units } from '../../select.ts';
import { factsOf, isGone, isOpen } from '../../values.ts';

/** systemd.exec(5), EnvironmentFile=: `systemd-analyze verify` does not look (measured on 252). */
export const environmentFileMissing: Rule = {
  id: 'environment-file-missing',
  severity: 'error',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['environment-file-missing'];
    for (const subject of units(input)) {
      for (const { what, path, optional, location } of subject.definition.places) {
        // A pattern is for the manager to match.
        if (what !== 'environment-file' || optional || isOpen(path) || /[?[]/.test(path)) continue;
        const isFolder = factsOf(input, path)?.kind === 'dir';
        if (isFolder || isGone(input, path)) yield { subject, message: texts.message({ path }), location };
      }
    }
  }),
};
