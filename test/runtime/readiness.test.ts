import { describe, expect, it } from 'vitest';
import { type Awaited, awaitReady } from '../../src/runtime/readiness.ts';
import { sayAll } from '../../src/runtime/readiness-text.ts';
import { showUnits } from '../../src/systemd/systemctl.ts';
import { type FakeHost, fakeHost, HEALTHY, running, STOPPED } from '../ops/fakes.ts';
import { app, gateway, service } from '../ops/fixtures.ts';
import { START } from '../support/fake-processes.ts';

const UNIT = 'hermes-gateway-code.service';
const CODE: Awaited = { service: service('code'), unit: UNIT, old: null };

async function wait(fake: FakeHost, ...awaited: Awaited[]) {
  const { host, now } = fake;
  const start = now();
  const told: string[] = [];
  const bus = {
    exec: host.exec,
    scope: 'user',
    uid: 1000,
    user: 'u',
    elapsed: host.clock.elapsed,
    environment: {},
  } as const;
  const show = (units: readonly string[]) => showUnits(bus, units);
  const result = await awaitReady(host, app, awaited, show, (waiting) => {
    const line = `waiting for ${waiting.map(({ unit, missing }) => `${unit} (${sayAll(missing)})`).join(', ')}`;
    if (line !== told.at(-1)) told.push(line);
  });
  const ready = result.ready.map(({ unit, pid, warnings }) => ({
    unit,
    pid,
    ...(warnings.length > 0 && { warnings: sayAll(warnings) }),
  }));
  const failed = result.failed.map(({ unit, missing }) => ({ unit, missing: sayAll(missing) }));
  return { ready, failed, told, ms: now() - start, polls: fake.calls.length };
}

/** A host on which the unit runs these words as process 7. */
function hostRunning(argv: string[]): FakeHost {
  const fake = fakeHost();
  fake.units.set(UNIT, running(fake.spawn(argv, {}, 7)));
  return fake;
}

// G-26
describe('ready', () => {
  it('when the same process has been right for a second', async () => {
    const { ready, failed, told, ms } = await wait(hostRunning(gateway('code')), CODE);
    expect({ ready, failed, told }).toEqual({
      ready: [{ unit: UNIT, pid: 7 }],
      failed: [],
      told: [`waiting for ${UNIT} (settling)`],
    });
    expect(ms).toBeGreaterThanOrEqual(1_000);
    expect(ms).toBeLessThan(1_300);
  });

  it('at once when nothing is awaited', async () => {
    expect(await wait(fakeHost())).toEqual({ ready: [], failed: [], told: [], ms: 0, polls: 0 });
  });

  it('as soon as it has left "starting", by its own file', async () => {
    const fake = hostRunning(gateway('code'));
    const path = '/home/u/.hermes/profiles/code/gateway_state.json';
    const says = (pid: number, state: string) =>
      fake.host.files.writeAtomic(path, JSON.stringify({ pid, gateway_state: state }), { mode: 0o600 });
    says(7, 'starting');
    const start = fake.now();
    fake.events.sleep = () => (fake.now() - start >= 2_000 ? says(7, 'degraded') : undefined);
    const { ready, told, ms } = await wait(fake, CODE);
    expect(ready).toEqual([{ unit: UNIT, pid: 7, warnings: 'it is degraded' }]);
    expect(told).toEqual([`waiting for ${UNIT} (it is still starting)`, `waiting for ${UNIT} (settling)`]);
    expect(ms).toBeGreaterThanOrEqual(3_000);
  });

  it('whatever the file says of another process, or when it is no JSON', async () => {
    for (const text of ['{"pid": 8, "gateway_state": "starting"}', 'null', '{']) {
      const fake = hostRunning(gateway('code'));
      const path = '/home/u/.hermes/profiles/code/gateway_state.json';
      fake.host.files.writeAtomic(path, text, { mode: 0o600 });
      expect((await wait(fake, CODE)).failed).toEqual([]);
    }
  });

  it('only when the process of before is gone', async () => {
    const fake = hostRunning(gateway('code'));
    const start = fake.now();
    fake.events.sleep = () => {
      if (fake.now() - start >= 5_000) fake.units.set(UNIT, running(fake.spawn(gateway('code'), {}, 8)));
    };
    const { ready, told } = await wait(fake, { ...CODE, old: 7 });
    expect(ready).toEqual([{ unit: UNIT, pid: 8 }]);
    expect(told[0]).toBe(`waiting for ${UNIT} (the old process still runs)`);
  });

  it('for a hundred units with one call a poll', async () => {
    const fake = fakeHost();
    const many = Array.from({ length: 100 }, (_, index) => {
      const one = service(`p${index}`);
      const unit = `${one.unit}.service`;
      fake.units.set(unit, running(fake.spawn(gateway(`p${index}`))));
      return { service: one, unit, old: null };
    });
    const one = await wait(hostRunning(gateway('code')), CODE);
    const hundred = await wait(fake, ...many);
    expect(hundred.ready.length).toBe(100);
    expect(hundred.polls).toBe(one.polls);
    expect(one.polls).toBeLessThan(15);
  });
});

