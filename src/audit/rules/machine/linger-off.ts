import type { Rule } from '../../engine.ts';
import { isEnabled } from '../../live.ts';
import { units } from '../../select.ts';

/** loginctl(1), enable-linger; NousResearch/hermes-agent #1005, #12863, #43748; openclaw #17069. */
export const lingerOff: Rule = {
  id: 'linger-off',
  severity: 'error',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['linger-off'];
    const { host } = input;
    const linger = host?.machine.linger;
    if (!host || !linger || linger.on) return;
    const names = units(input)
      .filter(({ definition, live }) => {
        const known = live?.manager === 'systemd' ? live : null;
        return definition.scope === 'user' && !definition.template && isEnabled(definition, known);
      })
      .map(({ definition }) => definition.name);
    if (names.length === 0) return;
    const user = host.account.name;
    yield {
      subject: null,
      profile: null,
      message: texts.message({ user, names }),
      fix: { safety: 'unsafe', title: `loginctl enable-linger ${user}`, edits: [] },
    };
  },
};
