import type { Exit } from '../host/spawn.ts';
import type { End } from '../model/restart.ts';
import { type English, tr } from '../texts/tr.ts';
import { noteLoop, pausedUntil } from './breaker.ts';
import { lastLines } from './child.ts';
import { afterEnd, type Decision } from './restart-policy.ts';
import { happen, type Run, type Unit, type World } from './unit.ts';

/** What follows when a process is no more. */
export function runEnded(world: World, unit: Unit, run: Run, exit: Exit): void {
  const { host } = world;
  const { profile } = unit.service;
  const wasStarting = unit.actual.phase === 'starting';
  unit.run = null;
  happen(world, unit, { kind: 'ended', lastExit: sayExit(exit) });
  // Whoever stops it tells what became of it.
  if (run.stopping) return;
  const isWell = exit.code === 0 || exit.code === world.policy.planned;
  const lines = isWell ? [] : lastLines(host.files, unit.log, run.logFrom);
  world.tell(wasStarting ? 'failed' : 'exited', profile, {
    pid: run.pid,
    exit: sayExit(exit),
    ...(lines.length > 0 && { last: lines.at(-1) ?? '' }),
  });
  // Of one that was adopted nobody knows how it ended: it was not stopped, so it counts as a failure.
  const end: End = exit.code ?? exit.signal ?? 1;
  const because = lines.length > 0 ? tr('; it wrote: {lines}', { lines: lines.at(-1) }) : '';
  decide(world, unit, { end, startedAt: run.startedAt, endedAt: host.clock.now() }, null, because);
}

const sayExit = ({ code, signal }: Exit): string | null => (code !== null ? `exit ${code}` : signal);

/** Does what the policy says about an end. */
export function decide(
  world: World,
  unit: Unit,
  run: { end: End; startedAt: number; endedAt: number },
  why: string | null,
  because = '',
): void {
  const before = unit.history.unstable;
  const { decision, history } = afterEnd(world.policy, unit.history, run);
  unit.history = history;
  if (unit.desired.state === 'stopped' || world.isClosing) {
    happen(world, unit, { kind: 'stopped', reason: null });
    return;
  }
  if (decision.kind === 'rest') {
    happen(world, unit, { kind: 'stopped', reason: decision.reason });
  } else if (decision.kind === 'restart') {
    const { lastExit: exit } = unit.actual;
    const ended = exit === null ? tr('it ended') : tr('it ended ({exit})', { exit });
    restartLater(world, unit, decision, (why ?? ended) + because);
  } else {
    const { fleetBreaker, crashLoop } = world.app.supervisor;
    const isNew = decision.cause === 'loop' && before < crashLoop;
    if (isNew) world.breaker = noteLoop(world.breaker, fleetBreaker, unit.service.profile, run.endedAt);
    park(world, unit, `${why ?? decision.reason}${because}`, decision.until, decision.cause);
  }
}

/** No more tries by itself, or none until then: milliseconds since 1970. */
export function park(
  world: World,
  unit: Unit,
  reason: string,
  until: number | null,
  cause: 'limit' | 'loop' | null = null,
): void {
  world.tell('parked', unit.service.profile, {
    reason,
    ...(until !== null && { until: new Date(until).toISOString() }),
    ...(cause !== null && { cause }),
  });
  happen(world, unit, { kind: 'parked', reason, until });
  if (until !== null) tryAt(world, unit, until, false);
}

function restartLater(
  world: World,
  unit: Unit,
  { at, planned }: Extract<Decision, { kind: 'restart' }>,
  reason: string,
): void {
  const pause = planned ? null : pauseOf(world);
  const until = Math.max(at, pause ?? at);
  happen(world, unit, {
    kind: 'waits',
    reason: pause === null ? reason : tr('{reason}; {paused}', { reason, paused: tr(PAUSED) }),
    until,
  });
  tryAt(world, unit, until, planned);
}

const PAUSED: English = 'starts are paused, as several profiles end again and again';

const pauseOf = ({ breaker, app, host }: World): number | null =>
  pausedUntil(breaker, app.supervisor.fleetBreaker, host.clock.now());

/** @param at milliseconds since 1970 */
function tryAt(world: World, unit: Unit, at: number, planned: boolean): void {
  const { clock } = world.host;
  const waiting = new AbortController();
  unit.waiting = waiting;
  const wait = async (): Promise<void> => {
    await clock.sleep(Math.max(0, at - clock.now()), waiting.signal);
    if (waiting.signal.aborted || world.isClosing) return;
    unit.waiting = null;
    if (!planned && pauseOf(world) !== null)
      return restartLater(world, unit, { kind: 'restart', at, planned }, unit.actual.reason ?? '');
    unit.actual = { ...unit.actual, restarts: unit.actual.restarts + 1 };
    await world.begin(unit);
  };
  world.background(wait());
}
