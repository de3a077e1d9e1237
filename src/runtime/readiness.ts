import type { Host } from '../host/host.ts';
import type { App } from '../model/app.ts';
import type { Listeners, Missing, ReadyWarning } from '../model/gateway.ts';
import type { Service } from '../model/service.ts';
import { readListeners } from './listeners.ts';
import { startProbes } from './probes.ts';
import { type ManagerWord, readinessLooks } from './readiness-look.ts';

/** Seconds until a start counts as failed, where nothing else is said. */
const DEFAULT_TIMEOUT = 60;
/**
 * The same process has to be there this much later: one that is ended by another at once never is. Milliseconds. Who is
 * told of every end by itself need not wait for it, nor does anybody where nothing is left that could end it.
 */
const SETTLE = 1_000;
/** From one look to the next: so much, and a part of the time so far. Milliseconds. */
const FIRST_POLL = 25;
const LAST_POLL = 250;

/** How closely to look. */
interface Pace {
  /** Of one that says itself that it is ready; one that says nothing yet has to stay all the same. Milliseconds. */
  settle: number;
  /** The part of the time so far that passes until the next look. */
  slowing: number;
  /** Whether one that was just asked for its health is looked at again at once: most answer within milliseconds. */
  eager: boolean;
}

/** For managers that have to be asked. */
const PATIENT: Pace = { settle: SETTLE, slowing: 1 / 2, eager: false };

export interface Awaited {
  service: Service;
  unit: string;
  /** The MainPID before it was told to restart: that process has to be gone first. Null where it may stay. */
  old: number | null;
  /** False: nothing else could end it. One that says itself that it is ready has only to be the process of the look before. */
  settles?: boolean;
}

export interface Ready {
  unit: string;
  pid: number;
  warnings: readonly ReadyWarning[];
}

/** A service that is not ready, and what it lacks: `sayMissing` has the words. */
export interface Waiting {
  unit: string;
  missing: readonly Missing[];
}

export interface ReadinessResult {
  ready: Ready[];
  /** Those that did not get ready in time. */
  failed: Waiting[];
}

/**
 * Waits until each service is ready: active, its process the one that was started, of the right profile, past its start by its
 * own word, and answering `/health` where it has an API server; and until it has stayed so for a second. Whoever starts
 * services asks this. One `show` a poll for all of them; polls come slower the longer it takes, and none of them waits for
 * an answer.
 * @param show what the manager says of these units
 * @param told called at every poll with those that are still waited for
 * @param each called with each result as soon as it is known
 */
export async function awaitReady(
  host: Host,
  app: App,
  awaited: readonly Awaited[],
  show: (units: readonly string[]) => Promise<ReadonlyMap<string, ManagerWord>>,
  told: (waiting: readonly Waiting[]) => void,
  { settle, slowing, eager } = PATIENT,
  each: (result: Ready | Waiting) => void = () => undefined,
): Promise<ReadinessResult> {
  const start = host.clock.elapsed();
  const look = readinessLooks(host, app, startProbes(host, app));
  const since = new Map<string, { what: number | 'failed'; at: number }>();
  const open = new Map(awaited.map((one) => [one.unit, one]));
  const result: ReadinessResult = { ready: [], failed: [] };
  const seen = new Map<string, { state: ManagerWord | undefined; stays: boolean }>();
  let states: ReadonlyMap<string, ManagerWord> = new Map();
  let listeners = once(() => readListeners(host));
  /** Whether this look is only for answers that the one before has asked for: the manager has been asked for that one. */
  let again = false;
  while (open.size > 0) {
    const began = host.clock.elapsed();
    if (!again) {
      states = await show([...open.keys()]);
      listeners = once(() => readListeners(host));
    }
    const now = host.clock.elapsed();
    const waiting: Waiting[] = [];
    let next = Math.min(LAST_POLL, FIRST_POLL + (now - start) * slowing);
    for (const [unit, one] of [...open]) {
      const state = states.get(unit);
      const { pid, missing, warnings, said } = await look(one, state, listeners);
      const right = missing.length === 0 ? pid : null;
      // A restart passes through "failed"; what stays there has been given up by the manager.
      const what = state?.active === 'failed' ? 'failed' : right;
      const known = since.get(unit);
      const at = known?.what === what ? known.at : now;
      if (what === null) since.delete(unit);
      else since.set(unit, { what, at });
      const before = seen.get(unit);
      const stays = before !== undefined && (again ? before.stays : isSame(before.state, state));
      seen.set(unit, { state, stays });
      const isCalm = one.settles === false && said && right !== null;
      const stay = isCalm ? 0 : said || what === 'failed' ? settle : SETTLE;
      const settled = what !== null && now - at >= stay && (!isCalm || stays);
      if (settled && right !== null) {
        const ready = { unit, pid: right, warnings };
        result.ready.push(ready);
        open.delete(unit);
        each(ready);
        continue;
      }
      // A process that came just in time may settle; one that is replaced again and again gets no more time.
      const limit = (one.service.readyTimeout ?? DEFAULT_TIMEOUT) * 1_000 + (right === null ? 0 : stay);
      if (settled || now - start >= limit) {
        const failed: Waiting = { unit, missing: missing.length > 0 ? missing : [{ kind: 'restless' }] };
        result.failed.push(failed);
        open.delete(unit);
        each(failed);
      } else {
        // Not later than when it has been there for long enough.
        if (what !== null) next = Math.min(next, stay - (now - at));
        if (eager && missing.some((one) => one.kind === 'no-answer' && one.url === null)) next = FIRST_POLL;
        waiting.push({ unit, missing: missing.length > 0 ? missing : [{ kind: 'settling' }] });
      }
    }
    if (waiting.length > 0) told(waiting);
    again = !again && waiting.some(({ missing }) => missing.some(({ kind }) => kind === 'no-answer'));
    // What starts needs the processor more than who looks at it.
    const took = Math.min(host.clock.elapsed() - began, LAST_POLL);
    if (open.size > 0) await host.clock.sleep(again ? FIRST_POLL : Math.max(FIRST_POLL, next, took));
  }
  // In the order in which they were asked for, however fast each was.
  const order = new Map(awaited.map(({ unit }, index) => [unit, index]));
  result.ready.sort((a, b) => (order.get(a.unit) ?? 0) - (order.get(b.unit) ?? 0));
  return result;
}

/** Whether two looks in a row have seen one process. */
const isSame = (before: ManagerWord | undefined, now: ManagerWord | undefined): boolean =>
  before !== undefined &&
  now !== undefined &&
  before.mainPid === now.mainPid &&
  (before.restarts ?? 0) === (now.restarts ?? 0);

/** All of a poll share one look at the listeners, and there is none where nobody needs it. */
function once(read: () => Promise<Listeners>): () => Promise<Listeners> {
  let known: Promise<Listeners> | null = null;
  return () => {
    known ??= read();
    return known;
  };
}