describe('where nothing else could end its process', () => {
  const CALM: Awaited = { ...CODE, settles: false };
  const path = '/home/u/.hermes/profiles/code/gateway_state.json';
  const says = (fake: FakeHost, pid: number, state: string) =>
    fake.host.files.writeAtomic(path, JSON.stringify({ pid, gateway_state: state }), { mode: 0o600 });

  it('ready by its own word, when it is the process of the look before', async () => {
    const fake = hostRunning(gateway('code'));
    says(fake, 7, 'running');
    const { ready, ms, polls } = await wait(fake, CALM);
    expect([ready, polls]).toEqual([[{ unit: UNIT, pid: 7 }], 2]);
    expect(ms).toBeLessThan(100);
  });

  it('one that says nothing has to stay all the same', async () => {
    expect((await wait(hostRunning(gateway('code')), CALM)).ms).toBeGreaterThanOrEqual(1_000);
  });

  it('not as long as each look sees another process, or another count of restarts', async () => {
    const processes = hostRunning(gateway('code'));
    says(processes, 7, 'running');
    let pid = 7;
    processes.events.sleep = () => {
      if (pid >= 12) return;
      processes.units.set(UNIT, running(processes.spawn(gateway('code'), {}, ++pid)));
      says(processes, pid, 'running');
    };
    expect((await wait(processes, CALM)).ready).toEqual([{ unit: UNIT, pid: 12 }]);

    const counts = hostRunning(gateway('code'));
    says(counts, 7, 'running');
    let restarts = 0;
    counts.events.sleep = () => {
      if (restarts < 5) counts.units.set(UNIT, { ...running(7), NRestarts: ++restarts });
    };
    expect((await wait(counts, CALM)).polls).toBe(7);
  });
});

describe('never ready', () => {
  const within = (seconds: number): Awaited => ({
    ...CODE,
    service: service('code', { readyTimeout: seconds }),
  });

  it.each([
    ['the wrong profile', gateway('work'), 'it runs work'],
    [
      'the sticky file',
      [...gateway('code').slice(0, 1), 'gateway', 'run'],
      'it runs whatever the sticky file said when it started',
    ],
    ['no gateway', ['/bin/sleep', '9'], 'no gateway runs in it yet, only /bin/sleep 9'],
  ])('%s', async (_, argv, missing) => {
    const { ready, failed, ms } = await wait(hostRunning(argv), within(5));
    expect({ ready, failed }).toEqual({ ready: [], failed: [{ unit: UNIT, missing }] });
    expect(ms).toBeGreaterThanOrEqual(5_000);
    expect(ms).toBeLessThan(5_500);
  });

  it.each([
    [undefined, 'the manager says it is not-found'],
    [{ ...STOPPED, LoadState: 'masked' }, 'the manager says it is masked'],
    [
      { ...STOPPED, ActiveState: 'activating', SubState: 'auto-restart', Result: 'exit-code' },
      'it is activating (auto-restart, exit-code)',
    ],
    [STOPPED, 'it is inactive (dead)'],
  ])('%#: what the manager says', async (unit, missing) => {
    const fake = fakeHost();
    if (unit) fake.units.set(UNIT, unit);
    expect((await wait(fake, within(2))).failed).toEqual([{ unit: UNIT, missing }]);
  });

  it('a process that is replaced again and again', async () => {
    const fake = hostRunning(gateway('code'));
    let next = 100;
    let moved = fake.now();
    fake.events.sleep = () => {
      if (fake.now() - moved < 900) return;
      moved = fake.now();
      fake.units.set(UNIT, running(fake.spawn(gateway('code'), {}, next++)));
    };
    const { failed, ms } = await wait(fake, within(10));
    expect(failed).toEqual([{ unit: UNIT, missing: 'its process does not stay' }]);
    expect(ms).toBeGreaterThanOrEqual(11_000);
    expect(ms).toBeLessThan(11_500);
  });

  it('a unit that the manager has given up: nobody waits for the time-out', async () => {
    const fake = fakeHost();
    fake.units.set(UNIT, { ...STOPPED, ActiveState: 'failed', SubState: 'failed', Result: 'exit-code' });
    const { failed, ms } = await wait(fake, CODE);
    expect(failed).toEqual([{ unit: UNIT, missing: 'it is failed (failed, exit-code)' }]);
    expect(ms).toBeLessThan(1_500);
  });

  it('each by its own time, 60 s without one; the others get ready meanwhile', async () => {
    const fake = fakeHost();
    const units = ['a', 'b', 'c'].map((name) => ({ ...CODE, unit: `${name}.service` }));
    fake.units.set('b.service', running(fake.spawn(gateway('code'))));
    const { ready, failed, ms } = await wait(fake, { ...within(3), unit: 'a.service' }, ...units.slice(1));
    expect(ready.map(({ unit }) => unit)).toEqual(['b.service']);
    expect(failed.map(({ unit }) => unit)).toEqual(['a.service', 'c.service']);
    expect(ms).toBeGreaterThanOrEqual(60_000);
    expect(ms).toBeLessThan(60_500);
  });

  it('the ready ones come in the order in which they were awaited, however fast each was', async () => {
    const fake = fakeHost();
    const units = ['a', 'b'].map((name) => ({ ...CODE, unit: `${name}.service` }));
    fake.units.set('b.service', running(fake.spawn(gateway('code'))));
    const start = fake.now();
    const slow = fake.spawn(gateway('code'));
    fake.events.sleep = () => {
      if (fake.now() - start >= 2_000) fake.units.set('a.service', running(slow));
    };
    const { ready } = await wait(fake, ...units);
    expect(ready.map(({ unit }) => unit)).toEqual(['a.service', 'b.service']);
  });

  it('a passing failure of a restart does not count', async () => {
    const fake = fakeHost();
    fake.units.set(UNIT, { ...STOPPED, ActiveState: 'failed', SubState: 'failed' });
    const start = fake.now();
    fake.events.sleep = () => {
      if (fake.now() - start >= 500) fake.units.set(UNIT, running(fake.spawn(gateway('code'), {}, 9)));
    };
    fake.spawn(gateway('code'), {}, 9);
    const { ready } = await wait(fake, CODE);
    expect(ready).toEqual([{ unit: UNIT, pid: 9 }]);
  });

  it('a time shorter than it takes to settle is enough for one that is right at once', async () => {
    expect((await wait(hostRunning(gateway('code')), within(0.2))).ready).toEqual([{ unit: UNIT, pid: 7 }]);
  });
});

