import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openHost } from '../../src/host/host.ts';
import type { Liveness } from '../../src/model/gateway.ts';
import { liveness } from '../../src/runtime/liveness.ts';
import { lockState } from '../../src/runtime/lock-state.ts';
import { type FakeHost, fakeHost } from '../ops/fakes.ts';
import { app, gateway, HERMES } from '../ops/fixtures.ts';
import { eventually } from '../support/eventually.ts';
import { START } from '../support/fake-processes.ts';
import { IN_PID_NAMESPACE, pidNamespace, requireOrSkip, standIn } from '../support/requirements.ts';
import { installStandIn } from '../support/stand-in.ts';

const ACCOUNT = { name: 'u', uid: 1000, gid: 1000, home: '/home/u' };
const CODE = '/home/u/.hermes/profiles/code';
const LOCK = `${CODE}/gateway.lock`;

/** A host whose profile `code` has these files. */
function withFiles(records: { pid?: unknown; lock?: unknown; state?: unknown }): FakeHost {
  const fake = fakeHost({ [`${CODE.slice(1)}/x`]: '' });
  const names = { pid: 'gateway.pid', lock: 'gateway.lock', state: 'gateway_state.json' };
  for (const [key, value] of Object.entries(records))
    fake.host.files.writeAtomic(`${CODE}/${names[key as keyof typeof names]}`, JSON.stringify(value), {
      mode: 0o600,
    });
  return fake;
}

const look = ({ host }: FakeHost, profile = 'code', home = CODE): Liveness =>
  liveness(host, app, ACCOUNT, [{ profile, home }]).get(home)!;
const record = (more: object = {}) => ({ pid: 77, start_time: START, hermes_home: CODE, ...more });

/** What it says, without the identity, which has tests of its own. */
function short(found: Liveness): string {
  if (found.state !== 'running') return `${found.state}: ${found.reason}`;
  const others = found.others.length > 0 ? ` beside ${found.others.join(', ')}` : '';
  return `running: ${found.pid} since ${found.start}, ${found.identity.kind}${others}`;
}

describe('runs', () => {
  it.each([
    ['what the pid file names', { pid: record() }],
    ['also without a start, in the old form', { pid: 77 }],
    ['when only the lock file names it', { lock: record() }],
    ['when only the state file names it', { state: { pid: 77, gateway_state: 'running' } }],
    ['when no file names it yet', {}],
    ['when the files name another one', { pid: record({ pid: 5 }) }],
  ])('%s', (_, files) => {
    const fake = withFiles(files);
    fake.spawn(gateway('code'), {}, 77);
    expect(short(look(fake))).toBe('running: 77 since 100, pinned');
  });

  it('by its home alone, by whatever links lead there', () => {
    const fake = withFiles({});
    fake.spawn([HERMES, 'gateway', 'run'], { HERMES_HOME: `${CODE}/` }, 77);
    expect(short(look(fake))).toBe('running: 77 since 100, pinned');
  });

  it('what follows the sticky file, where the pid file of the profile names it', () => {
    const fake = withFiles({ pid: record() });
    fake.spawn([HERMES, 'gateway', 'run'], {}, 77);
    expect(short(look(fake))).toBe('running: 77 since 100, sticky');
    expect(short(look(fake, 'default', '/home/u/.hermes'))).toBe('stopped: null');
  });

  it('the one that holds the lock, beside a second one', () => {
    const fake = withFiles({ pid: record() });
    fake.spawn(gateway('code'), {}, 77);
    fake.spawn(gateway('code'), {}, 78);
    expect(short(look(fake))).toBe('running: 77 since 100, pinned beside 78');
    fake.locks.set(LOCK, { state: 'held', pid: 78 });
    expect(short(look(fake))).toBe('running: 78 since 100, pinned beside 77');
  });

  it('the child of a wrapper, not the wrapper', () => {
    const fake = withFiles({ pid: record({ pid: 78 }) });
    fake.spawn(['/bin/sh', '-c', `${gateway('code').join(' ')}; true`], {}, 77);
    fake.spawn(gateway('code'), {}, 78);
    expect(short(look(fake))).toBe('running: 78 since 100, pinned');
  });

  it('one of another account, by its record', () => {
    const fake = withFiles({ pid: record() });
    fake.processes.set(77, { pid: 77, argv: gateway('code'), uid: 0, controlGroup: '/' });
    expect(short(look(fake))).toBe('running: 77 since 100, pinned');
  });

  it('one in a container that holds the lock: its number there is another', () => {
    const fake = withFiles({ pid: record({ pid: 17, hermes_home: '/root/.hermes' }) });
    // The number in the file is somebody else's here.
    fake.spawn(['postgres'], {}, 17);
    const inside = {
      environment: new Map([['HERMES_HOME', '/root/.hermes/profiles/code']]),
      numbers: [4017, 17],
    };
    fake.processes.set(4017, { pid: 4017, argv: gateway('code'), uid: 0, ...inside });
    fake.locks.set(LOCK, { state: 'held', pid: 4017 });
    expect(short(look(fake))).toBe('running: 4017 since 100, pinned');
  });
});

