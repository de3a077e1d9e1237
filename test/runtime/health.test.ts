import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openHost } from '../../src/host/host.ts';
import type { GetResult } from '../../src/host/net.ts';
import type { Endpoint } from '../../src/model/facts.ts';
import type { Health, HealthRequest, Liveness } from '../../src/model/gateway.ts';
import { checkHealth, type HealthOptions } from '../../src/runtime/health.ts';
import { liveness } from '../../src/runtime/liveness.ts';
import { type FakeHost, fakeHost, HEALTHY } from '../ops/fakes.ts';
import { app, gateway } from '../ops/fixtures.ts';
import { makeRoot } from '../support/home.ts';

const ACCOUNT = { name: 'u', uid: 1000, gid: 1000, home: '/home/u' };
const CODE = '/home/u/.hermes/profiles/code';
const PORT = 8650;
const WELL = { answer: 'well', reason: null };

const endpoint = (more: { host?: string; port?: number; serves?: boolean } = {}): Endpoint => ({
  serves: more.serves ?? true,
  host: { value: more.host ?? '127.0.0.1', from: 'default', at: null },
  port: { value: more.port ?? PORT, from: 'config', at: null },
  key: { state: 'usable', at: null },
  enabled: null,
  misplaced: [],
  problems: [],
  unreadable: null,
});

/** A gateway of the profile as process 7. */
function up(): FakeHost {
  const fake = fakeHost({ 'proc/net/tcp': '  sl\n' });
  fake.spawn(gateway('code'), {}, 7);
  return fake;
}

async function check(
  { host }: FakeHost,
  at: Endpoint | null = endpoint(),
  options: HealthOptions = {},
): Promise<Health> {
  const process = liveness(host, app, ACCOUNT, [{ profile: 'code', home: CODE }]).get(CODE)!;
  const request: HealthRequest = { id: 'x', profile: 'code', home: CODE, endpoint: at, process };
  return (await checkHealth(host, app, [request], options)).get('x')!;
}

function writeState({ host, now }: FakeHost, state: object, secondsAgo = 10): void {
  const updated_at = new Date(now() - secondsAgo * 1_000).toISOString();
  const text = JSON.stringify({ pid: 7, start_time: 100, updated_at, ...state });
  host.files.writeAtomic(`${CODE}/gateway_state.json`, text, { mode: 0o600 });
}

const answers = ({ levels }: Health) =>
  Object.fromEntries(Object.entries(levels).map(([level, { answer }]) => [level, answer]));

