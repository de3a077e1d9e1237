import type { Rule } from '../../engine.ts';
import { liveUnits, systemctl } from '../../live.ts';

/** systemctl(1), daemon-reload; openclaw #128929; hermes-agent #31048, #34464. */
export const reloadNeeded: Rule = {
  id: 'reload-needed',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['reload-needed'];
    for (const { subject, definition, live } of liveUnits(input)) {
      const { load, needsReload } = live.state;
      const isUnknown = load === 'not-found';
      if (!isUnknown && !(needsReload && load === 'loaded')) continue;
      const { name, scope } = definition;
      yield {
        subject,
        message: isUnknown ? texts.unknown({ name }) : texts.message({ name }),
        fix: { safety: 'safe', title: systemctl(scope, 'daemon-reload'), edits: [] },
      };
    }
  },
};
