import { describe, expect, it } from 'vitest';
import { lifecyclePath, readLifecycle, withoutEnd } from '../../src/store/lifecycle.ts';
import { type Behaviour, fakeWorld, fleetOf } from './world.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Ends the supervisor, and gives what became of it; no sleep may be left. */
async function finish(world: ReturnType<typeof fakeWorld>, over: ReturnType<typeof world.run>) {
  world.interrupt();
  await world.advance(3 * MINUTE);
  const result = await over;
  // What the fake processes would still have done is over then, too.
  await world.advance(20 * MINUTE);
  expect({ open: world.open(), listening: world.ports.interrupts.size }).toEqual({ open: 0, listening: 0 });
  return result;
}

const lifecycle = ({ host }: ReturnType<typeof fakeWorld>) => {
  const found = host.files.read(lifecyclePath('/home/u/.local/state/unitpin'));
  return readLifecycle(found.state === 'there' ? found.bytes.toString('utf8') : '');
};

describe('phase 3', () => {
  it('starts what others depend on first, and side by side what does not (K-02, K-11, B-38)', async () => {
    const world = fakeWorld(
      fleetOf(
        { profile: 'default' },
        { profile: 'a', dependsOn: ['default'] },
        { profile: 'b', dependsOn: ['default'] },
        { profile: 'c', dependsOn: ['a', 'b'] },
      ),
    );
    const over = world.run();
    await world.advance(15);
    expect(world.starts.map(({ argv }) => argv.at(-3))).toEqual(['default']);
    await world.advance(2 * SECOND);
    expect(world.starts.map(({ argv }) => argv.at(-3))).toEqual(['default', 'a', 'b', 'c']);
    expect(await world.list()).toEqual({ default: 'ready', a: 'ready', b: 'ready', c: 'ready' });
    expect(world.lines.at(-1)).toBe('4 of 4 services run');
    expect(await finish(world, over)).toEqual({ killed: [], left: [] });
  });

  it('starts manual ones only where they are needed (K-11)', async () => {
    const world = fakeWorld(
      fleetOf(
        { profile: 'base', state: 'manual' },
        { profile: 'spare', state: 'manual' },
        { profile: 'a', dependsOn: ['base'] },
        { profile: 'off', state: 'disabled' },
      ),
    );
    const over = world.run();
    await world.advance(2 * SECOND);
    expect(await world.list()).toEqual({ base: 'ready', spare: 'stopped', a: 'ready', off: 'stopped' });
    const { services } = await world.ask('GET', '/list');
    expect(
      services.map(({ configured, desired }) => `${configured} ${desired.state} by ${desired.by}`),
    ).toEqual([
      'manual running by dependency',
      'manual stopped by configuration',
      'enabled running by configuration',
      'disabled stopped by configuration',
    ]);
    await finish(world, over);
  });

  it('what depends on one that does not come is not begun; the others go on, and it comes when that does', async () => {
    const world = fakeWorld(
      fleetOf({ profile: 'bad' }, { profile: 'a', dependsOn: ['bad'] }, { profile: 'good' }),
      (profile, nth) =>
        profile === 'bad' && nth === 0 ? { endsAfter: 100, readyAfter: null, writes: 'no token\n' } : {},
    );
    const over = world.run();
    await world.advance(2 * SECOND);
    expect(await world.list()).toEqual({
      bad: 'failed: it ended (exit 1); it wrote: no token',
      a: 'stopped: it needs bad (failed)',
      good: 'ready',
    });
    expect(world.lines.at(-1)).toBe('1 of 3 services run; not: bad (failed), a (stopped)');
    await world.advance(10 * SECOND);
    expect(await world.list()).toEqual({ bad: 'ready', a: 'ready', good: 'ready' });
    await finish(world, over);
  });

  it('a profile that somebody else runs is parked with the reason, and nobody is signalled (B-03, B-28)', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a' }, { profile: 'b' }));
    const [service] = fleetOf({ profile: 'a' });
    world.fake.processes.set(7, {
      pid: 7,
      argv: service!.argv,
      environment: new Map([['HERMES_HOME', service!.home]]),
      controlGroup: '/elsewhere',
    });
    const over = world.run();
    await world.advance(2 * SECOND);
    expect(await world.list()).toEqual({
      a: 'parked: process 7 runs this profile, and was not started here: the two would end each other',
      b: 'ready',
    });
    await finish(world, over);
    expect(world.fake.processes.has(7)).toBe(true);
    expect(world.signals).toEqual(['SIGTERM b']);
  });

  it('a profile whose home is gone is not resurrected (hermes-studio #1633)', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a' }));
    const over = world.run();
    await world.advance(SECOND);
    world.host.files.rename('/home/u/.hermes/profiles/a', '/home/u/.hermes/profiles/.gone');
    world.end(world.pidOf('a'), { code: 1, signal: null });
    await world.advance(MINUTE);
    expect(await world.list()).toEqual({ a: 'parked: its home /home/u/.hermes/profiles/a is not there' });
    expect(world.host.files.kind('/home/u/.hermes/profiles/a')).toBe('absent');
    await finish(world, over);
  });

  it('gets no variable of ours but the fixed ones, and what pins comes last (B-25)', async () => {
    const world = fakeWorld(
      fleetOf({
        profile: 'a',
        environment: { PATH: '/usr/bin', HERMES_HOME: '/elsewhere' },
        pin: { HERMES_HOME: '/home/u/.hermes/profiles/a', HERMES_SUPERVISED_CHILD: '1' },
      }),
    );
    Object.assign(world.host, {
      environment: { OPENAI_API_KEY: 'sk-1', PATH: '/evil', LANG: 'C', HERMES_HOME: '/x' },
    });
    const over = world.run();
    await world.advance(SECOND);
    expect(world.starts[0]!.environment).toEqual({
      HOME: '/home/u',
      USER: 'u',
      LOGNAME: 'u',
      LANG: 'C',
      HERMES_GATEWAY_EXTERNAL_SUPERVISOR: '1',
      PATH: '/usr/bin',
      HERMES_HOME: '/home/u/.hermes/profiles/a',
      HERMES_SUPERVISED_CHILD: '1',
      UNITPIN_SUPERVISOR: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
    expect(world.starts[0]!.folder).toBe('/home/u/.hermes/profiles/a');
    await finish(world, over);
  });
});

