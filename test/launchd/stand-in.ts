import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Host, openHost } from '../../src/host/host.ts';
import type { Processes } from '../../src/host/processes.ts';

export interface Settings {
  /** Those that there are; a Mac that one reaches over ssh alone has no `gui`. */
  domains?: readonly ('gui' | 'user' | 'system')[];
  /** `older`: of macOS 10.15 or so; `newer`: of macOS 14 or so. They differ in texts, numbers and what `print` shows. */
  generation?: 'older' | 'newer';
  /** What a second of ThrottleInterval and ExitTimeOut lasts, in seconds. */
  scale?: number;
  /** How long `bootstrap` fails with 5 after the old job's process has ended. Milliseconds. */
  teardownMs?: number;
  /** Whether `bootout` leaves a note behind that the job is disabled. */
  bootoutDisables?: boolean;
}

/** An answer in launchd's place. */
export interface Fault {
  verb: string;
  /** What the last word of the command holds. */
  about?: string;
  times?: number;
  /** Null: it never answers. */
  code: number | null;
  says?: string;
  /** Whether what was asked for happens all the same. */
  works?: boolean;
}

export interface Look {
  calls: string[][];
  overrides: Record<'system' | 'account', Record<string, boolean>>;
  jobs: TestJob[];
}

/** A job that is loaded. */
export interface TestJob {
  domain: string;
  label: string;
  pid: number | null;
  runs: number;
  state: string;
}

/** A launchd of one test's own, its `launchctl` in `bin`, and an account's home. All of it is gone after the test. */
export async function startLaunchd(settings: Settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'unitpin-launchd-'));
  const home = join(folder, 'home');
  const here = resolve(import.meta.dirname, 'stand-in');
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(home, 'Library/LaunchAgents'), { recursive: true });
  symlinkSync(join(here, 'launchctl'), join(folder, 'bin/launchctl'));
  const { uid, gid, username } = userInfo();
  const { domains = ['gui', 'user', 'system'], generation = 'newer', scale = 0.02 } = settings;
  const { teardownMs = 0, bootoutDisables = false } = settings;
  const named = (names: NonNullable<Settings['domains']>): string[] =>
    names.map((name) => (name === 'system' ? name : `${name}/${uid}`));
  const given = { uid, home, generation, scale, teardownMs, bootoutDisables, domains: named(domains) };
  const daemon = spawn('/usr/bin/python3', ['-I', join(here, 'launchd.py'), folder, JSON.stringify(given)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {},
  });
  onTestFinished(async () => {
    daemon.stdin.end();
    if (daemon.exitCode === null) await once(daemon, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });
  await once(daemon.stdout, 'data');

  const order = (request: object): Promise<Look> =>
    new Promise((done, failed) => {
      let text = '';
      const socket = createConnection(join(folder, 'launchd.sock'));
      socket.setEncoding('utf8').on('data', (data) => {
        text += data;
      });
      socket.on('end', () => done(JSON.parse(text))).on('error', failed);
      socket.write(`${JSON.stringify(request)}\n`);
    });

  const real = openHost(undefined);
  const host: Host = {
    ...real,
    platform: 'darwin',
    processes: asOnMac(real.processes, home),
    caller: { name: username, uid, gid, home },
    environment: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: home },
  };
  const look = () => order({ order: 'look' });
  return {
    host,
    home,
    uid,
    agents: join(home, 'Library/LaunchAgents'),
    /** Where jobs are loaded: the first that there is. */
    domain: given.domains[0] ?? '',
    look,
    /** What launchctl was called with, questions left out. */
    acts: async () =>
      (await look()).calls.map((call) => call.join(' ')).filter((call) => !call.startsWith('print')),
    job: async (label: string) => (await look()).jobs.find((job) => job.label === label) ?? null,
    fault: ({ about = '', times = 1, says = '', works = false, ...rest }: Fault) =>
      order({ order: 'fault', fault: { ...rest, about, times, says, works } }),
    setDomains: (names: NonNullable<Settings['domains']>) =>
      order({ order: 'domains', domains: named(names) }),
  };
}

export type TestLaunchd = Awaited<ReturnType<typeof startLaunchd>>;

/**
 * macOS shows no other process's environment, and nobody there says who holds a lock. What else runs on the machine of the
 * test does not run on this Mac.
 */
function asOnMac(processes: Processes, home: string): Processes {
  const reason = 'this system does not tell who holds a lock';
  return {
    ...processes,
    read: (pid) => {
      const found = processes.read(pid);
      return found && { ...found, environment: null };
    },
    inControlGroup: () => [],
    ofAccount: (uid, wanted) =>
      processes
        .ofAccount(uid, wanted)
        .filter(({ argv, environment }) => [...argv, ...(environment?.values() ?? [])].join().includes(home))
        .map((one) => ({ ...one, environment: null, controlGroup: '' })),
    lockHolders: (paths) => new Map(paths.map((path) => [path, { state: 'unknown', reason }])),
  };
}
