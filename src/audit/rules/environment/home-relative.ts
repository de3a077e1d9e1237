import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';
import { givenHome, isOpen } from '../../values.ts';

/** HSP030 of the issue list: NousResearch/hermes-agent #6729. */
export const homeRelative: Rule = {
  id: 'home-relative',
  severity: 'error',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['home-relative'];
    const { variable } = input.app.home;
    for (const subject of ofApp(input)) {
      const home = givenHome(subject, input.app);
      if (!home || home.value.startsWith('/') || isOpen(home.value)) continue;
      yield {
        subject,
        message: texts.message({ variable, home: home.value }),
        location: home.origin.location,
      };
    }
  }),
};
