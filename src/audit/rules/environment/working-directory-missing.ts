import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';
import { factsOf, isGone, isOpen } from '../../values.ts';

/** NousResearch/hermes-agent PR #34805: 200/CHDIR, 153 restarts. */
export const workingDirectoryMissing: Rule = {
  id: 'working-directory-missing',
  severity: 'error',
  confidence: 'high',
  fix: 'unsafe',
  check: once(function* (input) {
    const texts = input.texts['working-directory-missing'];
    for (const subject of ofApp(input)) {
      const { definition, identity } = subject;
      const place = definition.places.find(({ what }) => what === 'working-directory');
      if (!place || place.optional || isOpen(place.path)) continue;
      const isFile = factsOf(input, place.path)?.kind === 'file';
      if (!isFile && !isGone(input, place.path)) continue;
      const { path, key, location } = place;
      const { manager } = definition;
      const home =
        identity.home !== null && factsOf(input, identity.home)?.kind === 'dir' ? identity.home : null;
      yield {
        subject,
        message: texts[manager]({ path, key, isFile }),
        location,
        fix:
          home === null
            ? null
            : {
                safety: 'unsafe',
                title: texts.fix({ home }),
                edits: [
                  manager === 'systemd'
                    ? { kind: 'setting', section: 'Service', key, value: home.replaceAll('%', '%%') }
                    : { kind: 'key', path: [key], value: home },
                ],
              },
      };
    }
  }),
};
