import type { Host } from '../../src/host/host.ts';
import type { LocalAnswer, LocalRequest } from '../../src/host/local-socket.ts';
import type { Children, Exit, SpawnRequest } from '../../src/host/spawn.ts';
import type { Service } from '../../src/model/service.ts';
import { supervisorPolicy } from '../../src/ops/services/supervisor.ts';
import type { Ports } from '../../src/supervisor/ports.ts';
import type { Supervised } from '../../src/supervisor/service-state.ts';
import { type Over, supervise } from '../../src/supervisor/supervise.ts';
import { type FakeHost, fakeHost } from '../ops/fakes.ts';
import { app, service } from '../ops/fixtures.ts';
import { fakeTimers } from './timers.ts';

/** What a gateway does from its start on. */
export interface Behaviour {
  /** It ends by itself after so many milliseconds; null: never. */
  endsAfter?: number | null;
  exit?: Exit;
  /** Milliseconds from SIGTERM to its end; null: never. */
  termMs?: number | null;
  writes?: string;
  /** Milliseconds until its state file says that it runs; null: never. */
  readyAfter?: number | null;
  /** No process comes to be. */
  refused?: string;
}

/** The services of a fleet, each with what differs. */
export const fleetOf = (...some: (Partial<Service> & { profile: string })[]): Service[] =>
  some.map((given) => ({
    ...service(given.profile),
    state: 'enabled',
    dependsOn: [],
    stopTimeout: 70,
    ...given,
  }));

/** A supervisor on a host whose processes are a table and whose clock stands still until it is told to go on. */
export function fakeWorld(
  services: Service[],
  behave: (profile: string, nth: number) => Behaviour = () => ({}),
) {
  const fake: FakeHost = fakeHost(
    Object.fromEntries(services.map(({ home }) => [`${home.slice(1)}/config.yaml`, ''])),
  );
  const timers = fakeTimers();
  const host: Host = { ...fake.host, clock: timers.clock };
  const starts: SpawnRequest[] = [];
  const signals: string[] = [];
  const lines: string[] = [];
  const ending = new Map<number, (exit: Exit) => void>();
  const behaviours = new Map<number, Behaviour>();
  const ports = { load: services, interrupts: new Set<() => void>(), changed: () => {}, fingerprint: '' };
  const sockets = { path: '', answer: null as ((request: LocalRequest) => Promise<LocalAnswer>) | null };
  let pid = 1000;

  const end = (one: number, exit: Exit): void => {
    fake.processes.delete(one);
    fake.locks.clear();
    ending.get(one)?.(exit);
    ending.delete(one);
  };
  const children: Children = {
    async spawn(request) {
      const profile = request.argv[request.argv.indexOf('--profile') + 1] ?? '';
      const nth = starts.filter(({ argv }) => argv.includes(profile)).length;
      starts.push(request);
      const does = behave(profile, nth);
      if (does.refused !== undefined) return { state: 'refused', reason: does.refused };
      const mine = ++pid;
      behaviours.set(mine, does);
      fake.processes.set(mine, {
        pid: mine,
        argv: request.argv,
        environment: new Map(Object.entries(request.environment)),
        controlGroup: '/',
        start: mine,
      });
      if (does.writes !== undefined) host.files.append(request.log, does.writes, { sync: false });
      const exited = new Promise<Exit>((told) => ending.set(mine, told));
      const { readyAfter = 0 } = does;
      const home = request.folder;
      const says = (phase: string): void =>
        host.files.writeAtomic(
          `${home}/gateway_state.json`,
          JSON.stringify({ pid: mine, start_time: mine, gateway_state: phase }),
          { mode: 0o600 },
        );
      if (readyAfter !== 0) says('starting');
      if (readyAfter !== null)
        void timers.clock.sleep(readyAfter).then(() => fake.processes.has(mine) && says('running'));
      const { endsAfter = null, exit = { code: 1, signal: null } } = does;
      if (endsAfter !== null) void timers.clock.sleep(endsAfter).then(() => end(mine, exit));
      return { state: 'spawned', pid: mine, exited };
    },
    signal({ pid: one, start }, name, group) {
      const found = fake.processes.get(one);
      if (!found || (start !== null && found.start !== start)) return false;
      signals.push(`${name} ${found.argv.at(-3)}${group ? ' group' : ''}`);
      const { termMs = 20 } = behaviours.get(one) ?? {};
      if (name === 'SIGKILL') end(one, { code: null, signal: 'SIGKILL' });
      else if (termMs !== null)
        void timers.clock.sleep(termMs).then(() => end(one, { code: 0, signal: null }));
      return true;
    },
  };
  const given = (): Ports => ({
    host,
    app,
    root: '/home/u/.hermes',
    state: '/home/u/.local/state/unitpin',
    policy: supervisorPolicy(app),
    load: async () => ports.load,
    source: { fingerprint: () => ports.fingerprint, folders: () => [] },
    children,
    sockets: {
      async serve(path, answer) {
        Object.assign(sockets, { path, answer });
        return { close: async () => {} };
      },
      ask: async () => ({ state: 'absent' }),
      follow: async () => false,
    },
    watch: (_, changed) => {
      ports.changed = changed;
      return { close: () => {} };
    },
    lifecycle: {
      files: host.files,
      folder: '/home/u/.local/state/unitpin',
      owner: null,
      manager: 'supervisor',
      now: timers.clock.now,
      warn: (line) => lines.push(line),
    },
    say: (line) => lines.push(line),
    onInterrupt(callback) {
      ports.interrupts.add(callback);
      return () => ports.interrupts.delete(callback);
    },
  });

  /** Asks on the control socket; an error with what is said where it is refused. */
  async function ask<T = { services: Supervised[] }>(
    method: string,
    path: string,
    body?: object,
  ): Promise<T> {
    const [pathname = '', search = ''] = path.split('?');
    const request = { method, path: pathname, query: new URLSearchParams(search) };
    const told = await sockets.answer!({ ...request, body: body === undefined ? '' : JSON.stringify(body) });
    if (!('body' in told)) throw new Error('a stream');
    if (told.status !== 200) throw new Error(`${told.status} ${JSON.stringify(told.body)}`);
    return told.body as T;
  }
  let over: Promise<Over> | null = null;
  return {
    ...timers,
    fake,
    host,
    starts,
    signals,
    lines,
    ports,
    sockets,
    children,
    given,
    ask,
    end,
    /** Runs it; it is ended with the test. */
    run(): Promise<Over> {
      over = supervise(given());
      over.catch(() => {});
      return over;
    },
    interrupt() {
      for (const callback of [...ports.interrupts]) callback();
    },
    /** Phase and reason of each service, as it says them. */
    async list(): Promise<Record<string, string>> {
      const { services: all } = await ask('GET', '/list');
      return Object.fromEntries(
        all.map(({ profile, actual: { phase, reason } }) => [
          profile,
          reason === null ? phase : `${phase}: ${reason}`,
        ]),
      );
    },
    startsOf: (profile: string): number => starts.filter(({ argv }) => argv.includes(profile)).length,
    pidOf: (profile: string): number =>
      [...fake.processes.values()].find(({ argv }) => argv.includes(profile))?.pid ?? 0,
  };
}
