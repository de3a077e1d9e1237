import type { Exec, ExecResult } from '../../src/host/exec.ts';
import type { LockHolder } from '../../src/host/file-locks.ts';
import { type Files, filesBelow } from '../../src/host/files.ts';
import type { Host } from '../../src/host/host.ts';
import type { GetResult } from '../../src/host/net.ts';
import type { Stat } from '../../src/host/read-files.ts';
import type { SocketOwner } from '../../src/host/socket-owners.ts';
import { type FakeProcess, fakeProcesses } from '../support/fake-processes.ts';
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
  ExecMainStartTimestamp?: string;
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

/** As a gateway answers. */
export const HEALTHY: GetResult = {
  state: 'answered',
  status: 200,
  body: '{"status": "ok", "platform": "hermes-agent"}',
  ms: 3,
};

const UNITS = '/home/u/.config/systemd/user';
const done = (stdout = ''): ExecResult => ({ state: 'done', code: 0, stdout, stderr: '' });
export const fails = (stderr: string): ExecResult => ({ state: 'done', code: 1, stdout: '', stderr });

/**
 * A host whose systemd is a table of units, whose processes are another, and whose clock moves only when slept. A start
 * runs what the unit's files say at that moment, as systemd does after a reload.
 */
export function fakeHost(tree: Tree = {}, at?: string) {
  const base = { 'etc/passwd': PASSWD, 'home/u/.hermes/bin/hermes': '', 'run/systemd/system': null };
  // `at`: an earlier one's files.
  const root = at ?? makeRoot({ ...base, 'proc/net/tcp': '  sl  local_address rem_address   st\n', ...tree });
  const disk = filesBelow(root);
  /** Owners and modes that are not what they would be: all belongs to u, and nobody else may write. */
  const permissions = new Map<string, Partial<Pick<Stat, 'uid' | 'gid' | 'mode'>>>();
  const files: Files = {
    ...disk,
    stat(path) {
      const found = disk.stat(path);
      if (found.mode === null) return found;
      return { ...found, uid: 1000, gid: 1000, mode: found.mode & 0o7755, ...permissions.get(path) };
    },
  };
  const units = new Map<string, Unit>();
  const processes = new Map<number, FakeProcess>();
  /** Who has which port; what is answered there, by URL; who holds which file. */
  const sockets = new Map<number, SocketOwner>();
  const answering = new Map<string, GetResult>();
  const locks = new Map<string, LockHolder>();
  /** What was asked of systemctl: the verb and what follows its options. */
  const calls: string[] = [];
  /** Answers instead of the table, by verb. */
  const answers = new Map<string, ExecResult>();
  /** What `systemd-analyze verify` says of the files it is asked about. */
  const checker = { says: (_paths: readonly string[]): string => '', asked: 0 };
  /** What services wrote; `at`: milliseconds since 1970. */
  const journal: { unit: string; at: number; message: string }[] = [];
  /** Units whose first drop-in the manager has not seen: NeedDaemonReload does not tell. */
  const unseen = new Set<string>();
  /** Units whose program ends at once. */
  const broken = new Set<string>();
  /** Units whose program ends badly when it is stopped. */
  const sore = new Set<string>();
  /** What happens while unitpin sleeps. */
  const events = { sleep: () => {} };
  let time = Date.UTC(2026, 10, 20);
  let nextPid = 1000;

  function spawn(argv: readonly string[], environment: Record<string, string> = {}, pid = ++nextPid): number {
    const controlGroup = `/${pid}`;
    processes.set(pid, { pid, argv, environment: new Map(Object.entries(environment)), controlGroup });
    return pid;
  }

  /** Has a process listen on the loopback; `answer`: what it answers to /health. */
  function listen(pid: number, port: number, answer: GetResult | null = HEALTHY): void {
    sockets.set(port, { pid, command: processes.get(pid)?.argv.join(' ') ?? '' });
    const lines = [...sockets.keys()].map(
      (one) =>
        `0: 0100007F:${one.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A 0 0 0 0 0 ${one}`,
    );
    files.writeAtomic('/proc/net/tcp', ['  sl', ...lines, ''].join('\n'), { mode: 0o444 });
    if (answer) answering.set(`http://127.0.0.1:${port}/health`, answer);
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
    const unquoted = (word: string) => word.replace(/^"(.*)"$/, '$1');
    const environment = all('Environment').map((item) => unquoted(item).split(/=(.*)/s) as [string, string]);
    const words = (all('ExecStart').at(-1) ?? '').split(' ').map(unquoted);
    const pid = spawn(words, Object.fromEntries(environment));
    units.set(name, { ...known, ...running(pid), UnitFileState: known.UnitFileState });
  }

  function stop(name: string): void {
    const known = units.get(name) ?? ABSENT;
    processes.delete(known.MainPID);
    const ended = sore.has(name) && known.MainPID > 0 ? 'failed' : 'inactive';
    units.set(name, { ...known, ActiveState: ended, SubState: 'dead', MainPID: 0 });
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

  /** As `--output=cat` has it, and as `--output=json`. */
  function journalctl(argv: readonly string[]): ExecResult {
    calls.push(argv.join(' '));
    const answer = answers.get('journalctl');
    if (answer) return answer;
    const wanted = argv.flatMap((word) => /^--(?:user-)?unit=(.+)$/.exec(word)?.[1] ?? []);
    const after = argv.find((word) => word.startsWith('--after-cursor='))?.split('=')[1];
    const lines = Number(argv.find((word) => word.startsWith('--lines='))?.split('=')[1] ?? Infinity);
    const all = journal.map((entry, index) => ({ ...entry, cursor: `c${index}` }));
    const from = after === undefined ? 0 : all.findIndex(({ cursor }) => cursor === after) + 1;
    const found = all.slice(from).filter(({ unit }) => wanted.includes(unit));
    const asText = ({ unit, at, message, cursor }: (typeof all)[number]): string =>
      argv.includes('--output=json')
        ? JSON.stringify({
            __CURSOR: cursor,
            __REALTIME_TIMESTAMP: String(at * 1000),
            _SYSTEMD_USER_UNIT: unit,
            MESSAGE: message,
          })
        : message;
    return done(
      found
        .slice(-lines)
        .map((entry) => `${asText(entry)}\n`)
        .join(''),
    );
  }

  /** Lingering is a file of logind's. */
  function loginctl(words: readonly string[]): ExecResult {
    calls.push(`loginctl ${words.join(' ')}`);
    const answer = answers.get('loginctl');
    if (answer) return answer;
    if (words.at(-2) !== 'enable-linger') throw new Error(`loginctl has no ${words.at(-2)}`);
    disk.writeAtomic(`/var/lib/systemd/linger/${words.at(-1)}`, '', { mode: 0o644 });
    return done();
  }

  const exec: Exec = async (argv) => {
    const [program = '', ...words] = argv;
    const [verb = '', ...rest] = words.slice(words.findIndex((word) => !word.startsWith('-')));
    if (program === 'systemd-analyze' && argv.includes('verify')) return verify(argv);
    if (program === 'systemd-analyze') return { state: 'missing' };
    if (program === 'journalctl') return journalctl(argv);
    if (program === 'loginctl') return loginctl(words);
    if (program !== 'systemctl') throw new Error(`not a program of this host: ${program}`);
    const names = rest.includes('--') ? rest.slice(rest.indexOf('--') + 1) : [];
    calls.push([verb, ...names].join(' '));
    const answer = answers.get(verb);
    if (answer) return answer;
    if (verb === 'show') {
      // systemd names the folder as it is without links.
      const dropInsOf = (name: string) =>
        unseen.has(name)
          ? []
          : files
              .list(`${UNITS}/${name}.d`)
              .map((one) => `${files.realPath(`${UNITS}/${name}.d`)}/${one.name}`);
      const blocks = names.map((name) =>
        Object.entries({
          Id: name,
          ...(units.get(name) ?? ABSENT),
          DropInPaths: dropInsOf(name).join(' '),
        }),
      );
      return done(
        blocks.map((block) => block.map(([key, value]) => `${key}=${value}\n`).join('')).join('\n'),
      );
    }
    if (verb === 'show-environment') return done('HOME=/home/u\nPATH=/usr/bin\n');
    if (verb === 'daemon-reload') {
      unseen.clear();
      return done();
    }
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
      elapsed: () => time,
      async sleep(ms) {
        time += ms;
        events.sleep();
      },
    },
    net: {
      bind: async (_, port) => ({ state: sockets.has(port) ? 'busy' : 'free' }),
      get: async (url) => answering.get(url) ?? { state: 'refused' },
      resolve: async () => [],
      socketOwners: (inodes) => new Map([...sockets].filter(([inode]) => inodes.has(inode))),
    },
    processes: fakeProcesses(processes, locks),
    random: (bytes) => 'ab'.repeat(bytes),
    caller: { name: 'u', uid: 1000, gid: 1000, home: '/home/u' },
    environment: { PATH: '/usr/bin' },
  };
  return {
    host,
    root,
    units,
    processes,
    spawn,
    calls,
    answers,
    checker,
    broken,
    sore,
    unseen,
    events,
    listen,
    answering,
    locks,
    permissions,
    journal,
    now: () => time,
  };
}

export type FakeHost = ReturnType<typeof fakeHost>;
