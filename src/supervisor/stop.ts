import type { Host } from '../host/host.ts';
import type { App } from '../model/app.ts';
import { lockState } from '../runtime/lock-state.ts';
import { isSameStart } from '../runtime/same-process.ts';
import { tr } from '../texts/tr.ts';
import { forgetTry, happen, type Run, type Unit, type World } from './unit.ts';

/** What became of a service that was stopped. `killed`: it did not end in its time. `left`: it is there all the same. */
export type Stopped = 'ended' | 'killed' | 'left' | 'not-running';

/** Milliseconds. */
const POLL = 50;
/** What is killed is gone after this, or cannot be ended by us. */
const GRACE = 5_000;

/**
 * Stops a service: a notice that it is planned, SIGTERM, and SIGKILL when its own time-out is over, or somebody is in a
 * hurry. It has ended when its process is gone and its lock is free.
 */
export async function stopUnit(world: World, unit: Unit): Promise<Stopped> {
  const { host, children } = world;
  const { service } = unit;
  const { clock } = host;
  forgetTry(unit);
  unit.blocked = false;
  // What is being spawned has no process yet, and what another stops is waited for.
  while ((unit.actual.phase === 'starting' && !unit.run) || unit.actual.phase === 'stopping')
    await clock.sleep(POLL);
  const { run } = unit;
  if (!run) {
    if (unit.actual.phase !== 'stopped') happen(world, unit, { kind: 'stopped', reason: null });
    return 'not-running';
  }
  run.stopping = true;
  if (unit.actual.phase === 'starting') world.tell('interrupted', service.profile);
  world.tell('stopping', service.profile, { pid: run.pid });
  happen(world, unit, { kind: 'stopping' });
  announce(world, unit, run);
  children.signal(run, 'SIGTERM', false);
  const until = clock.elapsed() + service.stopTimeout * 1_000;
  let killed: number | null = null;
  for (;;) {
    if (isGone(host, unit, run) && isLockFree(host, world.app, service.home, run)) break;
    const now = clock.elapsed();
    if (killed === null && now >= Math.min(until, world.hurryUntil)) {
      killed = now;
      children.signal(run, 'SIGKILL', run.own);
    }
    if (killed !== null && now >= killed + GRACE) break;
    await clock.sleep(POLL);
  }
  return settle(world, unit, run, killed === null ? null : killed < until ? 'hurry' : 'time-out');
}

function settle(world: World, unit: Unit, run: Run, killed: 'time-out' | 'hurry' | null): Stopped {
  const { profile } = unit.service;
  if (unit.run === run) {
    if (!isGone(world.host, unit, run)) {
      const reason = tr('process {pid} is still there', { pid: run.pid });
      run.stopping = false;
      world.tell('failed', profile, { pid: run.pid, reason });
      happen(world, unit, { kind: 'still-there', reason });
      return 'left';
    }
    unit.run = null;
    happen(world, unit, { kind: 'ended', lastExit: null });
  }
  world.tell('stopped', profile, {
    pid: run.pid,
    exit: unit.actual.lastExit,
    ...(killed && { reason: 'killed', cause: killed }),
  });
  happen(world, unit, {
    kind: 'stopped',
    reason: killed ? tr('it did not end in its time, and was killed') : null,
  });
  return killed ? 'killed' : 'ended';
}

/** The app's own file by which it knows that the SIGTERM that follows is meant. Without it only the exit code differs. */
function announce({ host, app }: World, { service }: Unit, { pid, start }: Run): void {
  const { plannedStop } = app;
  if (!plannedStop) return;
  const notice = {
    [plannedStop.pid]: pid,
    [plannedStop.start]: start,
    [plannedStop.by]: host.processes.own().pid,
    [plannedStop.at]: new Date(host.clock.now()).toISOString(),
  };
  try {
    host.files.writeAtomic(`${service.home}/${plannedStop.file}`, JSON.stringify(notice), {
      mode: 0o600,
      fleeting: true,
    });
  } catch {
    // A full disk is no reason to leave it running.
  }
}

/** Of a child we are told; of an adopted one its number and start have to tell. */
function isGone({ processes, platform }: Host, unit: Unit, run: Run): boolean {
  if (unit.run !== run) return true;
  if (run.own) return false;
  const stat = processes.stat(run.pid);
  if (typeof stat === 'string') return stat === 'absent';
  return stat.state === 'Z' || (run.start !== null && !isSameStart({ platform }, stat.start, run.start));
}

/** Another gateway that has taken it meanwhile is nobody we wait for. */
function isLockFree(host: Host, app: App, home: string, { pid }: Run): boolean {
  const lock = lockState(host, app, home);
  return lock.state !== 'held' || lock.pid !== pid;
}
