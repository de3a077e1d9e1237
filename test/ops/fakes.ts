import type { Exec, ExecResult } from '../../src/host/exec.ts';
import { filesBelow } from '../../src/host/files.ts';
import type { Host } from '../../src/host/host.ts';
import type { Process } from '../../src/host/processes.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';

/** A unit as the fake manager has it, in the words of `systemctl show`. */
export interface Unit {
  LoadState: string;
  ActiveState: string;
  SubState: string;
  UnitFileState: string;
  MainPID: number;
  NRestarts: number;
  Result: string;
  ControlGroup: string;
  NeedDaemonReload: string;
}

const ABSENT: Unit = {
  LoadState: 'not-found',
  ActiveState: 'inactive',
  SubState: 'dead',
  UnitFileState: '',
  MainPID: 0,
  NRestarts: 0,
  Result: 'success',
  ControlGroup: '',
  NeedDaemonReload: 'no',
};
export const STOPPED: Unit = { ...ABSENT, LoadState: 'loaded', UnitFileState: 'enabled' };
export const running = (pid: number): Unit => ({
  ...STOPPED,
  ActiveState: 'active',
  SubState: 'running',
  MainPID: pid,
  ControlGroup: `/${pid}`,
});

const UNITS = '/home/u/.config/systemd/user';
const done = (stdout = ''): ExecResult => ({ state: 'done', code: 0, stdout, stderr: '' });
export const fails = (stderr: string): ExecResult => ({ state: 'done', code: 1, stdout: '', stderr });

/**
 * A host whose systemd is a table of units, whose processes are another, and whose clock moves only when slept. A start
 * runs what the unit's files say at that moment, as systemd does after a reload.
 */
export function fakeHost(tree: Tree = {}) {
  const root = makeRoot({ 'etc/passwd': PASSWD, 'home/u/.hermes/bin/hermes': '', ...tree });
  const files = filesBelow(root);
  const units = new Map<string, Unit>();
  const processes = new Map<number, Process>();
  /** What was asked of systemctl: the verb and what follows its options. */
  const calls: string[] = [];
  /** Answers instead of the table, by verb. */
  const answers = new Map<string, ExecResult>();
  /** What `systemd-analyze verify` says of the files it is asked about. */
  const checker = { says: (_paths: readonly string[]): string => '', asked: 0 };
  /** Units whose program ends at once. */
  const broken = new Set<string>();
  /** What happens while unitpin sleeps. */
  const events = { sleep: () => {} };
  let time = Date.UTC(2026, 10, 20);
  let nextPid = 1000;

  function spawn(argv: readonly string[], environment: Record<string, string> = {}, pid = ++nextPid): number {
    processes.set(pid, { pid, argv, environment: new Map(Object.entries(environment)) });
    return pid;
  }

  /** Runs a unit by its files. */
  function launch(name: string): void {
    const known = units.get(name) ?? STOPPED;
    processes.delete(known.MainPID);
    if (broken.has(name)) {
      const waits = { ActiveState: 'activating', SubState: 'auto-restart', Result: 'exit-code', MainPID: 0 };
      units.set(name, { ...known, LoadState: 'loaded', ...waits });
      return;
    }
    const text = [`${UNITS}/${name}`, `${UNITS}/${name}.d/zz-unitpin.conf`]
      .map((path) => files.read(path))
      .map((found) => (found.state === 'there' ? found.bytes.toString('utf8') : ''))
      .join('\n');
    const all = (key: string) =>
      [...text.matchAll(new RegExp(`^${key}=(.+)$`, 'gm'))].map(([, value]) => value!);
    const environment = all('Environment').map((item) => item.split(/=(.*)/s) as [string, string]);
    const pid = spawn((all('ExecStart').at(-1) ?? '').split(' '), Object.fromEntries(environment));
    units.set(name, { ...known, ...running(pid), UnitFileState: known.UnitFileState });
  }

  function stop(name: string): void {
    const known = units.get(name) ?? ABSENT;
    processes.delete(known.MainPID);
    units.set(name, { ...known, ActiveState: 'inactive', SubState: 'dead', MainPID: 0 });
  }

  const set = (name: string, values: Partial<Unit>) =>
    units.set(name, { ...(units.get(name) ?? STOPPED), ...values });

  const verbs: Record<string, (name: string) => void> = {
    start: (name) => (units.get(name)?.ActiveState === 'active' ? undefined : launch(name)),
    restart: launch,
    stop,
    enable: (name) => set(name, { UnitFileState: 'enabled' }),
    disable: (name) => set(name, { UnitFileState: 'disabled' }),
    'reset-failed': (name) => set(name, { ActiveState: 'inactive', Result: 'success' }),
  };

  function verify(argv: readonly string[]): ExecResult {
    checker.asked++;
    const stderr = checker.says(argv.slice(argv.indexOf('--') + 1));
    return { state: 'done', code: stderr === '' ? 0 : 1, stdout: '', stderr };
  }

  const exec: Exec = async (argv) => {
    const [program, , , , verb = '', ...rest] = argv;
    if (program === 'systemd-analyze' && argv.includes('verify')) return verify(argv);
    if (program !== 'systemctl') throw new Error(`not a program of this host: ${program}`);
    const names = rest.includes('--') ? rest.slice(rest.indexOf('--') + 1) : [];
    calls.push([verb, ...names].join(' '));
    const answer = answers.get(verb);
    if (answer) return answer;
    if (verb === 'show') {
      const blocks = names.map((name) => Object.entries({ Id: name, ...(units.get(name) ?? ABSENT) }));
      return done(
        blocks.map((block) => block.map(([key, value]) => `${key}=${value}\n`).join('')).join('\n'),
      );
    }
    if (verb === 'show-environment') return done('HOME=/home/u\nPATH=/usr/bin\n');
    if (verb === 'daemon-reload') return done();
    const action = verbs[verb];
    if (!action) throw new Error(`systemctl has no ${verb}`);
    for (const name of names) action(name);
    return done();
  };

  const host: Host = {
    platform: 'linux',
    live: true,
    files,
    exec,
    clock: {
      now: () => time,
      async sleep(ms) {
        time += ms;
        events.sleep();
      },
    },
    processes: {
      read: (pid) => processes.get(pid) ?? null,
      inControlGroup: (path) => [...processes.keys()].filter((pid) => path === `/${pid}`),
      ofAccount: () => [],
    },
    random: (bytes) => 'ab'.repeat(bytes),
    caller: { name: 'u', uid: 1000, gid: 1000, home: '/home/u' },
    environment: { PATH: '/usr/bin' },
  };
  return { host, root, units, processes, spawn, calls, answers, checker, broken, events, now: () => time };
}

export type FakeHost = ReturnType<typeof fakeHost>;