// G-12: what is stale is told, and stays
describe('does not run', () => {
  it('without a word of it', () => {
    expect(short(look(withFiles({})))).toBe('stopped: null');
  });

  it.each([
    ['it has ended', record(), null, 'gateway.pid names process 77, which has ended'],
    [
      'its number was given away (B-04)',
      record({ start_time: START - 1 }),
      { argv: gateway('work') },
      'gateway.pid names process 77, which is another one by now',
    ],
    [
      'it is somebody else (B-04)',
      77,
      { argv: ['sleep', '9'] },
      'gateway.pid names process 77, which is not a gateway',
    ],
    [
      'it is a zombie',
      record(),
      { argv: [], state: 'Z' },
      'gateway.pid names process 77, which has ended; its parent has not noticed',
    ],
    [
      'it runs another profile',
      record(),
      { argv: gateway('work') },
      'gateway.pid names process 77, which runs work',
    ],
    [
      'it only asks the manager',
      record(),
      { argv: [HERMES, '--profile', 'code', 'gateway', 'stop'] },
      'gateway.pid names process 77, which is not a gateway',
    ],
    [
      'it has another home',
      record(),
      { argv: gateway('code'), environment: new Map([['HERMES_HOME', '/srv/hermes']]) },
      'gateway.pid names process 77, which runs code of another home',
    ],
    [
      'pid 1, of a container (B-02)',
      record({ pid: 1 }),
      null,
      'gateway.pid names process 1, which is not a gateway of this machine',
    ],
    ['a pid that is none (B-02)', { pid: -77 }, null, `${CODE}/gateway.pid: its pid is not valid: -77`],
    ['a state file that says it has stopped', undefined, null, null],
  ])('%s', (_, pid, process, reason) => {
    const fake = withFiles(pid === undefined ? { state: { pid: 77, gateway_state: 'stopped' } } : { pid });
    if (process) fake.processes.set(77, { pid: 77, controlGroup: '/', ...process });
    // An init that looks like a gateway is none.
    fake.processes.set(1, { pid: 1, argv: gateway('code'), controlGroup: '/' });
    expect(look(fake)).toEqual({ state: 'stopped', reason });
  });

  it('its lock may still be held: by what it has started, or by something else', () => {
    const fake = withFiles({ pid: record() });
    fake.locks.set(LOCK, { state: 'held', pid: 77 });
    expect(short(look(fake))).toBe('stopped: process 77 has ended, and its lock is still held');
    const other = withFiles({});
    other.spawn(['tar'], {}, 80);
    other.locks.set(LOCK, { state: 'held', pid: 80 });
    expect(short(look(other))).toBe('stopped: process 80 holds its lock, and is not a gateway');
  });

  it('a gateway in a container is not the account’s own, whatever its words and home are', () => {
    const fake = withFiles({});
    fake.processes.set(77, { pid: 77, argv: gateway('code'), controlGroup: '/', numbers: [77, 9] });
    expect(short(look(fake))).toBe('stopped: null');
  });
});

// G-08
describe('cannot be told', () => {
  it('where the process may not be looked at (EPERM)', () => {
    const fake = withFiles({ pid: record() });
    fake.processes.set(77, { pid: 77, argv: [], denied: true });
    expect(short(look(fake))).toBe('unknown: gateway.pid names process 77, which cannot be looked at');
  });

  it('where its environment is closed and its words do not say the profile', () => {
    const fake = withFiles({ pid: record() });
    fake.processes.set(77, { pid: 77, argv: [HERMES, 'gateway', 'run'], environment: null, uid: 5 });
    expect(short(look(fake))).toBe(
      'unknown: gateway.pid names process 77, whose environment cannot be looked at',
    );
    fake.processes.set(77, { pid: 77, argv: gateway('code'), environment: null, uid: 5 });
    expect(short(look(fake))).toBe('running: 77 since 100, pinned');
  });

  it('inside a container, while the state file is fresh: it may be of another container', () => {
    const fake = withFiles({ pid: record() });
    const inside = { pid: 4, start: 1, boot: 'boot', namespace: 'pid:[4026532000]', host: 'host' };
    fake.host.processes.own = () => inside;
    const says = (seconds: number) =>
      fake.host.files.writeAtomic(
        `${CODE}/gateway_state.json`,
        JSON.stringify({
          ...record(),
          gateway_state: 'running',
          updated_at: new Date(fake.now() - seconds * 1_000).toISOString(),
        }),
        { mode: 0o600 },
      );
    expect(short(look(fake))).toBe('stopped: gateway.pid names process 77, which has ended');
    says(30);
    expect(look(fake)).toMatchObject({ state: 'unknown' });
    says(300);
    expect(look(fake)).toMatchObject({ state: 'stopped' });
  });

  it('below another root', () => {
    const fake = withFiles({ pid: record() });
    fake.host.live = false;
    expect(short(look(fake))).toBe('unknown: below another root nothing runs');
    expect(lockState(fake.host, app, CODE)).toEqual({
      state: 'unknown',
      reason: 'nothing runs below another root',
    });
  });
});

