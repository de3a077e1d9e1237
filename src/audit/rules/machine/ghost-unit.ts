import type { Rule } from '../../engine.ts';
import { systemctl } from '../../live.ts';

/** openclaw #120027: a unit whose file was removed without a daemon-reload goes on, and can be started again. */
export const ghostUnit: Rule = {
  id: 'ghost-unit',
  severity: 'warning',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['ghost-unit'];
    for (const { name, scope, profile, fragment, active } of input.host?.machine.ghosts ?? []) {
      const runs = active !== 'inactive' && active !== 'failed';
      const reload = systemctl(scope, 'daemon-reload');
      // systemd keeps a failed one for whoever asks how it ended: CollectMode= of systemd.unit(5).
      const first = runs ? `stop ${name}` : active === 'failed' ? `reset-failed ${name}` : null;
      yield {
        subject: null,
        profile,
        message: (runs ? texts.runs : texts.loaded)({ name, fragment }),
        fix: {
          safety: 'unsafe',
          title: first === null ? reload : texts.inOrder({ first: systemctl(scope, first), next: reload }),
          edits: [],
        },
      };
    }
  },
};
