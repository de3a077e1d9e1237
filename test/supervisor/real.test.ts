import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { sockets } from '../../src/host/local-socket.ts';
import { processStat } from '../../src/host/process-id.ts';
import type { InstanceRecord } from '../../src/supervisor/instances.ts';
import type { Supervised } from '../../src/supervisor/service-state.ts';
import { bundleRunner } from '../support/bundle-runner.ts';
import { requireOrSkip, standIn } from '../support/requirements.ts';
import { installStandIn } from '../support/stand-in.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

interface Ended {
  code: number | null;
  signal: string | null;
  text: string;
}

/** An account with the stand-in gateway, where nothing but the supervisor manages services. */
function account(profiles: Record<string, { dependsOn?: string[]; state?: string }>) {
  const home = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  installStandIn(home, { releaseDate: '2026.8.1' });
  const root = join(home, '.hermes');
  for (const name of Object.keys(profiles)) {
    if (name !== 'default') mkdirSync(join(root, 'profiles', name), { recursive: true });
  }
  mkdirSync(join(home, '.config/unitpin'), { recursive: true });
  writeFileSync(
    join(home, '.config/unitpin/unitpin.yaml'),
    JSON.stringify({ manager: 'supervisor', home: root, profiles }),
  );
  const state = join(home, '.local/state/unitpin/supervisor');
  const started: ChildProcess[] = [];
  const texts = new Map<ChildProcess, string>();
  onTestFinished(() => {
    for (const child of started) child.kill('SIGKILL');
    for (const pid of processesOf(home)) process.kill(pid, 'SIGKILL');
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  /** Starts a command; gives its process, and how it ends. */
  function begin(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
    const child = spawn(process.execPath, [runner.script, ...args], {
      cwd: home,
      // The account's own folders are not this home's.
      env: {
        PATH: process.env.PATH,
        XDG_CONFIG_HOME: join(home, '.config'),
        XDG_STATE_HOME: join(home, '.local/state'),
        UNRELATED_API_KEY: 'not-for-gateways',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    const take = (chunk: Buffer): void => void texts.set(child, `${texts.get(child) ?? ''}${chunk}`);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', take);
    const ended = new Promise<Ended>((done) => {
      child.once('close', (code, signal) => done({ code, signal, text: texts.get(child) ?? '' }));
    });
    return { child, ended };
  }

  const instance = (): InstanceRecord | null => {
    try {
      const [id = ''] = readdirSync(state);
      return JSON.parse(readFileSync(join(state, id, 'instance.json'), 'utf8')) as InstanceRecord;
    } catch {
      return null;
    }
  };
  async function list(): Promise<Supervised[]> {
    const record = instance();
    const asked = record && (await sockets.ask(record.socket, 'GET', '/list', undefined, 5_000));
    return asked?.state === 'answered' ? (JSON.parse(asked.body) as { services: Supervised[] }).services : [];
  }
  /** Waits until the services are as they should be. */
  async function until(wanted: (services: Supervised[]) => boolean): Promise<Map<string, Supervised>> {
    const running = started.at(-1);
    for (let n = 0; n < 1_200; n++) {
      if (running?.exitCode != null)
        throw new Error(`it has ended with ${running.exitCode}: ${texts.get(running)}`);
      const services = await list();
      if (services.length > 0 && wanted(services)) return new Map(services.map((one) => [one.profile, one]));
      await new Promise((done) => setTimeout(done, 50));
    }
    const seen = (await list()).map(
      ({ profile, actual }) => `${profile}: ${actual.phase} ${actual.reason ?? ''}`,
    );
    throw new Error(`not there: ${seen.join(', ')}`);
  }
  return { home, root, begin, instance, list, until };
}

const allReady = (services: Supervised[]): boolean =>
  services.every(({ actual }) => actual.phase === 'ready');
const pids = (services: ReadonlyMap<string, Supervised>): Record<string, number | null> =>
  Object.fromEntries([...services].map(([profile, { actual }]) => [profile, actual.pid]));

/** Processes that live, and that have to do with a folder. */
function processesOf(folder: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = processStat(Number(name));
      if (typeof stat === 'string' || stat.state === 'Z') return [];
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`${folder}/`) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

const zombiesOf = (parent: number): string[] =>
  readdirSync('/proc').filter((name) => {
    const stat = /^\d+$/.test(name) ? processStat(Number(name)) : 'absent';
    return typeof stat !== 'string' && stat.parent === parent && stat.state === 'Z';
  });

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

/** Thirty of them, in three levels. */
const THIRTY = Object.fromEntries(
  [0, 1, 2].flatMap((level) =>
    Array.from({ length: 10 }, (_, n): [string, { dependsOn: string[] }] => [
      `l${level}-${n}`,
      { dependsOn: level === 0 ? [] : [`l${level - 1}-${n}`] },
    ]),
  ),
);

let runner: { script: string; remove: () => void };

requireOrSkip(standIn, 'a supervisor with the stand-in gateway', () => {
  beforeAll(async () => {
    runner = await bundleRunner(resolve(import.meta.dirname, 'supervise-script.ts'), PROJECT);
  });
  afterAll(() => runner.remove());

  it('runs 30 profiles in 3 levels; who kills one has it back, the others go on; all end within one time-out (K-13, K-30)', async () => {
    const { home, root, begin, until } = account(THIRTY);
    const port = await freePort();
    writeFileSync(
      join(root, 'profiles/l2-9/.env'),
      `API_SERVER_KEY=0123456789abcdef0123\nAPI_SERVER_PORT=${port}\n`,
    );
    const { child, ended } = begin('supervise');
    const first = await until((services) => services.length === 30 && allReady(services));
    const since = (profile: string): number => first.get(profile)!.actual.since;
    for (let n = 0; n < 10; n++) {
      expect(since(`l1-${n}`)).toBeGreaterThan(since(`l0-${n}`));
      expect(since(`l2-${n}`)).toBeGreaterThan(since(`l1-${n}`));
    }
    const environment = readFileSync(`/proc/${first.get('l0-0')!.actual.pid}/environ`, 'utf8');
    expect(environment).not.toContain('UNRELATED_API_KEY');

    const victim = first.get('l0-3')!.actual.pid!;
    process.kill(victim, 'SIGKILL');
    const second = await until(
      (services) => allReady(services) && services.every(({ actual }) => actual.pid !== victim),
    );
    expect(second.get('l0-3')!.actual).toMatchObject({ restarts: 1, lastExit: 'SIGKILL' });
    expect({ ...pids(second), 'l0-3': victim }).toEqual(pids(first));
    expect(zombiesOf(child.pid!)).toEqual([]);

    child.kill('SIGTERM');
    const { code, text } = await ended;
    expect([code, text.match(/: stopped \(process \d+\): exit 0$/gm)?.length]).toEqual([0, 30]);
    expect(processesOf(home)).toEqual([]);
    await new Promise<void>((done, busy) => {
      const server = createServer().once('error', busy);
      server.listen(port, '127.0.0.1', () => server.close(() => done()));
    });
  });

  it('is adopted by the next one when it is killed: the same processes, and they end with it (B-42, K-04, K-34)', async () => {
    const { home, root, begin, until, instance } = account({ default: {}, a: {}, b: { dependsOn: ['a'] } });
    const first = begin('supervise');
    const before = await until(allReady);
    first.child.kill('SIGKILL');
    await first.ended;
    // One of them does not outlive it.
    const dead = before.get('b')!.actual.pid!;
    process.kill(dead, 'SIGKILL');
    expect(instance()?.children).toHaveLength(3);

    const second = begin('supervise');
    const after = await until((services) => services.length === 3 && allReady(services));
    expect(pids(after)).toMatchObject({
      default: before.get('default')!.actual.pid,
      a: before.get('a')!.actual.pid,
    });
    expect([after.get('a')!.actual.adopted, after.get('b')!.actual.adopted]).toEqual([true, false]);
    // Of one that is adopted nobody is told how it ends, and that it does is seen all the same.
    const adopted = after.get('a')!.actual.pid!;
    process.kill(adopted, 'SIGKILL');
    await until((services) => allReady(services) && services.every(({ actual }) => actual.pid !== adopted));
    second.child.kill('SIGINT');
    const { code, text } = await second.ended;
    expect([code, text]).toEqual([0, expect.stringContaining('a: adopted (process')]);
    expect(processesOf(home)).toEqual([]);
    expect(JSON.parse(readFileSync(join(root, 'gateway_state.json'), 'utf8'))).toMatchObject({
      gateway_state: 'stopped',
      exit_reason: 'planned',
    });
  });

  it('starts afresh when it and all its children were killed', async () => {
    const { home, begin, until } = account({ a: {}, b: {} });
    const first = begin('supervise');
    const before = await until(allReady);
    first.child.kill('SIGKILL');
    for (const pid of Object.values(pids(before))) process.kill(pid!, 'SIGKILL');
    await first.ended;
    const second = begin('supervise');
    const after = await until((services) => services.length === 2 && allReady(services));
    expect(Object.values(pids(after)).some((pid) => Object.values(pids(before)).includes(pid))).toBe(false);
    second.child.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
    expect(processesOf(home)).toEqual([]);
  });

  it('one that ends at its start is told with its last words and disturbs nobody; the other commands speak to it (K-26)', async () => {
    const { home, root, begin, until } = account({ good: {}, bad: {}, spare: { state: 'manual' } });
    writeFileSync(join(root, 'profiles/bad/stand-in.json'), '{"exitCode": 78}');
    const supervisor = begin('supervise');
    const seen = await until((services) => services.every(({ actual }) => actual.phase !== 'starting'));
    expect(seen.get('bad')!.actual).toMatchObject({
      phase: 'parked',
      reason: expect.stringMatching(/^it exited with 78: .*; it wrote: .*Startup failed, exit status 78$/),
    });
    expect(seen.get('good')!.actual.phase).toBe('ready');

    const run = (...args: string[]) => begin(...args).ended;
    expect(await run('supervise')).toMatchObject({
      code: 3,
      text: expect.stringContaining(`process ${supervisor.child.pid} supervises ${root} already`),
    });
    expect(await run('supervise', '--health')).toMatchObject({
      code: 1,
      text: expect.stringMatching(/^bad: parked: it exited with 78/),
    });
    expect((await run('start', 'spare')).text).toMatch(/^started +spare +spare +process \d+$/m);
    const failed = await run('start', 'bad', '--format', 'json');
    expect([failed.code, JSON.parse(failed.text).services[0]]).toMatchObject([
      1,
      { profile: 'bad', manager: 'supervisor', outcome: 'failed', next: 'unitpin logs bad' },
    ]);
    const status = await run('status', '--format', 'json');
    const rows = JSON.parse(status.text.slice(status.text.indexOf('{'))).services as {
      profile: string;
      condition: string;
      manager: { state: string } | null;
    }[];
    expect([
      status.code,
      rows.map(({ profile, condition, manager }) => [profile, condition, manager?.state]),
    ]).toEqual([
      1,
      [
        ['default', 'off', undefined],
        ['bad', 'down', 'failed'],
        ['good', 'well', 'ready'],
        ['spare', 'well', 'ready'],
      ],
    ]);
    expect((await run('logs', 'bad')).text).toContain('Startup failed, exit status 78');
    expect((await run('stop', 'spare')).text).toMatch(/^stopped +spare/m);
    expect(await run('apply')).toMatchObject({ code: 0, text: expect.stringContaining('Nothing to do') });
    supervisor.child.kill('SIGTERM');
    expect((await supervisor.ended).code).toBe(0);
    expect((await run('supervise', '--health')).code).toBe(3);
    expect(await run('apply')).toMatchObject({
      code: 3,
      text: expect.stringContaining('no supervisor runs for'),
    });
    expect(processesOf(home)).toEqual([]);
  });

  it('who has no definition, and a port that was given, is known to the other commands', async () => {
    const { root, begin, until } = account({ default: {}, code: {} });
    const port = await freePort();
    for (const folder of [root, join(root, 'profiles/code')]) {
      writeFileSync(join(folder, '.env'), 'API_SERVER_KEY=0123456789abcdef0123\n');
      // Both say one port: the second is given another, which is no fault of it.
      writeFileSync(
        join(folder, 'config.yaml'),
        `platforms:\n  api_server:\n    extra:\n      port: ${port}\n`,
      );
    }
    writeFileSync(join(root, 'stand-in.json'), `{"healthPort": ${port}}`);
    const supervisor = begin('supervise');
    await until(allReady);
    const run = (...args: string[]) => begin(...args).ended;
    const status = await run('status', '--verbose');
    expect(status).toMatchObject({ code: 0, text: expect.stringContaining('2 profiles: 2 well') });
    expect(status.text).toMatch(/^ {2}port +\d+ from the manager$/m);
    expect((await run('ports', 'list')).text).toMatch(
      /^\d+ +code +reserved +its gateway \(\d+\) +the manager$/m,
    );
    expect((await run('ports', 'check')).code).toBe(0);
    const audited = await run('audit');
    expect(audited).toMatchObject({
      code: 0,
      text: expect.stringContaining('0 definitions: 0 errors, 0 warnings, 0 info'),
    });
    expect(audited.text).toContain(
      `process ${supervisor.child.pid} supervises ${root}\n  next: unitpin status`,
    );
    supervisor.child.kill('SIGTERM');
    expect((await supervisor.ended).code).toBe(0);
    // It is meant for them all the same.
    expect(await run('audit')).toMatchObject({
      code: 0,
      text: expect.stringContaining(`no supervisor runs for ${root}\n  next: unitpin supervise`),
    });
  });

  it('its socket is for its owner alone; what is malformed, too large or of no use is refused, and nothing is disturbed (B-39)', async () => {
    const { begin, until, instance } = account({ a: {} });
    const { child, ended } = begin('supervise');
    const before = await until(allReady);
    const { socket } = instance()!;
    expect([statSync(socket).mode & 0o777, statSync(join(socket, '..')).mode & 0o777]).toEqual([
      0o600, 0o700,
    ]);
    const ask = async (method: string, path: string, body?: unknown) => {
      const asked = await sockets.ask(socket, method, path, body, 5_000);
      return asked.state === 'answered' ? `${asked.status} ${asked.body.trim()}` : asked.state;
    };
    const raw = (text: string) =>
      new Promise<string>((done) => {
        let got = '';
        const connection = connect(socket, () => connection.write(text));
        connection.on('data', (chunk) => (got += chunk));
        connection.on('error', () => done(got));
        connection.on('close', () => done(got));
      });
    expect(await ask('GET', '/nothing')).toBe('404 {"error":"there is no /nothing"}');
    expect(await ask('GET', '/start')).toBe('405 {"error":"/start needs POST"}');
    expect(await ask('POST', '/start', {})).toBe('409 {"error":"profiles: a list of names"}');
    expect(await ask('POST', '/stop', { profiles: ['nope'] })).toMatch(
      /^409 .*there is no profile nope here/,
    );
    expect(await ask('POST', '/start', { profiles: ['x'.repeat(70_000)] })).toMatch(/^413|^failed$/);
    expect(await ask('GET', '/events?after=-1')).toBe('400 {"error":"after: the id of an event"}');
    expect(await raw('POST /stop HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n{"p')).toMatch(
      /^HTTP\/1.1 400 .*no JSON/s,
    );
    expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
    expect(await raw(`GET /list HTTP/1.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
    // Who says nothing more is not waited for for ever.
    expect(await raw('POST /stop HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{')).toMatch(
      /^HTTP\/1.1 408 /,
    );
    expect(pids(await until(allReady))).toEqual(pids(before));

    const told: string[] = [];
    const enough = new AbortController();
    const following = sockets.follow(socket, '/events?after=1', (line) => told.push(line), enough.signal);
    process.kill(before.get('a')!.actual.pid!, 'SIGKILL');
    await until((services) => allReady(services) && services[0]!.actual.restarts === 1);
    enough.abort();
    await following;
    const events = told.map((line) => JSON.parse(line) as { id: number; event: string });
    expect(events.map(({ id, event }) => `${id} ${event}`)).toEqual([
      '2 ready',
      '3 exited',
      '4 starting',
      '5 ready',
    ]);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });
});