it('a thousand profiles are looked at with one pass over processes and locks', () => {
  const fake = fakeHost();
  let passes = 0;
  const { ofAccount, lockHolders } = fake.host.processes;
  fake.host.processes.ofAccount = (...args) => {
    passes++;
    return ofAccount(...args);
  };
  fake.host.processes.lockHolders = (paths) => {
    passes++;
    return lockHolders(paths);
  };
  const wanted = Array.from({ length: 1000 }, (_, at) => ({
    profile: `p${at}`,
    home: `/home/u/.hermes/profiles/p${at}`,
  }));
  fake.spawn(gateway('p7'));
  const found = liveness(fake.host, app, ACCOUNT, wanted);
  expect([...found.values()].filter(({ state }) => state === 'running').length).toBe(1);
  expect(passes).toBe(2);
});

/** An account's home with the stand-in gateway and the profile `code`. */
function installed() {
  const home = mkdtempSync(join(tmpdir(), 'unitpin-live-'));
  const { python } = installStandIn(home);
  const code = join(home, '.hermes/profiles/code');
  mkdirSync(code, { recursive: true });
  const children: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(home, { recursive: true, force: true });
  });
  return {
    home,
    code,
    start(before: readonly string[] = []): ChildProcess {
      const words = [...before, python, ...'-m hermes_cli.main --profile code gateway run'.split(' ')];
      const [program = '', ...args] = words;
      const env = { HOME: home, PATH: '/usr/bin:/bin:/usr/sbin:/sbin' };
      const child = spawn(program, args, { cwd: home, env, stdio: 'ignore' });
      children.push(child);
      return child;
    },
    async up(): Promise<void> {
      await eventually(() =>
        expect(readFileSync(join(code, 'gateway_state.json'), 'utf8')).toContain('"running"'),
      );
    },
    look(): Liveness {
      const account = { ...userInfo(), name: 'me', home };
      const wanted = [{ profile: 'code', home: code }];
      return liveness(openHost(undefined), app, account, wanted).get(code)!;
    },
    lock: () => lockState(openHost(undefined), app, code),
  };
}

requireOrSkip(standIn, 'a real gateway', () => {
  it('runs and holds its lock until it is killed; then its files prove nothing', async () => {
    const { start, up, look, lock, code } = installed();
    const child = start();
    await up();
    const { pid } = child;
    const { start_time } = JSON.parse(readFileSync(join(code, 'gateway.pid'), 'utf8'));
    expect(look()).toMatchObject({ state: 'running', pid, start: start_time, others: [] });
    expect(lock()).toEqual({ state: 'held', pid });

    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(look()).toEqual({ state: 'stopped', reason: `gateway.pid names process ${pid}, which has ended` });
    expect(lock()).toEqual({ state: 'free' });

    // Another process under the number in the file.
    writeFileSync(join(code, 'gateway.pid'), JSON.stringify({ pid: process.pid, start_time }));
    expect(look()).toMatchObject({ reason: expect.stringMatching(/which is another one by now$/) });
    writeFileSync(join(code, 'gateway.pid'), String(process.pid));
    expect(look()).toMatchObject({ reason: expect.stringMatching(/which is not a gateway$/) });
    writeFileSync(join(code, 'gateway.pid'), '{"pid": 1}');
    expect(look()).toMatchObject({ state: 'stopped' });
  });
});

requireOrSkip(
  () => standIn() ?? pidNamespace(),
  'a real gateway in a pid namespace',
  () => {
    it('is found by its lock, though its files say another number', async () => {
      const { start, up, look, lock, code } = installed();
      start(IN_PID_NAMESPACE);
      await up();
      const recorded = JSON.parse(readFileSync(join(code, 'gateway.pid'), 'utf8')).pid;
      const held = lock();
      expect(held).toMatchObject({ state: 'held' });
      const found = look();
      expect(found).toMatchObject({ state: 'running', identity: { kind: 'pinned', profile: 'code' } });
      expect(found.state === 'running' && held.state === 'held' && found.pid === held.pid).toBe(true);
      expect(found).not.toMatchObject({ pid: recorded });
    });
  },
);
