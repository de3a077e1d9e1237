import type { Rule } from '../../engine.ts';
import { isAtRest, liveUnits, systemctl } from '../../live.ts';

/** systemctl(1), mask; openclaw's audit skips masked units, whose state looks sound. */
export const unitMasked: Rule = {
  id: 'unit-masked',
  severity: 'warning',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['unit-masked'];
    if (!input.host) return;
    const { masked } = input.host.machine;
    const served = new Set(input.subjects.map(({ meant }) => meant));
    for (const { name, scope, profile, path } of masked) {
      // Whoever has another service for the profile has taken this one away on purpose.
      if (served.has(profile) || isAtRest(input, { meant: profile })) continue;
      yield {
        subject: null,
        profile,
        message: texts.message({ name }),
        location: { path, line: 1, column: 1 },
        fix: { safety: 'unsafe', title: systemctl(scope, `unmask ${name}`), edits: [] },
      };
    }
    for (const { subject, definition, live } of liveUnits(input)) {
      const { name, scope } = definition;
      if (live.state.load !== 'masked' || isAtRest(input, subject)) continue;
      if (masked.some((one) => one.name === name && one.scope === scope)) continue;
      const fix = { safety: 'unsafe' as const, title: systemctl(scope, `unmask ${name}`), edits: [] };
      yield { subject, message: texts.message({ name }), fix };
    }
  },
};