describe('a gateway', () => {
  it('is well on every level', async () => {
    const fake = up();
    fake.listen(7, PORT);
    writeState(fake, { gateway_state: 'running', platforms: { telegram: { state: 'connected' } } });
    fake.host.files.writeAtomic(`${CODE}/logs/gateway.log`, 'fine\n', { mode: 0o600 });
    expect(await check(fake)).toEqual({
      verdict: 'well',
      levels: { process: WELL, listener: WELL, http: WELL, state: WELL, log: WELL },
      pid: 7,
      phase: 'running',
      platforms: [{ name: 'telegram', profile: null, state: 'connected', error: null }],
      stateAge: 10_000,
      latency: 3,
      url: 'http://127.0.0.1:8650/health',
    });
  });

  it('does not run: nothing is asked of it', async () => {
    const fake = fakeHost({ 'proc/net/tcp': '  sl\n' });
    writeState(fake, { gateway_state: 'startup_failed', exit_reason: 'no key' });
    fake.host.net.get = async () => expect.fail('asked');
    expect(await check(fake)).toEqual({
      verdict: 'stopped',
      levels: {
        process: { answer: 'not', reason: 'none runs' },
        listener: { answer: 'none', reason: 'none runs' },
        http: { answer: 'none', reason: 'none runs' },
        state: { answer: 'none', reason: 'none runs: its state file says startup_failed: no key' },
        log: { answer: 'none', reason: 'none runs' },
      },
      pid: null,
      phase: null,
      platforms: [],
      stateAge: null,
      latency: null,
      url: null,
    });
  });

  it('does not run, and its port is taken already', async () => {
    const fake = fakeHost();
    fake.spawn(['nginx'], {}, 80);
    fake.listen(80, PORT);
    const { verdict, levels } = await check(fake);
    expect(verdict).toBe('stopped');
    expect(levels.listener).toEqual({
      answer: 'not',
      reason: "127.0.0.1:8650 is another process's: 80 (nginx)",
    });
  });

  it('a live number and a 2xx on its port are not enough (B-04)', async () => {
    const fake = fakeHost();
    fake.host.files.writeAtomic(`${CODE}/gateway.pid`, '77', { mode: 0o600 });
    fake.spawn(['sleep', '60'], {}, 77);
    fake.listen(77, PORT);
    expect(await check(fake)).toMatchObject({ verdict: 'stopped', pid: null });
  });

  it('whose port is another process’s is sick, and that one is not asked', async () => {
    const fake = up();
    fake.spawn(['nginx'], {}, 80);
    fake.listen(80, PORT);
    fake.host.net.get = async () => expect.fail('asked');
    const health = await check(fake);
    expect(health.verdict).toBe('sick');
    expect(health.levels.http.reason).toBe("not asked: the port is another process's");
  });

  it('that says itself that it goes on without its port is degraded', async () => {
    const fake = up();
    fake.spawn(['nginx'], {}, 80);
    fake.listen(80, PORT);
    const platforms = { api_server: { state: 'retrying', error_message: 'in use' } };
    writeState(fake, { gateway_state: 'degraded', platforms });
    const health = await check(fake);
    expect([health.verdict, health.levels.state.reason]).toEqual([
      'degraded',
      'api_server is retrying, in use',
    ]);
  });

  it('that has bound another port is told where (G-37)', async () => {
    const fake = up();
    fake.listen(7, 8700);
    const { verdict, levels } = await check(fake);
    expect([verdict, levels.listener.reason]).toEqual([
      'sick',
      'nobody listens on 127.0.0.1:8650; it listens on 127.0.0.1:8700',
    ]);
  });

  it('without an API server is well by its state file', async () => {
    const fake = up();
    const at = endpoint({ serves: false });
    const seen = async () => {
      const health = await check(fake, at);
      return [health.verdict, answers(health)];
    };
    const none = { process: 'well', listener: 'none', http: 'none', log: 'none' };
    expect(await seen()).toEqual(['well', { ...none, state: 'none' }]);
    writeState(fake, { gateway_state: 'running' });
    expect(await seen()).toEqual(['well', { ...none, state: 'well' }]);
    // Two minutes later the file says nothing about now.
    writeState(fake, { gateway_state: 'running' }, 121);
    expect(await seen()).toEqual(['unknown', { ...none, state: 'unknown' }]);
    writeState(fake, { pid: 6, gateway_state: 'running' });
    expect(await seen()).toEqual(['unknown', { ...none, state: 'unknown' }]);
    writeState(fake, { start_time: 99, gateway_state: 'stopped' });
    expect(await seen()).toEqual(['unknown', { ...none, state: 'unknown' }]);
  });

  it.each([
    ['starting', 'starting'],
    ['draining', 'degraded'],
    ['degraded', 'degraded'],
    ['stopped', 'sick'],
    ['startup_failed', 'sick'],
    ['odd', 'unknown'],
  ])('that says %s is %s', async (phase, verdict) => {
    const fake = up();
    writeState(fake, { gateway_state: phase });
    expect((await check(fake, endpoint({ serves: false }))).verdict).toBe(verdict);
  });

  it('that answers, and is an empty shell, is sick (seed 003)', async () => {
    const fake = up();
    fake.listen(7, PORT);
    writeState(fake, { gateway_state: 'running' });
    fake.host.processes.startedAt = () => new Date(2026, 5, 9, 14, 0).getTime();
    const line = '2026-06-09 15:34:12 ERROR RuntimeError: Executor shutdown has been called\n';
    fake.host.files.writeAtomic(`${CODE}/logs/gateway.log`, line, { mode: 0o600 });
    const health = await check(fake);
    expect(health.verdict).toBe('sick');
    expect(answers(health)).toEqual({
      process: 'well',
      listener: 'well',
      http: 'well',
      state: 'well',
      log: 'not',
    });
  });

  it('that is degraded by its own word is sick all the same, when its log says so', async () => {
    const fake = up();
    writeState(fake, { gateway_state: 'degraded' });
    fake.host.processes.startedAt = () => new Date(2026, 5, 9, 14, 0).getTime();
    const line = '2026-06-09 15:34:12 ERROR RuntimeError: Executor shutdown has been called\n';
    fake.host.files.writeAtomic(`${CODE}/logs/gateway.log`, line, { mode: 0o600 });
    expect((await check(fake, endpoint({ serves: false }))).verdict).toBe('sick');
  });

  it('is not changed by being asked: the answer is the same, and so are the files (B-05)', async () => {
    const fake = up();
    fake.listen(7, PORT);
    writeState(fake, { gateway_state: 'running' });
    const before = readdirSync(fake.root, { recursive: true });
    expect(await check(fake)).toEqual(await check(fake));
    expect(readdirSync(fake.root, { recursive: true })).toEqual(before);
  });

  it('beside a second one of the profile is degraded', async () => {
    const fake = up();
    fake.listen(7, PORT);
    fake.spawn(gateway('code'), {}, 8);
    const { verdict, levels } = await check(fake);
    expect([verdict, levels.process.reason]).toEqual([
      'degraded',
      'several gateways of this profile run: 7, 8',
    ]);
  });
});

