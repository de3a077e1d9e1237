import { describe, expect, it } from 'vitest';
import type { Tick } from '../../src/model/status.ts';
import { watch } from '../../src/ops/status/watch.ts';
import { type FakeHost, fakeHost, running, STOPPED } from './fakes.ts';
import { contextOf, gateway } from './fixtures.ts';

const UNIT = 'hermes-gateway-code.service';
const HOME = '/home/u/.hermes/profiles/code';
const INTERVAL = 1_000;

const host = () =>
  fakeHost({
    'home/u/.hermes/profiles/code': null,
    [`home/u/.config/systemd/user/${UNIT}`]: `[Service]\nExecStart=${gateway('code').join(' ')}\nEnvironment=HERMES_HOME=${HOME}\n[Install]\nWantedBy=default.target\n`,
  });

function start(fake: FakeHost, restarts = 0): number {
  for (const pid of fake.processes.keys()) fake.processes.delete(pid);
  const pid = fake.spawn(gateway('code'), { HERMES_HOME: HOME });
  fake.units.set(UNIT, { ...running(pid), NRestarts: restarts });
  return pid;
}

function stop(fake: FakeHost): void {
  fake.processes.clear();
  fake.units.set(UNIT, STOPPED);
}

const REQUEST = {
  profiles: ['code'],
  manager: null,
  scope: null,
  live: true,
  timeoutMs: 500,
  intervalMs: INTERVAL,
};

/** As many ticks as there are steps, each of which changes the host before the look after it. */
async function ticks(fake: FakeHost, ...steps: (() => unknown)[]): Promise<Tick[]> {
  const result: Tick[] = [];
  const left = [...steps];
  fake.events.sleep = () => void left.shift()?.();
  for await (const tick of watch(await contextOf(fake), REQUEST)) {
    result.push(tick);
    if (result.length > steps.length) return result;
  }
  return result;
}

const eventsOf = (all: readonly Tick[]) => all.map(({ events }) => events);

// G-32
describe('watch', () => {
  it('tells what happened between two looks', async () => {
    const fake = host();
    stop(fake);
    const about = { profile: 'code', definition: UNIT };
    const all = await ticks(
      fake,
      () => start(fake),
      () => {},
      () => start(fake, 1),
      () => stop(fake),
    );
    expect(eventsOf(all)).toEqual([
      [],
      [
        { ...about, kind: 'started', pid: 1001 },
        { ...about, kind: 'condition', from: 'down', to: all[1]?.status.services[0]?.condition, reasons: [] },
      ],
      [],
      [{ ...about, kind: 'restarted', pid: 1002, before: 1001, restarts: 1 }],
      [
        { ...about, kind: 'exited', pid: 1002, reason: 'dead' },
        expect.objectContaining({ ...about, kind: 'condition', to: 'down' }),
      ],
    ]);
  });

  it('misses no restart between two looks: the count tells', async () => {
    const fake = host();
    const pid = start(fake);
    const [, tick] = await ticks(fake, () => fake.units.set(UNIT, { ...running(pid), NRestarts: 3 }));
    expect(tick?.events).toMatchObject([{ kind: 'restarted', restarts: 3 }]);
  });

  it('tells a storm once, when it begins', async () => {
    const fake = host();
    start(fake);
    const restart = (count: number) => () => start(fake, count);
    const all = await ticks(fake, restart(3), restart(6), restart(9), restart(9), restart(15));
    const storms = eventsOf(all).map((events) => events.filter(({ kind }) => kind === 'storm').length);
    expect(storms).toEqual([0, 0, 1, 0, 0, 0]);
  });

  it('asks each manager once a tick', async () => {
    const fake = host();
    start(fake);
    const before = () => fake.calls.filter((call) => call.startsWith('show ')).length;
    const counts: number[] = [];
    await ticks(fake, ...Array.from({ length: 5 }, () => () => counts.push(before())));
    expect(counts).toEqual([1, 2, 3, 4, 5]);
    expect(fake.calls.filter((call) => call === 'show-environment')).toHaveLength(1);
  });

  it('looks in even steps, however long a look takes', async () => {
    const fake = host();
    start(fake);
    const at: number[] = [];
    const all = await ticks(
      fake,
      () => {},
      () => {},
    );
    for (const { status } of all) at.push(status.at - (all[0]?.status.at ?? 0));
    expect(at).toEqual([0, INTERVAL, 2 * INTERVAL]);
  });

  it('ends with its signal, also in the middle of a pause', async () => {
    const fake = host();
    start(fake);
    const controller = new AbortController();
    fake.events.sleep = () => controller.abort();
    let count = 0;
    for await (const _ of watch(await contextOf(fake), { ...REQUEST, signal: controller.signal })) count++;
    for await (const _ of watch(await contextOf(fake), { ...REQUEST, signal: controller.signal })) count++;
    expect(count).toBe(1);
  });

  it('does not take a manager that does not answer for one that says no', async () => {
    const fake = host();
    start(fake);
    const silent = () => fake.answers.set('show', { state: 'timeout', stdout: '', stderr: '' });
    const all = await ticks(fake, silent, () => fake.answers.clear());
    expect(all[1]?.status.unreachable).not.toBeNull();
    expect(eventsOf(all).flat()).toEqual([]);
  });
});

it('follows a definition that is written anew, where the other files stay as they are', async () => {
  const path = `/home/u/.config/systemd/user/${UNIT}`;
  const unit = (port: number) =>
    `[Service]\nExecStart=${gateway('code').join(' ')}\nEnvironment=HERMES_HOME=${HOME} API_SERVER_PORT=${port} API_SERVER_KEY=0123456789abcdef\n`;
  const fake = fakeHost({
    'home/u/.hermes/profiles/code/config.yaml': 'model: x\n',
    [path.slice(1)]: unit(9001),
  });
  // What has been there for a while is not read again.
  fake.host.clock.now = () => Date.now() + 60_000;
  const write = (port: number) => fake.host.files.writeAtomic(path, Buffer.from(unit(port)), { mode: 0o644 });
  const all = await ticks(
    fake,
    () => {},
    () => write(9002),
  );
  expect(all.map(({ status }) => status.services[0]?.endpoint?.port.value)).toEqual([9001, 9001, 9002]);
});
