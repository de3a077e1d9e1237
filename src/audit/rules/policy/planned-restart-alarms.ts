import type { SystemdDefinition } from '../../../model/definition.ts';
import { wholeUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';
import { afterEnd, isSuccess } from '../../restart.ts';
import { toStatuses } from './app-policy.ts';

/** From this version on OnFailure= is started before each automatic restart (systemd #33710); RestartMode= came with it. */
const ALARMS_SINCE = 254;

/** systemd.service(5), SuccessExitStatus=; NousResearch/hermes-agent #104251, PR #104946. */
export const plannedRestartAlarms: Rule = {
  id: 'planned-restart-alarms',
  severity: 'info',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['planned-restart-alarms'];
    const code = input.app.exitCodes.restart;
    if (code === null) return;
    const canAlarm = input.systemd === null || input.systemd >= ALARMS_SINCE;
    for (const subject of wholeUnits(input)) {
      const { definition } = subject;
      const { success, restartForce } = definition.policy;
      if (isSuccess(definition, code) || afterEnd(definition, code).again !== true) continue;
      const alarm = canAlarm ? alarmOf(definition) : null;
      const at = alarm?.location ?? success.at;
      yield {
        subject,
        severity: alarm ? 'warning' : 'info',
        message: alarm ? texts.alarm({ code, alarm: alarm.value }) : texts.message({ code }),
        ...(at && { location: at }),
        fix: {
          safety: 'safe',
          title: texts.fix({ code }),
          edits: [
            toStatuses('SuccessExitStatus', [...success.value, code]),
            // What is no failure any more is not restarted by Restart=on-failure.
            ...(restartForce.value.has(code)
              ? []
              : [toStatuses('RestartForceExitStatus', [...restartForce.value, code])]),
          ],
        },
      };
    }
  },
};

/** OnFailure=, where it is started between restarts. It is a dependency: an empty one takes nothing back. */
function alarmOf({ settings }: SystemdDefinition) {
  const mode = settings.findLast(({ section, key }) => section === 'Service' && key === 'RestartMode');
  if (mode?.value === 'direct') return null;
  return (
    settings.find(({ section, key, value }) => section === 'Unit' && key === 'OnFailure' && value !== '') ??
    null
  );
}
