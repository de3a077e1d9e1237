import type { Edit } from '../../../model/finding.ts';
import { wholeUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';
import { afterEnd } from '../../restart.ts';
import { toStatuses } from './app-policy.ts';
import { staysDown } from './restart-off.ts';

/** systemd.service(5), RestartForceExitStatus=; NousResearch/hermes-agent PR #28341, PR #104946. */
export const plannedRestartLost: Rule = {
  id: 'planned-restart-lost',
  severity: 'error',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['planned-restart-lost'];
    const { restart: code, fatal } = input.app.exitCodes;
    if (code === null) return;
    for (const subject of wholeUnits(input)) {
      const { definition } = subject;
      const { restartForce, restartPrevent } = definition.policy;
      const { again, key, value, at } = afterEnd(definition, code);
      if (again !== false || staysDown(definition)) continue;
      const edits: Edit[] = [toStatuses('RestartForceExitStatus', [...restartForce.value, code])];
      if (key === 'RestartPreventExitStatus') {
        const others = [...restartPrevent.value].filter((one) => one !== code);
        edits.push(toStatuses(key, fatal === null ? others : [...others, fatal]));
      }
      if (key === 'RemainAfterExit') edits.push({ kind: 'setting', section: 'Service', key, value: 'no' });
      yield {
        subject,
        message: texts.message({ code, key, value }),
        ...(at && { location: at }),
        fix: { safety: 'safe', title: texts.fix({ code }), edits },
      };
    }
  },
};
