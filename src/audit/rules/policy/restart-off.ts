import type { App } from '../../../model/app.ts';
import type { Definition, ServicePolicy } from '../../../model/definition.ts';
import type { Edit, KeyValue } from '../../../model/finding.ts';
import type { End } from '../../../model/restart.ts';
import { wholeUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';
import { afterEnd, type Verdict } from '../../restart.ts';
import { jobs } from '../../select.ts';
import { toOwnValue, toStatuses } from './app-policy.ts';

/** The ways of a crash: an error, the out-of-memory killer, a fault in native code. */
const CRASHES: readonly End[] = [1, 'SIGKILL', 'SIGSEGV'];

/** The first crash after which the manager does not start the service again, and why; null when there is none. */
export function staysDown(definition: Definition): { end: End; verdict: Verdict } | null {
  for (const end of CRASHES) {
    const verdict = afterEnd(definition, end);
    if (verdict.again === false) return { end, verdict };
  }
  return null;
}

/** systemd.service(5), Restart=; launchd.plist(5), KeepAlive; NousResearch/hermes-agent #9659, #37388. */
export const restartOff: Rule = {
  id: 'restart-off',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const { app } = input;
    const texts = input.texts['restart-off'];
    for (const subject of [...wholeUnits(input), ...jobs(input)]) {
      const { definition } = subject;
      // systemd refuses a restart for it; the type is what has to go.
      if (definition.manager === 'systemd' && definition.policy.type === 'oneshot') continue;
      const down = staysDown(definition);
      if (down === null) continue;
      const { key, value, at } = down.verdict;
      const isSystemd = definition.manager === 'systemd';
      const edits = isSystemd ? unitEdits(app, definition.policy, key) : jobEdits(app);
      yield {
        subject,
        severity: isSystemd ? 'warning' : 'error',
        message: isSystemd
          ? texts.systemd({ end: down.end, key, value, isDefault: at === null })
          : texts.launchd({ end: down.end, value }),
        ...(at && { location: at }),
        fix: { safety: 'safe', title: texts.fix, edits },
      };
    }
  },
};

function unitEdits(app: App, { restartPrevent }: ServicePolicy, key: string): Edit[] {
  const edits = toOwnValue(app, 'Service', 'Restart');
  if (key === 'RestartSec') edits.push(...toOwnValue(app, 'Service', 'RestartSec'));
  if (key === 'RemainAfterExit') edits.push({ kind: 'setting', section: 'Service', key, value: 'no' });
  if (key === 'RestartPreventExitStatus') {
    const others = [...restartPrevent.value].filter((one) => !CRASHES.includes(one));
    const { fatal } = app.exitCodes;
    edits.push(toStatuses(key, fatal === null ? others : [...others, fatal]));
  }
  return edits;
}

const jobEdits = ({ launchd }: App): Edit[] => [
  { kind: 'key', path: ['KeepAlive'], value: launchd.keys.KeepAlive as KeyValue },
];
