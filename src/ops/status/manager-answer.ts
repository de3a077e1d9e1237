import { isEnabled } from '../../audit/live.ts';
import type { Definition } from '../../model/definition.ts';
import type { JobState, LiveState } from '../../model/live.ts';
import type { ManagerAnswer } from '../../model/status.ts';
import type { UnitState } from '../../model/unit-state.ts';
import { tr } from '../../texts/tr.ts';

/** What a manager said, in words that serve for every manager; null when nobody knows. */
export function managerAnswer(definition: Definition, live: LiveState | null): ManagerAnswer | null {
  if (live === null) return null;
  if (live.manager === 'launchd') return live.state.loaded === 'unknown' ? null : jobState(live.state);
  const enabled = definition.manager === 'systemd' && isEnabled(definition, live);
  return { ...unitState(live.state), enabled };
}

/** As systemd.unit(5) has them. */
const COMING = new Set(['activating', 'reloading', 'refreshing', 'deactivating']);

function unitState(state: UnitState): Omit<ManagerAnswer, 'enabled'> {
  const { load, active, sub, result, mainPid, since, restarts } = state;
  const ended = result === 'success' ? '' : result;
  // A file that systemd has not read yet may be up all the same, from an older one.
  const isLoaded = load === 'loaded' || active !== 'inactive';
  return {
    state: isLoaded ? active : load,
    detail: (isLoaded && [sub === active ? '' : sub, ended].filter(Boolean).join(', ')) || null,
    up: active === 'active' ? 'up' : COMING.has(active) ? 'coming' : 'down',
    pid: mainPid > 0 ? mainPid : null,
    since: mainPid > 0 ? since : null,
    restarts,
  };
}

function jobState({ loaded, state, pid, runs, lastExit }: JobState): ManagerAnswer {
  return {
    state: loaded === 'yes' ? state : 'not loaded',
    detail: lastExit === null || pid !== null ? null : tr('last exit {exit}', { exit: lastExit }),
    up: pid !== null ? 'up' : state.startsWith('spawn') ? 'coming' : 'down',
    // What is loaded starts by itself.
    enabled: loaded === 'yes',
    pid,
    since: null,
    restarts: Math.max(0, runs - 1),
  };
}
