import type { HealthRequest, LevelHealth, Listener, Listeners } from '../../model/gateway.ts';
import type { ServiceStatus } from '../../model/status.ts';
import { checkHealth } from '../../runtime/health.ts';
import { readListeners } from '../../runtime/listeners.ts';
import { liveness } from '../../runtime/liveness.ts';
import { lockStates } from '../../runtime/lock-state.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import type { Row } from './status-rows.ts';

/** What was seen of the gateway of one profile. */
export type Observed = Pick<ServiceStatus, 'health' | 'since' | 'listeners' | 'lock' | 'log'>;

/** Of a definition that is for no profile: there is no home to look into. */
export function notSeen(): Observed {
  const reason = tr('nothing says which profile it is for');
  const nobody: LevelHealth = { answer: 'unknown', reason };
  return {
    health: {
      verdict: 'unknown',
      levels: { process: nobody, listener: nobody, http: nobody, state: nobody, log: nobody },
      pid: null,
      phase: null,
      platforms: [],
      stateAge: null,
      latency: null,
      url: null,
    },
    since: null,
    listeners: null,
    lock: { state: 'unknown', reason },
    log: null,
  };
}

/** More would wait for each other in this process, and be taken for slow. */
const AT_ONCE = 64;
/** All together may take so many times as long as one. */
const DEADLINE = 10;

/** What runs, in the order of the rows: one pass each over processes, locks and listeners for all of them. */
export async function observe(
  context: Context,
  rows: readonly Row[],
  timeoutMs: number,
): Promise<Observed[]> {
  const { host, app, account } = context;
  const wanted = rows.flatMap(({ profile, home }) =>
    profile === null || home === null ? [] : [{ profile, home }],
  );
  const alive = liveness(host, app, account, wanted);
  const homes = wanted.map(({ home }) => home);
  const locks = lockStates(host, app, homes);
  const someRun = [...alive.values()].some(({ state }) => state === 'running');
  // Finding the owners is a pass over every process: where none of ours runs, nobody needs it.
  const listeners = await readListeners(host, { ownersOf: someRun ? 'all' : 'none' });
  const requests = rows.flatMap(({ profile, home, endpoint }, index): HealthRequest[] => {
    const process = home === null ? undefined : alive.get(home);
    return profile === null || home === null || !process
      ? []
      : [{ id: String(index), profile, home, endpoint, process }];
  });
  const health = await checkHealth(host, app, requests, {
    timeoutMs,
    deadlineMs: timeoutMs * DEADLINE,
    concurrency: AT_ONCE,
    listeners,
  });
  const owned = byOwner(listeners);
  return rows.map(({ home }, index) => {
    const found = health.get(String(index));
    if (home === null || !found) return notSeen();
    return {
      health: found,
      since: found.pid === null ? null : host.processes.startedAt(found.pid),
      listeners: owned === null ? null : found.pid === null ? [] : (owned.get(found.pid) ?? []),
      lock: locks.get(home) ?? { state: 'free' },
      log: logOf(context, home),
    };
  });
}

/** Listeners by the process that has them open; null where nothing could tell. */
function byOwner({ all }: Listeners): Map<number, Listener[]> | null {
  if (all === null) return null;
  const result = new Map<number, Listener[]>();
  for (const one of all) {
    if (one.owner === null) continue;
    const known = result.get(one.owner.pid);
    if (known) known.push(one);
    else result.set(one.owner.pid, [one]);
  }
  return result;
}

function logOf({ host, app }: Context, home: string): ServiceStatus['log'] {
  const path = `${home}/${app.logs.out}`;
  const { kind, modified } = host.files.stat(path);
  return kind === 'file' ? { path, written: modified } : null;
}