describe('the state file', () => {
  const HOME = '/home/u/.hermes/profiles/code';
  const says = ({ host }: FakeHost, state: object) =>
    host.files.writeAtomic(`${HOME}/gateway_state.json`, JSON.stringify(state), { mode: 0o600 });

  it.each([
    ['running', []],
    ['a word of tomorrow', []],
    ['draining', [{ unit: UNIT, missing: 'it says that it is draining' }]],
    ['stopped', [{ unit: UNIT, missing: 'it says that it is stopped' }]],
    ['startup_failed', [{ unit: UNIT, missing: 'it says that it is startup_failed' }]],
    ['starting', [{ unit: UNIT, missing: 'it is still starting' }]],
  ])('says %s of this process', async (phase, failed) => {
    const fake = hostRunning(gateway('code'));
    says(fake, { pid: '7', start_time: START, gateway_state: phase });
    const one = { ...CODE, service: service('code', { readyTimeout: 2 }) };
    expect((await wait(fake, one)).failed).toEqual(failed);
  });

  it('of an earlier process with the same number is no witness', async () => {
    const fake = hostRunning(gateway('code'));
    says(fake, { pid: 7, start_time: START - 1, gateway_state: 'starting' });
    expect((await wait(fake, CODE)).ready).toEqual([{ unit: UNIT, pid: 7 }]);
  });

  it('names what is wrong with one that is degraded', async () => {
    const fake = hostRunning(gateway('code'));
    const platforms = {
      telegram: { state: 'connected' },
      discord: { state: 'retrying', error_message: 'no route' },
    };
    says(fake, { pid: 7, gateway_state: 'degraded', platforms });
    expect((await wait(fake, CODE)).ready).toEqual([
      { unit: UNIT, pid: 7, warnings: 'it is degraded, discord is retrying (no route)' },
    ]);
  });
});