// G-09
describe('/health', () => {
  const answer = (status: number, body = ''): GetResult => ({ state: 'answered', status, body, ms: 1 });
  const URL = 'http://127.0.0.1:8650/health';

  it.each([
    [HEALTHY, 'well', null, 'well'],
    [answer(204), 'well', null, 'well'],
    [answer(302), 'not', `${URL} answers with 302: a redirect, which is not followed`, 'sick'],
    [answer(500), 'not', `${URL} answers with 500`, 'sick'],
    [{ state: 'refused' }, 'not', `${URL} refuses connections`, 'sick'],
    [{ state: 'failed', code: 'ECONNRESET' }, 'not', `${URL} fails: ECONNRESET`, 'sick'],
    [{ state: 'timeout' }, 'unknown', `${URL} gave no answer within 2000 ms`, 'unknown'],
  ] as const)('%j', async (result, answered, reason, verdict) => {
    const fake = up();
    fake.listen(7, PORT, result);
    const health = await check(fake);
    expect([health.levels.http, health.verdict]).toEqual([{ answer: answered, reason }, verdict]);
  });

  it('of a listener whose owner cannot be told has to be the app’s', async () => {
    const fake = up();
    fake.host.net.socketOwners = () => new Map();
    fake.listen(7, PORT);
    expect((await check(fake)).verdict).toBe('well');
    fake.listen(7, PORT, answer(200, '<html>'));
    const { verdict, levels } = await check(fake);
    expect([verdict, levels.http.reason]).toEqual(['sick', `${URL} answers, and not as Hermes Agent does`]);
  });

  it.each([
    ['0.0.0.0', 'http://127.0.0.1:8650/health'],
    ['::', 'http://[::1]:8650/health'],
    ['::1', 'http://[::1]:8650/health'],
    ['[::1]', 'http://[::1]:8650/health'],
    ['localhost', 'http://localhost:8650/health'],
    ['127.0.0.2', 'http://127.0.0.2:8650/health'],
  ])('of the host %s is asked on this machine (B-17)', async (host, url) => {
    const asked = await urlsAsked(host);
    expect(asked).toEqual([url]);
  });

  it.each([
    '192.168.1.5',
    'gateway.example',
    '169.254.169.254',
    '127.0.0.1.example',
    'a b',
    '127.0.0.1@x',
    '',
  ])('of the host %j is not asked (B-26)', async (host) => {
    const fake = up();
    fake.host.exec = async () => ({ state: 'missing' });
    fake.host.net.get = async () => expect.fail('asked');
    const { levels } = await check(fake, endpoint({ host }), {
      listeners: { source: null, all: null },
    });
    expect(levels.http).toEqual({
      answer: 'none',
      reason: `not asked: ${host} is not this machine's loopback`,
    });
  });

  it('of another host is asked where it is allowed', async () => {
    expect(await urlsAsked('192.168.1.5', ['192.168.1.5'])).toEqual(['http://192.168.1.5:8650/health']);
    expect(await urlsAsked('Gateway.example', ['gateway.example'])).toEqual([
      'http://gateway.example:8650/health',
    ]);
    expect(await urlsAsked('a b', ['a b'])).toEqual([]);
  });

  async function urlsAsked(host: string, allowHosts: readonly string[] = []): Promise<string[]> {
    const fake = up();
    const asked: string[] = [];
    fake.host.net.get = async (url) => {
      asked.push(url);
      return HEALTHY;
    };
    await check(fake, endpoint({ host }), { allowHosts, listeners: { source: null, all: null } });
    return asked;
  }
});

