import type { JobState } from '../model/live.ts';
import type { ManagedState } from '../model/manager.ts';
import { tr } from '../texts/tr.ts';
import type { Control } from './control.ts';
import { findJobFile, isTrue, readJob, startsByItself } from './job-file.ts';
import { isStale } from './run-job.ts';

/** A job in the words that all managers share. `override`: what `enable` or `disable` has noted last. */
export function managedJob(
  control: Control,
  label: string,
  state: JobState,
  override: 'enabled' | 'disabled' | undefined,
): ManagedState {
  const path = findJobFile(control, label, state);
  const definition = path === null ? null : readJob(control, path);
  const isBroken = definition?.problems.some(({ effect }) => effect === 'fatal') ?? false;
  const ended =
    state.lastExit !== null && state.pid === null ? tr(', last exit {exit}', { exit: state.lastExit }) : '';
  const off = override ? override === 'disabled' : definition !== null && isTrue(definition, 'Disabled');
  return {
    name: label,
    load: LOAD[state.loaded === 'no' && isBroken ? 'broken' : state.loaded],
    active: activeOf(state),
    detail: state.loaded === 'no' ? tr('not loaded') : `${state.state}${ended}`,
    mainPid: state.pid,
    controlGroup: null,
    enabled: definition === null ? 'no-say' : !off && startsByItself(definition) ? 'yes' : 'no',
    stale: path !== null && isStale(control, path, state),
    restarts: state.loaded === 'yes' ? Math.max(0, state.runs - 1) : null,
    since: state.pid === null ? null : control.host.processes.startedAt(state.pid),
    lastExit: state.lastExit,
  };
}

const LOAD = { yes: 'loaded', no: 'not-loaded', unknown: 'unknown', broken: 'broken' } as const;

/** launchd's own words: `running`, `SIGTERMed`, `spawn scheduled`, `spawn failed`, `xpcproxy`, `not running`, … */
function activeOf({ loaded, state, pid, lastExit }: JobState): ManagedState['active'] {
  if (loaded !== 'yes') return 'inactive';
  if (/^SIG(TERM|KILL)ed/.test(state)) return 'deactivating';
  if (pid !== null) return 'active';
  if (/^(spawn(?! failed)|xpcproxy)/.test(state)) return 'activating';
  return state === 'spawn failed' || (lastExit !== null && !/^0\b/.test(lastExit)) ? 'failed' : 'inactive';
}
