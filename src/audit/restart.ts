import type { Definition, LaunchdDefinition, PlistEntry, SystemdDefinition } from '../model/definition.ts';
import type { Location } from '../model/location.ts';
import { type End, isCleanEnd, restartsAfter } from '../model/restart.ts';
import { entryOf, keyOf } from './select.ts';

/** What a manager does after it, and which setting or key decides. */
export interface Verdict {
  /** Null: it depends on what no definition says. */
  again: boolean | null;
  key: string;
  value: string;
  at: Location | null;
}

/** Whether the manager starts a service again whose process ended like this by itself. */
export const afterEnd = (definition: Definition, end: End): Verdict =>
  definition.manager === 'systemd' ? underSystemd(definition, end) : underLaunchd(definition, end);

/** Whether systemd takes this end for a success. */
export const isSuccess = ({ policy, execStart }: SystemdDefinition, end: End): boolean =>
  isCleanEnd(policy, end) || Boolean(execStart?.prefixes.includes('-'));

/** `service_shall_restart()`; systemd.service(5), Restart=. */
function underSystemd(definition: SystemdDefinition, end: End): Verdict {
  const { restart, restartDelay, restartForce, restartPrevent, remainAfterExit } = definition.policy;
  const success = isSuccess(definition, end);
  if (success && remainAfterExit.value)
    return { again: false, key: 'RemainAfterExit', value: 'yes', at: remainAfterExit.at };
  if (restartPrevent.value.has(end))
    return { again: false, key: 'RestartPreventExitStatus', value: String(end), at: restartPrevent.at };
  const forced = restartForce.value.has(end);
  const again = forced || restartsAfter(restart.value, success, typeof end === 'string');
  // The unit stays in `activating (auto-restart)`.
  if (again && restartDelay.value === Number.POSITIVE_INFINITY)
    return { again: false, key: 'RestartSec', value: 'infinity', at: restartDelay.at };
  return forced
    ? { again, key: 'RestartForceExitStatus', value: String(end), at: restartForce.at }
    : { again, key: 'Restart', value: restart.value, at: restart.at };
}

/** launchd.plist(5), KeepAlive; its conditions are joined by or. */
function underLaunchd(definition: LaunchdDefinition, end: End): Verdict {
  const entry = entryOf(definition, 'KeepAlive');
  const verdict = (again: boolean | null, value: string): Verdict => ({
    again,
    key: 'KeepAlive',
    value,
    at: entry?.value.location ?? null,
  });
  if (definition.plist === null) return verdict(null, '');
  // The name of old for its opposite.
  if (!entry && keyOf(definition, 'OnDemand', 'boolean')?.value === false) return verdict(true, 'true');
  // It comes back at the next one of its times.
  if (['StartInterval', 'StartCalendarInterval'].some((key) => entryOf(definition, key)))
    return verdict(null, '');
  if (!entry) return verdict(false, '');
  if (entry.value.type === 'boolean') return verdict(entry.value.value, String(entry.value.value));
  if (entry.value.type !== 'dict') return verdict(null, '');
  const conditions = entry.value.entries.map((one) => holds(one, end));
  const told = entry.value.entries.map(({ key, value }) => `${key} ${'value' in value ? value.value : '…'}`);
  const again = conditions.includes(true) || (conditions.includes(null) ? null : false);
  return verdict(again, `{${told.join(', ')}}`);
}

/** Signals that launchd takes for a crash. */
const CRASHES = new Set<End>(['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGFPE', 'SIGBUS', 'SIGSEGV', 'SIGSYS']);

/** Whether a condition of KeepAlive keeps the job alive after this end; null when it depends on something else. */
function holds({ key, value }: PlistEntry, end: End): boolean | null {
  // Not a condition by itself; and one that launchd no longer looks at.
  if (key === 'AfterInitialDemand' || key === 'NetworkState') return false;
  if (value.type !== 'boolean') return null;
  if (key === 'SuccessfulExit') return value.value === (end === 0);
  return key === 'Crashed' ? value.value === CRASHES.has(end) : null;
}

/** Whether a gateway that another process has sent SIGTERM may be started again. It exits with 0 or 1 then. */
export const restarts = (definition: Definition): boolean =>
  [0, 1].some((code) => afterEnd(definition, code).again !== false);
