import { dirname } from 'node:path';
import { splitHome } from '../../../model/profile-home.ts';
import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { gateways } from '../../select.ts';
import { isOpen } from '../../values.ts';

/** NousResearch/hermes-agent #80310: what the process inherits wins over its profile's own `.env`. */
export const environmentFileForeign: Rule = {
  id: 'environment-file-foreign',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['environment-file-foreign'];
    const folder = input.app.home.default;
    for (const subject of gateways(input)) {
      const { home, root, profile } = subject.identity;
      if (home === null || root === null || profile === null || isOpen(home)) continue;
      for (const { what, path, location } of subject.definition.places) {
        if (what !== 'environment-file' || isOpen(path) || !path.endsWith('/.env')) continue;
        const of = dirname(path);
        const rootOf = splitHome(of, input.app)?.root ?? of;
        const isHome = rootOf === root || rootOf.endsWith(`/${folder}`);
        if (of === home || !isHome) continue;
        yield { subject, message: texts.message({ path, profile }), location };
        break;
      }
    }
  }),
};
