import { isTemporary } from '../../../model/passing-path.ts';
import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';
import { givenHome } from '../../values.ts';

/** NousResearch/hermes-agent PR #44267: a test run wrote its own home into a unit. */
export const homeTemporary: Rule = {
  id: 'home-temporary',
  severity: 'error',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['home-temporary'];
    const { variable } = input.app.home;
    for (const subject of ofApp(input)) {
      const home = givenHome(subject, input.app);
      if (!home || !isTemporary(home.value)) continue;
      // A whole account of that kind (a test, a container) knows what it does.
      if (isTemporary(subject.definition.accountHome ?? '/')) continue;
      yield {
        subject,
        message: texts.message({ variable, home: home.value }),
        location: home.origin.location,
      };
    }
  }),
};
