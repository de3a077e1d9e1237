import type { Host } from '../host/host.ts';
import type { App } from '../model/app.ts';
import type { Service } from '../model/service.ts';
import type { UnitState } from '../model/unit-state.ts';
import { runningIn, runsProfile, saysWhat } from './running.ts';

/** Seconds until a start counts as failed, where nothing else is said. */
const DEFAULT_TIMEOUT = 60;
/** The same process has to be there this much later: one that is ended by another at once never is. Milliseconds. */
const SETTLE = 1_000;
const FIRST_POLL = 25;
const LAST_POLL = 250;

export interface Awaited {
  service: Service;
  unit: string;
  /** The MainPID before it was told to restart: that process has to be gone first. Null where it may stay. */
  old: number | null;
}

export interface Ready {
  unit: string;
  pid: number;
}

export interface ReadinessResult {
  ready: Ready[];
  /** What is still missing, in words, for each unit that did not get ready in time. */
  failed: { unit: string; missing: string }[];
}

/**
 * Waits until each unit is active and its process runs the profile it should, and goes on doing so. One `show` a poll
 * for all units; polls come slower the longer it takes.
 */
export async function awaitReady(
  host: Host,
  app: App,
  awaited: readonly Awaited[],
  show: (units: readonly string[]) => Promise<ReadonlyMap<string, UnitState>>,
  progress: (line: string) => void,
): Promise<ReadinessResult> {
  const start = host.clock.now();
  const since = new Map<string, { what: number | 'failed'; at: number }>();
  const open = new Map(awaited.map((one) => [one.unit, one]));
  const result: ReadinessResult = { ready: [], failed: [] };
  let told = '';
  for (let pause = FIRST_POLL; open.size > 0; pause = Math.min(LAST_POLL, pause * 1.5)) {
    const states = await show([...open.keys()]);
    const now = host.clock.now();
    const waiting: string[] = [];
    for (const [unit, one] of [...open]) {
      const state = states.get(unit);
      const { pid, missing } = look(host, app, one, state);
      // A restart passes through "failed"; what stays there has been given up by the manager.
      const what = state?.active === 'failed' ? 'failed' : pid;
      const known = since.get(unit);
      if (what === null) since.delete(unit);
      else if (known?.what !== what) since.set(unit, { what, at: now });
      const settled = known !== undefined && known.what === what && now - known.at >= SETTLE;
      if (settled && pid !== null) {
        result.ready.push({ unit, pid });
        open.delete(unit);
        continue;
      }
      // A process that came just in time may settle; one that is replaced again and again gets no more time.
      const limit = (one.service.readyTimeout ?? DEFAULT_TIMEOUT) * 1_000 + (pid === null ? 0 : SETTLE);
      if (settled || now - start >= limit) {
        result.failed.push({ unit, missing: missing ?? 'its process does not stay' });
        open.delete(unit);
      } else waiting.push(`${unit} (${missing ?? 'settling'})`);
    }
    const line = waiting.join(', ');
    if (line !== told && line !== '') progress(`waiting for ${line}`);
    told = line;
    if (open.size > 0) await host.clock.sleep(pause);
  }
  return result;
}

/** The process that is right, or what is missing. */
function look(
  host: Host,
  app: App,
  { service, old }: Awaited,
  state: UnitState | undefined,
): { pid: number | null; missing: string | null } {
  if (state?.load !== 'loaded')
    return { pid: null, missing: `the manager says it is ${state?.load ?? 'unknown'}` };
  if (state.active !== 'active') {
    const why = state.result && state.result !== 'success' ? `, ${state.result}` : '';
    return { pid: null, missing: `it is ${state.active} (${state.sub}${why})` };
  }
  if (state.mainPid === old) return { pid: null, missing: 'the old process still runs' };
  const running = runningIn(host, app, service.account.home, state);
  if (!running) return { pid: null, missing: 'no gateway runs in it yet' };
  if (!runsProfile(running, service.profile)) return { pid: null, missing: `it ${saysWhat(running)}` };
  if (isStarting(host, app, service, running.pid)) return { pid: null, missing: 'it is still starting' };
  return { pid: running.pid, missing: null };
}

/** Whether the gateway's own state file says so of this process. One that says nothing of it is no witness. */
function isStarting(host: Host, app: App, service: Service, pid: number): boolean {
  const found = host.files.read(`${service.home}/${app.files.state}`);
  if (found.state !== 'there') return false;
  try {
    const state = JSON.parse(found.bytes.toString('utf8')) as {
      pid?: unknown;
      gateway_state?: unknown;
    } | null;
    return Number(state?.pid) === pid && state?.gateway_state === 'starting';
  } catch {
    return false;
  }
}