describe('after the start', () => {
  it('exit 75 is started again at once, 78 never; a start by hand tries again', async () => {
    let exit = 75;
    const world = fakeWorld(fleetOf({ profile: 'a' }), (_, nth): Behaviour => (nth === 0 ? {} : {}));
    const over = world.run();
    await world.advance(MINUTE);
    const first = world.pidOf('a');
    world.end(first, { code: exit, signal: null });
    await world.advance(100);
    expect([world.startsOf('a'), await world.list()]).toEqual([2, { a: 'ready' }]);
    exit = 78;
    world.end(world.pidOf('a'), { code: exit, signal: null });
    await world.advance(24 * HOUR);
    expect(await world.list()).toEqual({
      a: 'parked: it exited with 78: starting it again would not mend that',
    });
    expect(world.startsOf('a')).toBe(2);
    const started = world.ask('POST', '/start', { profiles: ['a'] });
    await world.advance(SECOND);
    expect((await started).services[0]!.actual.phase).toBe('ready');
    await finish(world, over);
  });

  it('a crash loop is parked with the reason, tried again later, and disturbs nobody (K-14)', async () => {
    const world = fakeWorld(fleetOf({ profile: 'loop' }, { profile: 'good' }), (profile) =>
      profile === 'loop' ? { endsAfter: 500, writes: 'token=abc was refused\n' } : {},
    );
    const over = world.run();
    await world.advance(10 * MINUTE);
    expect(await world.list()).toEqual({
      loop: 'parked: 6 runs in a row ended early; the last: it exited with 1; it wrote: token=<redacted> was refused',
      good: 'ready',
    });
    expect([world.startsOf('loop'), world.startsOf('good')]).toEqual([6, 1]);
    // What diagnose goes by.
    expect(lifecycle(world).find(({ event }) => event === 'parked')).toMatchObject({
      profile: 'loop',
      cause: 'loop',
      instance: expect.stringMatching(/^[\da-f]{8}$/),
    });
    await world.advance(HOUR);
    expect(world.startsOf('loop')).toBe(8);
    await finish(world, over);
  });

  it('three crash loops pause other starts, and nothing that runs', async () => {
    const world = fakeWorld(
      fleetOf({ profile: 'a' }, { profile: 'b' }, { profile: 'c' }, { profile: 'good' }),
      (profile) => (profile === 'good' ? {} : { endsAfter: 500 }),
    );
    const over = world.run();
    await world.advance(4 * MINUTE + 30 * SECOND);
    expect(await world.list()).toMatchObject({ a: expect.stringMatching(/^parked/), good: 'ready' });
    world.end(world.pidOf('good'), { code: 1, signal: null });
    await world.advance(MINUTE);
    expect((await world.list()).good).toBe(
      'failed: it ended (exit 1); starts are paused, as several profiles end again and again',
    );
    await world.advance(10 * MINUTE);
    expect((await world.list()).good).toBe('ready');
    await finish(world, over);
  });

  it('a program that cannot be started is told, and nothing is thrown (B-18)', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a' }), () => ({ refused: 'cannot start /x: ENOENT' }));
    const over = world.run();
    await world.advance(SECOND);
    expect(await world.list()).toEqual({ a: 'failed: cannot start /x: ENOENT' });
    expect(lifecycle(world)).toContainEqual(
      expect.objectContaining({ event: 'failed', cause: 'not-executed' }),
    );
    await finish(world, over);
  });

  it('follows what unitpin.yaml says: new ones, gone ones, and only what has changed is restarted (K-26)', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a' }, { profile: 'b' }, { profile: 'c' }));
    const over = world.run();
    await world.advance(SECOND);
    const before = world.pidOf('a');
    world.host.files.makeFolder('/home/u/.hermes/profiles/d');
    Object.assign(world.ports, {
      load: fleetOf({ profile: 'a' }, { profile: 'b', environment: { X: '1' } }, { profile: 'd' }),
      fingerprint: 'another',
    });
    world.ports.changed();
    await world.advance(2 * SECOND);
    expect(await world.list()).toEqual({ a: 'ready', b: 'ready', d: 'ready' });
    expect([world.pidOf('a'), world.pidOf('c'), world.startsOf('b')]).toEqual([before, 0, 2]);
    expect(world.lines).toContain('b: restarted: its environment has changed (X)');
    await finish(world, over);
  });

  it('who asks it to look again is told who is started and who is stopped', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a' }, { profile: 'b', state: 'disabled' }));
    const over = world.run();
    await world.advance(SECOND);
    world.ports.load = fleetOf({ profile: 'a', state: 'disabled' }, { profile: 'b' });
    const asked = world.ask('POST', '/rescan', {});
    await world.advance(2 * SECOND);
    expect(await asked).toMatchObject({
      added: [],
      removed: [],
      started: ['b'],
      stopped: ['a'],
      restarted: [],
    });
    expect(await world.list()).toEqual({ a: 'stopped', b: 'ready' });
    await finish(world, over);
  });

  it('a program that ends at once is not missed, however fast it is (B-31)', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a' }), (_, nth) => (nth === 0 ? { endsAfter: 0 } : {}));
    const over = world.run();
    await world.advance(MINUTE);
    expect([world.startsOf('a'), await world.list()]).toEqual([2, { a: 'ready' }]);
    await finish(world, over);
  });

  it('a state that is set holds until unitpin.yaml says something else, and no file is touched (B-41)', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a' }, { profile: 'b' }));
    const over = world.run();
    await world.advance(SECOND);
    const disabling = world.ask('POST', '/state', { profile: 'a', state: 'disabled' });
    await world.advance(SECOND);
    expect((await disabling).services[0]).toMatchObject({
      configured: 'disabled',
      desired: { state: 'stopped' },
    });
    await world.advance(HOUR);
    expect(await world.list()).toEqual({ a: 'stopped', b: 'ready' });
    expect(world.host.files.list('/home/u/.hermes/profiles/a').map(({ name }) => name)).not.toContain(
      'unitpin.yaml',
    );
    await finish(world, over);
  });

  it('an unitpin.yaml that is empty for a moment ends nothing', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a' }));
    const over = world.run();
    await world.advance(SECOND);
    const pid = world.pidOf('a');
    Object.assign(world.ports, { load: [], fingerprint: 'empty' });
    await world.advance(MINUTE);
    expect(world.lines).toContain('warning: everything goes on as before: no profile is named any more');
    expect(world.pidOf('a')).toBe(pid);
    await finish(world, over);
  });

  it('goes on as it was when unitpin.yaml is broken, and says so', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a' }));
    const given = world.given();
    let isBroken = false;
    const { supervise } = await import('../../src/supervisor/supervise.ts');
    const over = supervise({
      ...given,
      async load() {
        if (isBroken) throw new Error('unitpin.yaml: no such key');
        return given.load();
      },
    });
    await world.advance(SECOND);
    isBroken = true;
    world.ports.fingerprint = 'another';
    await world.advance(MINUTE);
    expect(world.lines).toContain('warning: everything goes on as before: unitpin.yaml: no such key');
    expect(await world.list()).toEqual({ a: 'ready' });
    await finish(world, over);
  });

  it('one that is slow to get ready is not ended, and is ready when it is (B-20)', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a', readyTimeout: 5 }), () => ({ readyAfter: 20 * SECOND }));
    const over = world.run();
    await world.advance(10 * SECOND);
    expect(await world.list()).toEqual({ a: 'failed: it runs, and is not ready: it is still starting' });
    await world.advance(MINUTE);
    expect([await world.list(), world.startsOf('a')]).toEqual([{ a: 'ready' }, 1]);
    await finish(world, over);
  });
});