describe('with an API server', () => {
  const PORT = 8650;
  const ENV = { API_SERVER_KEY: 'a-key-of-sixteen-and-more', API_SERVER_PORT: String(PORT) };
  const within = (seconds: number): Awaited => ({
    ...CODE,
    service: service('code', { readyTimeout: seconds }),
  });

  /** A unit that runs the profile as process 7, with an API server. */
  function serving(): FakeHost {
    const fake = fakeHost({ 'proc/net/tcp': '  sl\n' });
    fake.units.set(UNIT, running(fake.spawn(gateway('code'), ENV, 7)));
    return fake;
  }

  it('when /health answers from this process', async () => {
    const fake = serving();
    const start = fake.now();
    fake.events.sleep = () => (fake.now() - start >= 3_000 ? fake.listen(7, PORT) : undefined);
    const { ready, told, ms } = await wait(fake, within(30));
    expect(ready).toEqual([{ unit: UNIT, pid: 7 }]);
    expect(told).toEqual([
      `waiting for ${UNIT} (nobody listens on 127.0.0.1:8650)`,
      `waiting for ${UNIT} (it has not answered yet)`,
      `waiting for ${UNIT} (settling)`,
    ]);
    expect(ms).toBeGreaterThanOrEqual(4_000);
    expect(ms).toBeLessThan(5_000);
  });

  it('when a process that it has started listens', async () => {
    const fake = serving();
    fake.processes.set(8, { pid: 8, argv: ['python', 'serve'], parent: 7 });
    fake.listen(8, PORT);
    expect((await wait(fake, CODE)).ready).toEqual([{ unit: UNIT, pid: 7 }]);
  });

  it.each([
    [302, 'http://127.0.0.1:8650/health answers with 302: a redirect, which is not followed'],
    [503, 'http://127.0.0.1:8650/health answers with 503'],
  ])('never, when it answers with %i', async (status, missing) => {
    const fake = serving();
    fake.listen(7, PORT, { state: 'answered', status, body: '', ms: 1 });
    expect((await wait(fake, within(2))).failed).toEqual([{ unit: UNIT, missing }]);
  });

  it('never, when somebody else has its port: told with pid and command', async () => {
    const fake = serving();
    fake.spawn(['nginx', '-g', 'daemon off;'], {}, 77);
    fake.listen(77, PORT);
    expect((await wait(fake, within(2))).failed).toEqual([
      { unit: UNIT, missing: '127.0.0.1:8650 is taken by process 77 (nginx -g daemon off;)' },
    ]);
  });

  it('with a warning, when it says itself that it goes on without its port', async () => {
    const fake = serving();
    fake.spawn(['nginx'], {}, 77);
    fake.listen(77, PORT);
    const state = {
      pid: 7,
      gateway_state: 'degraded',
      platforms: { api_server: { state: 'retrying' } },
    };
    const path = '/home/u/.hermes/profiles/code/gateway_state.json';
    fake.host.files.writeAtomic(path, JSON.stringify(state), { mode: 0o600 });
    expect((await wait(fake, within(5))).ready).toEqual([
      {
        unit: UNIT,
        pid: 7,
        warnings: 'it is degraded, api_server is retrying; 127.0.0.1:8650 is taken by process 77 (nginx)',
      },
    ]);
  });

  it('with a warning, when it has bound another port, which is told and not written back', async () => {
    const fake = serving();
    fake.listen(7, 8700);
    expect((await wait(fake, within(5))).ready).toEqual([
      { unit: UNIT, pid: 7, warnings: 'it listens on port 8700, not on 8650 as configured' },
    ]);
  });

  it('another port that does not answer either is named', async () => {
    const fake = serving();
    fake.listen(7, 8700, null);
    expect((await wait(fake, within(2))).failed).toEqual([
      { unit: UNIT, missing: 'nobody listens on 127.0.0.1:8650; it listens on 127.0.0.1:8700' },
    ]);
  });

  it('where owners cannot be told, the answer has to be the app’s', async () => {
    for (const [answer, isReady] of [
      [HEALTHY, true],
      [{ state: 'answered', status: 200, body: '<html>', ms: 1 }, false],
    ] as const) {
      const fake = serving();
      fake.listen(7, PORT, answer);
      fake.host.net.socketOwners = () => new Map();
      expect((await wait(fake, within(2))).ready.length).toBe(isReady ? 1 : 0);
    }
  });

  it('one that hangs delays nobody', async () => {
    const fake = serving();
    fake.listen(7, PORT);
    let asked = 0;
    fake.host.net.get = () => {
      asked++;
      return new Promise(() => {});
    };
    const other = service('work');
    fake.units.set('work.service', running(fake.spawn(gateway('work'), {}, 8)));
    const { ready, failed, ms } = await wait(fake, within(5), {
      service: other,
      unit: 'work.service',
      old: null,
    });
    expect(ready).toEqual([{ unit: 'work.service', pid: 8 }]);
    expect(failed).toEqual([{ unit: UNIT, missing: 'it has not answered yet' }]);
    expect(asked).toBe(1);
    expect(ms).toBeLessThan(5_500);
  });

  it('is asked about its health once, and again only as long as that was not well', async () => {
    const fake = serving();
    fake.listen(7, PORT);
    let asked = 0;
    const { get } = fake.host.net;
    fake.host.net.get = async (url, options) => (++asked < 3 ? { state: 'refused' } : get(url, options));
    expect((await wait(fake, within(5))).ready.length).toBe(1);
    expect(asked).toBe(3);
  });
});