it('one deadline for all: who is asked late gets less time, and who is not asked by then is not known', async () => {
  const { host } = up();
  const given: number[] = [];
  host.net.get = async (_, { timeoutMs }) => {
    given.push(timeoutMs);
    await host.clock.sleep(timeoutMs);
    return { state: 'timeout' };
  };
  const wanted = Array.from({ length: 4 }, (_, at) => requestOf(String(at), CODE, endpoint()));
  const listeners = { source: null, all: null };
  const options = { timeoutMs: 200, deadlineMs: 300, concurrency: 1, listeners };
  const all = [...(await checkHealth(host, app, wanted, options)).values()];
  expect(given).toEqual([200, 100]);
  expect(all.map(({ levels }) => levels.http)).toEqual([
    { answer: 'unknown', reason: 'http://127.0.0.1:8650/health gave no answer within 200 ms' },
    { answer: 'unknown', reason: 'http://127.0.0.1:8650/health gave no answer within 100 ms' },
    ...Array(2).fill({ answer: 'unknown', reason: 'not asked: the time for all was over' }),
  ]);
});

/** Servers on ports of their own, of this very process; gone after the test. */
async function serve(listener: RequestListener | 'hangs', host = '127.0.0.1'): Promise<number> {
  const server: Server = listener === 'hangs' ? createServer() : createHttp(listener);
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    if ('closeAllConnections' in server) (server as ReturnType<typeof createHttp>).closeAllConnections();
    for (const socket of sockets) socket.destroy();
  });
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  return (server.address() as AddressInfo).port;
}

const me: Liveness = {
  state: 'running',
  pid: process.pid,
  start: null,
  identity: { kind: 'pinned' } as Extract<Liveness, { state: 'running' }>['identity'],
  others: [],
};

const requestOf = (id: string, home: string, at: Endpoint): HealthRequest => ({
  id,
  profile: id,
  home,
  endpoint: at,
  process: me,
});

const ok: RequestListener = (_, response) => response.end('{"platform": "hermes-agent"}');

describe('many, on real sockets', () => {
  it('ten of a hundred hang: nobody else waits for them', async () => {
    const home = makeRoot({ x: '' });
    const ports = await Promise.all(
      Array.from({ length: 100 }, (_, at) => serve(at % 10 === 0 ? 'hangs' : ok)),
    );
    const wanted = ports.map((port, at) => requestOf(String(at), home, endpoint({ port })));
    const done: number[] = [];
    const host = openHost(undefined);
    const { get } = host.net;
    let open = 0;
    let most = 0;
    host.net = {
      ...host.net,
      async get(url, options) {
        most = Math.max(most, ++open);
        const result = await get(url, options);
        open--;
        done.push(ports.indexOf(Number(new URL(url).port)));
        return result;
      },
    };
    const all = await checkHealth(host, app, wanted, {
      timeoutMs: 2_000,
      deadlineMs: 20_000,
      concurrency: 20,
    });
    for (const [id, { verdict, levels }] of all) {
      const hangs = Number(id) % 10 === 0;
      expect([id, verdict, levels.http.answer]).toEqual([
        id,
        hangs ? 'unknown' : 'well',
        hangs ? 'unknown' : 'well',
      ]);
    }
    expect(most).toBe(20);
    // Those that answer are through before the first of those that hang is given up.
    expect(done.slice(0, 90).every((at) => at % 10 !== 0)).toBe(true);
  });

  it('a redirect is not followed, and an endless body ends', async () => {
    const home = makeRoot({ x: '' });
    let followed = 0;
    const other = await serve((_, response) => {
      followed++;
      response.end();
    });
    const redirect = await serve((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${other}/` }).end(),
    );
    const endless = await serve((_, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(16 * 1024), () => setImmediate(more));
      };
      more();
    });
    const wanted = [redirect, endless].map((port) => requestOf(String(port), home, endpoint({ port })));
    const all = await checkHealth(openHost(undefined), app, wanted);
    expect(all.get(String(redirect))?.levels.http).toMatchObject({ answer: 'not' });
    expect(all.get(String(endless))?.levels.http).toEqual(WELL);
    expect(followed).toBe(0);
  });
});
