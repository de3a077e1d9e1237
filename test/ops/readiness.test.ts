import { describe, expect, it } from 'vitest';
import { type Awaited, awaitReady } from '../../src/ops/readiness.ts';
import { showUnits } from '../../src/systemd/systemctl.ts';
import { type FakeHost, fakeHost, running, STOPPED } from './fakes.ts';
import { app, gateway, service } from './fixtures.ts';

const UNIT = 'hermes-gateway-code.service';
const CODE: Awaited = { service: service('code'), unit: UNIT, old: null };

async function wait(fake: FakeHost, ...awaited: Awaited[]) {
  const { host, now } = fake;
  const start = now();
  const told: string[] = [];
  const bus = { exec: host.exec, scope: 'user', uid: 1000, environment: {} } as const;
  const show = (units: readonly string[]) => showUnits(bus, units);
  const result = await awaitReady(host, app, awaited, show, (line) => told.push(line));
  return { ...result, told, ms: now() - start, polls: fake.calls.length };
}

/** A host on which the unit runs these words as process 7. */
function hostRunning(argv: string[]): FakeHost {
  const fake = fakeHost();
  fake.units.set(UNIT, running(fake.spawn(argv, {}, 7)));
  return fake;
}

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
    expect(ready).toEqual([{ unit: UNIT, pid: 7 }]);
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
    ['no gateway', ['/bin/sleep', '9'], 'no gateway runs in it yet'],
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
