import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type FakeHost, fails, fakeHost, running, STOPPED } from '../ops/fakes.ts';
import { gateway, HERMES } from '../ops/fixtures.ts';
import { fleet, homeOf, ROOT, start, UNITS, unitOf } from '../ops/running-fleet.ts';
import { unitpin } from '../support/cli.ts';
import { expectSchema } from '../support/schema.ts';

interface Service {
  profile: string | null;
  condition: string;
  reasons: string[];
  [more: string]: unknown;
}

async function look(fake: FakeHost, ...args: string[]) {
  const { status, stdout, json, stderr } = await unitpin(
    ['status', '--format', 'json', ...args],
    null,
    fake.host,
  );
  const result = json<{ services: Service[]; unreachable: unknown }>();
  expectSchema('status', result);
  const of = (name: string | null) => result.services.find((one) => one.profile === name) as Service;
  return { status, stdout, stderr, result, of };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('status', () => {
  it('shows every profile, and what is wrong with which (G-22, G-34)', async () => {
    const { fake } = fleet();
    start(fake, 'code', 8650, { platforms: { telegram: { state: 'retrying', error_message: 'no route' } } });
    const { status, stdout, stderr } = await unitpin(['status'], null, fake.host);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatchInlineSnapshot(`
      "PROFILE  HEALTH    STATE     PID   SINCE  PORT  PLATFORMS
      default  well      active    1001  3h     8642  telegram, discord
      code     degraded  active    1003  3h     8650  telegram: retrying
      work     off       inactive  -     -      8651

      code degraded
        several gateways of this profile run: 1003, 1002
        telegram is retrying, no route

      without a service, not running: idle

      4 profiles: 1 degraded, 1 well, 2 off
      "
    `);
  });

  it('tells programs everything, with its origin', async () => {
    const { fake, pids } = fleet();
    const { status, of } = await look(fake);
    expect(status).toBe(0);
    expect(of('code')).toMatchObject({
      home: '/home/u/.hermes/profiles/code',
      condition: 'well',
      definition: { name: 'hermes-gateway-code.service', manager: 'systemd', scope: 'user' },
      identity: { kind: 'pinned', by: 'flag', profile: 'code' },
      manager: { state: 'active', up: 'up', enabled: true, pid: pids.code, restarts: 0 },
      pid: pids.code,
      endpoint: {
        serves: true,
        port: { value: 8650, from: 'config', at: { line: 3 } },
        key: { state: 'usable', at: { path: '/home/u/.hermes/profiles/code/.env', line: 1 } },
      },
      listeners: [{ address: '127.0.0.1', port: 8650 }],
      lock: { state: 'held', pid: pids.code },
      platforms: [{ name: 'telegram', state: 'connected' }, { name: 'discord' }],
      drift: [],
    });
    expect(of('work')).toMatchObject({ condition: 'off', pid: null, lock: { state: 'free' } });
    expect(of('idle')).toMatchObject({ condition: 'off', definition: null, manager: null });
  });

  it('never tells a key', async () => {
    const { fake } = fleet();
    const { stdout } = await look(fake);
    expect(stdout).not.toContain('0123456789abcdef');
  });

  it('asks the manager once, whatever there is (G-22)', async () => {
    const { fake } = fleet();
    await look(fake);
    expect(fake.calls.filter((call) => call.startsWith('show '))).toHaveLength(1);
  });

  it('says 1 where a service that should run does not', async () => {
    const { fake } = fleet();
    fake.units.set(unitOf('work'), {
      ...STOPPED,
      ActiveState: 'failed',
      SubState: 'failed',
      Result: 'start-limit-hit',
    });
    const { status, of } = await look(fake);
    expect(status).toBe(1);
    expect(of('work')).toMatchObject({
      condition: 'down',
      reasons: ['its manager says: failed (start-limit-hit)'],
    });
  });

  it('says 1 where an enabled profile of unitpin.yaml has no definition', async () => {
    const fake = fakeHost({
      [`${ROOT}/profiles/idle`]: null,
      'home/u/.config/unitpin/unitpin.yaml': 'profiles: {idle: enabled}\n',
    });
    const { status, of } = await look(fake);
    expect(status).toBe(1);
    expect(of('idle')).toMatchObject({ wanted: 'enabled', condition: 'down' });
    fake.host.files.writeAtomic(
      `/${UNITS}/${unitOf('default')}`,
      `[Service]\nExecStart=${HERMES} -p default gateway run\n`,
      { mode: 0o644 },
    );
    // No log has anything to tell of it.
    expect((await unitpin(['status'], null, fake.host)).stderr).toBe('next: unitpin apply --dry-run\n');
  });

  it('counts services where two are for one profile', async () => {
    const { fake } = fleet();
    const legacy = `[Service]\nExecStart=${HERMES} --profile default gateway run\n`;
    fake.host.files.writeAtomic(`/${UNITS}/hermes.service`, legacy, { mode: 0o644 });
    expect((await unitpin(['status'], null, fake.host)).stdout).toMatch(/^5 services: /m);
  });

  it('says 3 where the manager cannot be asked, and shows what the rest says', async () => {
    const { fake, pids } = fleet();
    const refusal = { state: 'timeout', stdout: '', stderr: '' } as const;
    fake.answers.set('show-environment', refusal);
    fake.answers.set('show', refusal);
    const { status, stdout, stderr } = await unitpin(['status'], null, fake.host);
    expect(status).toBe(3);
    expect(stdout).toContain(String(pids.code));
    expect(stderr).toMatch(
      /^error: the service manager did not answer: systemctl --user show-environment\n.*\n {2}next: /,
    );
    const { status: inJson, result } = await look(fake);
    expect(inJson).toBe(3);
    expect(result.unreachable).toMatchObject({ next: 'see whether it lives: systemctl --user status' });
  });

  it('names the supervisor where no systemd lives, in a container say', async () => {
    const { fake } = fleet();
    const refusal = fails('Failed to connect to bus: No such file or directory\n');
    fake.answers.set('show-environment', refusal);
    fake.answers.set('show', refusal);
    rmSync(join(fake.root, 'run/systemd/system'), { recursive: true });
    const { status, result } = await look(fake);
    expect(status).toBe(3);
    expect(result.unreachable).toMatchObject({ next: 'unitpin supervise' });
  });

  it('believes no number in a file: the process has to be a gateway of this profile (G-07, G-08, G-21, B-04)', async () => {
    const { fake } = fleet();
    const foreign = fake.spawn(['/usr/bin/sleep', '999']);
    const home = `/${homeOf('work')}`;
    fake.host.files.writeAtomic(`${home}/gateway.pid`, `{"pid": ${foreign}}`, { mode: 0o600 });
    fake.listen(foreign, 8651);
    const { of } = await look(fake);
    expect(of('work')).toMatchObject({ condition: 'off', pid: null, listeners: [] });
  });

  it.each([
    ['whose state file is fresh is slow, not sick', {}, 0, 'degraded'],
    ['whose state file is old is sick', { updated_at: '2026-11-01T00:00:00Z' }, 1, 'sick'],
  ])('one that hangs, %s (G-09)', async (_, says, code, condition) => {
    const { fake } = fleet();
    const pid = start(fake, 'work', 8651, says);
    fake.listen(pid, 8651, { state: 'timeout' });
    const { status, of } = await look(fake);
    expect([status, of('work').condition]).toEqual([code, condition]);
    expect(of('work').reasons).toContain('http://127.0.0.1:8651/health gave no answer within 500 ms');
  });

  it('tells a process that runs as somebody else than its definition says', async () => {
    const { fake } = fleet();
    const pid = fake.spawn(gateway('code'), { HERMES_HOME: `/${homeOf('code')}` });
    fake.units.set(unitOf('default'), running(pid));
    const { status, of } = await look(fake);
    expect(status).toBe(1);
    expect(of('default').drift).toEqual([{ kind: 'running', message: expect.stringContaining(String(pid)) }]);
  });

  it('tells that the manager has loaded something else than what is on disk', async () => {
    const { fake, pids } = fleet();
    fake.units.set(unitOf('code'), { ...running(pids.code), NeedDaemonReload: 'yes' });
    const { status, of } = await look(fake);
    expect(status).toBe(0);
    expect(of('code').drift).toMatchObject([{ kind: 'loaded' }]);
  });

  it('tells a port that is not the configured one, and rewrites nothing (G-37)', async () => {
    const { fake, pids } = fleet();
    fake.host.files.writeAtomic(
      `/${homeOf('code')}/config.yaml`,
      'platforms: {api_server: {extra: {port: 8700}}}\n',
      { mode: 0o644 },
    );
    const { of } = await look(fake);
    expect(of('code')).toMatchObject({
      pid: pids.code,
      drift: [{ kind: 'port', message: 'It listens on port 8650; configured is 8700 (config.yaml).' }],
    });
  });

  it('asks about profiles, managers and scopes that are named', async () => {
    const { fake } = fleet();
    fake.host.files.writeAtomic(
      '/etc/systemd/system/hermes-gateway-code.service',
      `[Service]\nUser=u\nExecStart=${gateway('code').join(' ')}\n`,
      { mode: 0o644 },
    );
    const names = async (...args: string[]) =>
      (await look(fake, ...args)).result.services.map(
        ({ profile: name, definition }) => `${name} ${(definition as { scope: string } | null)?.scope}`,
      );
    expect(await names()).toEqual([
      'default user',
      'code user',
      'code system',
      'idle undefined',
      'work user',
    ]);
    expect(await names('--scope', 'system')).toEqual(['code system']);
    expect(await names('--scope', 'user')).toEqual(['default user', 'code user', 'work user']);
    expect(await names('--manager', 'launchd')).toEqual([]);
    expect(await names('--profile', 'idle', '--profile', 'work')).toEqual(['idle undefined', 'work user']);
    const { status, stderr } = await unitpin(['status', '--profile', 'nobody'], null, fake.host);
    expect([status, stderr.split('\n')[0]]).toEqual([2, 'error: there is no profile "nobody"']);
  });

  it('lists profiles without a service in a row each only with --all', async () => {
    const { fake } = fleet();
    const { stdout } = await unitpin(['status', '--all'], null, fake.host);
    expect(stdout).toMatch(/^idle {5}off +no service/m);
    expect(stdout).not.toContain('without a service');
  });

  it('tells all of it with --verbose', async () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const { fake } = fleet();
    const { stdout } = await unitpin(['status', '--profile', 'code', '--verbose'], null, fake.host);
    expect(stdout).toMatchInlineSnapshot(`
      "code (hermes-gateway-code.service, systemd, user)
        condition   well
        home        ~/.hermes/profiles/code
        definition  ~/.config/systemd/user/hermes-gateway-code.service
        identity    pinned by its flag, code (~/.config/systemd/user/hermes-gateway-code.service:2:48)
        manager     active (running), enabled
        pid         1002
        since       2026-11-19 22:00:00 +01:00 (3h)
        restarts    0
        port        8650 from config (~/.hermes/profiles/code/config.yaml:3:13)
        host        127.0.0.1 from default
        listens on  127.0.0.1:8650
        lock        held by 1002
        platforms   telegram connected, discord connected
        process     well
        listener    well
        http        well
        state       well
        log         none: it has no log
        asked       http://127.0.0.1:8650/health, 3 ms

      1 profile: 1 well
      "
    `);
  });

  it('is quiet where all is well', async () => {
    const { fake } = fleet();
    expect(await unitpin(['status', '--quiet'], null, fake.host)).toMatchObject({ status: 0, stdout: '' });
  });

  it('changes nothing, however often it is asked (G-36, B-05)', async () => {
    const { fake } = fleet();
    // Not the modes and times alone: a file that is rewritten gets another inode.
    const tree = () =>
      execFileSync('find', [fake.root, '-printf', '%p %i %s %m %T@ %C@\\n'], { encoding: 'utf8' });
    const before = tree();
    const first = await look(fake);
    const second = await look(fake);
    expect(tree()).toBe(before);
    expect(second.result).toEqual(first.result);
    expect(fake.calls.every((call) => /^show/.test(call))).toBe(true);
  });

  it('says what files say below another root', async () => {
    const { fake } = fleet();
    const { status, stdout, json } = await unitpin(['status', '--root', fake.root, '--format', 'json']);
    expect([status, stdout.includes(fake.root)]).toEqual([0, false]);
    expectSchema('status', json());
    expect(json()).toMatchObject({ live: false, unreachable: null });
    expect(json<{ services: Service[] }>().services[1]).toMatchObject({
      profile: 'code',
      condition: 'unknown',
      manager: null,
      pid: null,
      identity: { kind: 'pinned' },
      endpoint: { port: { value: 8650 } },
      listeners: null,
    });
  });

  it('knows a definition that is for no profile', async () => {
    const fake = fakeHost({
      [`${UNITS}/hermes-gateway@.service`]: `[Service]\nExecStart=${HERMES} --profile %i gateway run\n`,
      [`${UNITS}/odd.service`]: '[Service]\nExecStart=/opt/run-hermes.sh\n',
    });
    const { result } = await look(fake);
    expect(result.services.map(({ profile: name, condition }) => [name, condition])).toContainEqual([
      'default',
      'off',
    ]);
  });

  it('does not let a terminal be written to by a file', async () => {
    const { fake } = fleet();
    start(fake, 'code', 8650, { platforms: { '\x1b[2Jx': { state: '\x1b[31m::error::' } } });
    for (const more of [[], ['--verbose'], ['--format', 'json']]) {
      const { stdout } = await unitpin(['status', ...more], null, fake.host);
      expect(stdout).not.toContain('\x1b');
    }
  });

  it.each([
    [['--interval', '2'], '--interval goes with --watch'],
    [['--watch', '--interval', '1e1'], '--interval is not a number of seconds: "1e1"'],
    [['--watch', '--interval', '0'], '--interval is not a number of seconds: "0"'],
    [['--timeout', 'soon'], '--timeout is not a number of seconds: "soon"'],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await unitpin(['status', ...args], null, fakeHost().host);
    expect([status, stderr.split('\n')[0]]).toEqual([2, `error: ${message}`]);
  });
});
