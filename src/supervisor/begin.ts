import { tr } from '../texts/tr.ts';
import { decide, park, runEnded } from './after-end.ts';
import { spawnRequest } from './child.ts';
import { noteStart } from './restart-policy.ts';
import { forgetTry, happen, type Run, type Unit, type World } from './unit.ts';

/** Starts a service, and waits until it is ready, or is not going to be. Nothing happens where it runs or is begun already. */
export async function begin(world: World, unit: Unit): Promise<void> {
  const { host, app, children } = world;
  const { service } = unit;
  const { profile } = service;
  if (unit.run || unit.actual.phase === 'starting' || world.isClosing) return;
  forgetTry(unit);
  unit.blocked = false;
  happen(world, unit, { kind: 'begun' });
  world.tell('starting', profile);
  const obstacle = await world.obstacle(service);
  if (world.isClosing || unit.desired.state === 'stopped') {
    world.tell('interrupted', profile);
    happen(world, unit, { kind: 'stopped', reason: null });
    return;
  }
  if (obstacle !== null) {
    world.tell('failed', profile, { reason: obstacle });
    park(world, unit, obstacle, host.clock.now() + app.supervisor.restartMaxDelay * 1_000);
    return;
  }
  const logFrom = host.files.stat(unit.log).size ?? 0;
  const startedAt = host.clock.now();
  unit.history = noteStart(world.policy, unit.history, startedAt);
  const spawned = await children.spawn(spawnRequest(host, app, service, unit.log));
  if (spawned.state === 'refused') {
    const { reason } = spawned;
    world.tell('failed', profile, { reason, cause: 'not-executed' });
    decide(world, unit, { end: NOT_EXECUTED, startedAt, endedAt: host.clock.now() }, reason);
    return;
  }
  const { pid, exited: ended } = spawned;
  const stat = host.processes.stat(pid);
  const start = typeof stat === 'string' ? null : stat.start;
  const run: Run = { pid, start, startedAt, own: true, logFrom, stopping: false, ended };
  await keep(world, unit, run, 'spawned');
}

/** What systemd says where a program cannot be executed (systemd.exec(5)). */
const NOT_EXECUTED = 203;
/** From one look at a process that does not get ready to the next. Milliseconds. */
const LATE_PAUSE = 30_000;

/** Watches over a process from its first moment to its end. Gives when it is ready, is not in time, or has ended. */
export async function keep(world: World, unit: Unit, run: Run, how: 'spawned' | 'adopted'): Promise<void> {
  const { profile } = unit.service;
  unit.run = run;
  happen(world, unit, { kind: how, pid: run.pid });
  world.background(
    run.ended.then((exit) => {
      if (unit.run === run) runEnded(world, unit, run, exit);
    }),
  );
  // Whoever was stopped while it was being started.
  if (world.isClosing || unit.desired.state === 'stopped') return world.tell('interrupted', profile);
  if (!(await lookUntilReady(world, unit, run))) world.background(lookLater(world, unit, run));
}

/** Whether there is nothing more to wait for. */
async function lookUntilReady(world: World, unit: Unit, run: Run): Promise<boolean> {
  const seen = await world.ready(unit);
  if (seen === null || unit.run !== run || run.stopping || world.isClosing) return true;
  const { profile } = unit.service;
  if ('warning' in seen) {
    const { warning } = seen;
    world.tell(warning === null ? 'ready' : 'degraded', profile, {
      pid: run.pid,
      ...(warning !== null && { reason: warning }),
    });
    happen(world, unit, { kind: 'ready', warning });
    return true;
  }
  if (unit.actual.phase === 'starting') world.tell('failed', profile, { pid: run.pid, reason: seen.lacks });
  happen(world, unit, {
    kind: 'late',
    reason: tr('it runs, and is not ready: {lacks}', { lacks: seen.lacks }),
  });
  return false;
}

/** One that is slow is not ended: it may still come (hermes-studio #305). */
async function lookLater(world: World, unit: Unit, run: Run): Promise<void> {
  const gone = new AbortController();
  void run.ended.then(() => gone.abort());
  do await world.host.clock.sleep(LATE_PAUSE, gone.signal);
  while (unit.run === run && !run.stopping && !(await lookUntilReady(world, unit, run)));
}
