import type { Rule } from '../../engine.ts';
import { domainOf, isAtRest, launchctl, liveJobs } from '../../live.ts';
import { keyOf } from '../../select.ts';

/** launchctl(1), bootstrap; hermes-agent #5536 (exit 113), openclaw #25199, #40905. */
export const notLoaded: Rule = {
  id: 'not-loaded',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['not-loaded'];
    for (const { subject, definition, live } of liveJobs(input)) {
      const { name, scope, path } = definition;
      if (live.state.loaded !== 'no' || isAtRest(input, subject)) continue;
      // Those say themselves why nothing loads them.
      const noted = input.host?.machine.overrides.get(`${scope} ${name}`);
      const off = noted ? noted === 'disabled' : keyOf(definition, 'Disabled', 'boolean')?.value;
      if (off) continue;
      const title = launchctl(scope, `bootstrap ${domainOf(scope, live)} ${path}`);
      yield { subject, message: texts.message({ label: name }), fix: { safety: 'safe', title, edits: [] } };
    }
  },
};
