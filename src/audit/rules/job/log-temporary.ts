import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';

const TEMPORARY = /^(\/private)?(\/var)?\/tmp\/|^\/dev\/shm\/|^(\/private)?\/var\/folders\//;

/** Unitech/pm2's own template logs to /tmp; file-hierarchy(7): what lies there is removed by age and at boot. */
export const logTemporary: Rule = {
  id: 'log-temporary',
  severity: 'info',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['log-temporary'];
    for (const subject of ofApp(input)) {
      const [first, ...others] = subject.definition.places.filter(
        ({ what, path }) => what === 'log' && TEMPORARY.test(path),
      );
      if (!first) continue;
      const related = others.map(({ path, location }) => ({ message: texts.too({ path }), location }));
      yield { subject, message: texts.message({ path: first.path }), location: first.location, related };
    }
  }),
};