describe('the end', () => {
  it('stops all at the same time: notice, SIGTERM, and SIGKILL for its own group after its time (K-16, K-17)', async () => {
    const world = fakeWorld(
      fleetOf({ profile: 'a' }, { profile: 'b', stopTimeout: 10 }, { profile: 'c' }),
      (profile) => (profile === 'b' ? { termMs: null } : { termMs: 5 * SECOND }),
    );
    const over = world.run();
    await world.advance(SECOND);
    const start = world.clock.now();
    world.interrupt();
    await world.advance(5_100);
    const notice = world.host.files.read('/home/u/.hermes/profiles/a/.gateway-planned-stop.json');
    expect(JSON.parse(notice.state === 'there' ? notice.bytes.toString() : '')).toMatchObject({
      target_pid: 1001,
      target_start_time: 1001,
    });
    expect(world.signals).toEqual(['SIGTERM a', 'SIGTERM b', 'SIGTERM c']);
    await world.advance(6 * SECOND);
    expect(await over).toEqual({ killed: ['b'], left: [] });
    expect(world.signals.at(-1)).toBe('SIGKILL b group');
    expect(world.clock.now() - start).toBeLessThan(12 * SECOND);
    expect(withoutEnd(lifecycle(world))).toEqual([]);
    const stopped = lifecycle(world).filter(({ event }) => event === 'stopped');
    expect(stopped.map(({ profile, cause }) => [profile, cause])).toEqual([
      ['a', undefined],
      ['c', undefined],
      ['b', 'time-out'],
    ]);
  });

  it.each([1, -1])(
    'a time of day that is set kills nothing early, and nothing late (%i day)',
    async (days) => {
      const world = fakeWorld(fleetOf({ profile: 'a', stopTimeout: 10 }), () => ({ termMs: null }));
      const over = world.run();
      await world.advance(SECOND);
      world.interrupt();
      await world.advance(SECOND);
      world.setAhead(days * 24 * 60 * MINUTE);
      await world.advance(8 * SECOND);
      expect(world.signals).toEqual(['SIGTERM a']);
      await world.advance(2 * SECOND);
      expect(world.signals).toEqual(['SIGTERM a', 'SIGKILL a group']);
      expect(await over).toEqual({ killed: ['a'], left: [] });
    },
  );

  it('a second Ctrl-C leaves them five seconds, a third none (K-18)', async () => {
    for (const [times, seconds] of [
      [2, 5],
      [3, 0],
    ] as const) {
      const world = fakeWorld(fleetOf({ profile: 'a' }), () => ({ termMs: null }));
      const over = world.run();
      await world.advance(SECOND);
      for (let n = 0; n < times; n++) world.interrupt();
      await world.advance(seconds * SECOND - 100);
      expect(world.signals).toEqual(times === 3 ? ['SIGTERM a', 'SIGKILL a group'] : ['SIGTERM a']);
      await world.advance(300);
      expect(await over).toEqual({ killed: ['a'], left: [] });
      expect(lifecycle(world).at(-1)).toMatchObject({ event: 'stopped', reason: 'killed', cause: 'hurry' });
    }
  });

  it('can be interrupted in the middle of the start: what waits is not begun, each start has an end (B-37)', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a' }, { profile: 'b', dependsOn: ['a'] }, { profile: 'c' }));
    const over = world.run();
    await world.advance(12);
    world.interrupt();
    await world.advance(MINUTE);
    expect(await over).toEqual({ killed: [], left: [] });
    expect(world.startsOf('b')).toBe(0);
    expect([...world.fake.processes.keys()]).toEqual([]);
    expect(withoutEnd(lifecycle(world))).toEqual([]);
  });

  it('leaves no record, no lock and no socket behind', async () => {
    const world = fakeWorld(fleetOf({ profile: 'a' }));
    const over = world.run();
    await world.advance(SECOND);
    const [folder] = world.host.files.list('/home/u/.local/state/unitpin/supervisor');
    const list = () =>
      world.host.files
        .list(`/home/u/.local/state/unitpin/supervisor/${folder!.name}`)
        .map(({ name }) => name);
    expect(list()).toEqual(['instance.json', 'logs', 'supervisor.lock']);
    await finish(world, over);
    expect(list()).toEqual(['logs']);
  });
});

describe('24 hours', () => {
  it('of restarts keep timers, listeners and the record as small as they were (B-29, B-43)', async () => {
    // One crashes every few minutes, one at once, one is planned, one is fine.
    const behave = (profile: string): Behaviour =>
      ({
        crashes: { endsAfter: 7 * MINUTE },
        loops: { endsAfter: 300 },
        planned: { endsAfter: 10 * MINUTE, exit: { code: 75, signal: null } },
      })[profile] ?? {};
    const world = fakeWorld(
      fleetOf({ profile: 'crashes' }, { profile: 'loops' }, { profile: 'planned' }, { profile: 'fine' }),
      (profile) => behave(profile),
    );
    const over = world.run();
    await world.advance(HOUR);
    const timers = world.open();
    await world.advance(23 * HOUR);
    expect(world.open()).toBeLessThanOrEqual(timers + 2);
    expect(world.startsOf('crashes')).toBeGreaterThan(190);
    expect(world.startsOf('planned')).toBeGreaterThanOrEqual(143);
    expect(world.startsOf('loops')).toBeLessThan(60);
    expect(world.startsOf('fine')).toBe(1);
    expect(world.fake.processes.size).toBeLessThanOrEqual(4);
    await finish(world, over);
  });
});
