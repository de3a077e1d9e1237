import { wholeUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';
import { afterEnd } from '../../restart.ts';
import { toStatuses } from './app-policy.ts';

/**
 * systemd.service(5), RestartPreventExitStatus=; NousResearch/hermes-agent #118282. Only systemd: launchd cannot tell one
 * exit code from another.
 */
export const fatalExitLoops: Rule = {
  id: 'fatal-exit-loops',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['fatal-exit-loops'];
    const code = input.app.exitCodes.fatal;
    if (code === null) return;
    for (const subject of wholeUnits(input)) {
      const { definition } = subject;
      const { restartDelay, restartPrevent } = definition.policy;
      const { again, key, value, at } = afterEnd(definition, code);
      if (again !== true) continue;
      const edit = toStatuses('RestartPreventExitStatus', [...restartPrevent.value, code]);
      yield {
        subject,
        message: texts.message({ code, key, value, delay: restartDelay.value }),
        ...(at && { location: at }),
        fix: { safety: 'safe', title: texts.fix({ code }), edits: [edit] },
      };
    }
  },
};
