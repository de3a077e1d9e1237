import { readdirSync, readFileSync, statSync } from 'node:fs';
import { type LockHolder, lockHolders } from './file-locks.ts';
import { isAbsence } from './os-error.ts';
import { ownProcess, type ProcessId, processStat, type StatResult } from './process-id.ts';

/** What a running process was started with. */
export interface Process {
  pid: number;
  argv: readonly string[];
  /** Null where it may not be looked at. */
  environment: ReadonlyMap<string, string> | null;
}

/** A process and where in the tree of control groups it is. */
export interface PlacedProcess extends Process {
  controlGroup: string;
}

/** The processes of this machine. No number makes it fail: a pid is 2 or more, what is none is `absent`. */
export interface Processes {
  /** Null when it is gone, or cannot be looked at. */
  read(pid: number): Process | null;
  /** Whether it is there, and since when: `denied` when it is and nothing more can be known. */
  stat(pid: number): StatResult;
  /** When it was started, in milliseconds since 1970; null when that is not known. */
  startedAt(pid: number): number | null;
  /**
   * Its numbers in our pid namespace and in those below it (NSpid of proc_pid_status(5)): `[40017, 17]` runs in a
   * container. Empty when they cannot be told.
   */
  numbers(pid: number): readonly number[];
  /** The processes it has started, and theirs. */
  descendants(pid: number): number[];
  /** The processes of a control group and the groups below it; empty when there is none. */
  inControlGroup(path: string): number[];
  /** The processes of an account whose words are `wanted`, in one pass; what cannot be looked at is left out. */
  ofAccount(uid: number, wanted: (argv: readonly string[]) => boolean): PlacedProcess[];
  /** Who holds an flock(2) on each of these files; asked of the kernel, never by taking it. One pass for all. */
  lockHolders(paths: readonly string[]): ReadonlyMap<string, LockHolder>;
  /** The process that runs us. */
  own(): ProcessId;
}

const nulSeparated = (bytes: Buffer): string[] => bytes.toString('utf8').split('\0').slice(0, -1);

/** Linux: proc(5) and the unified control group tree. */
export function processesOfLinux(): Processes {
  const cgroupRoot = controlGroupMount();
  let boot: number | null = null;
  return {
    read: (pid) => readProcess(pid, () => true),
    stat: processStat,
    startedAt(pid) {
      boot ??= bootTime();
      return startedAt(pid, boot);
    },
    numbers,
    descendants: (pid) => (isPid(pid) ? below(pid, parents()) : []),
    ofAccount: (uid, wanted) =>
      listPids(uid).flatMap((pid) => {
        const found = readProcess(pid, wanted);
        const controlGroup = found && controlGroupOf(pid);
        return found && controlGroup ? [{ ...found, controlGroup }] : [];
      }),
    inControlGroup(path) {
      if (!path.startsWith('/') || path === '/') return [];
      try {
        return readFileSync(`${cgroupRoot}${path}/cgroup.procs`, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map(Number);
      } catch {
        return [];
      }
    },
    lockHolders,
    own: ownProcess,
  };
}

/** 0 and 1 are no process of ours; a negative number would mean a whole group to kill(2). */
export const isPid = (pid: number): boolean => Number.isSafeInteger(pid) && pid > 1;

/** Null when it is gone, cannot be looked at, or is not wanted. */
function readProcess(pid: number, wanted: (argv: readonly string[]) => boolean): Process | null {
  if (!isPid(pid)) return null;
  try {
    const argv = nulSeparated(readFileSync(`/proc/${pid}/cmdline`));
    // A zombie has no words left.
    if (argv.length === 0 || !wanted(argv)) return null;
    return { pid, argv, environment: environmentOf(pid) };
  } catch {
    return null;
  }
}

/** Null where it is closed to us. @throws when the process is gone */
function environmentOf(pid: number): ReadonlyMap<string, string> | null {
  const environment = new Map<string, string>();
  try {
    for (const item of nulSeparated(readFileSync(`/proc/${pid}/environ`))) {
      const equals = item.indexOf('=');
      if (equals > 0) environment.set(item.slice(0, equals), item.slice(equals + 1));
    }
    return environment;
  } catch (error) {
    if (isAbsence(error) || (error as NodeJS.ErrnoException).code === 'ESRCH') throw error;
    return null;
  }
}

/** Ticks a second: sysconf(_SC_CLK_TCK) is 100 on every architecture that Node runs on. */
const TICKS = 100;

/** @param boot milliseconds since 1970 */
function startedAt(pid: number, boot: number | null): number | null {
  const stat = processStat(pid);
  return typeof stat === 'string' || boot === null ? null : boot + (stat.start * 1_000) / TICKS;
}

/** Milliseconds since 1970. The kernel counts every interrupt for whoever reads that file: once is enough. */
function bootTime(): number | null {
  try {
    const boot = Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]);
    return Number.isNaN(boot) ? null : boot * 1_000;
  } catch {
    return null;
  }
}

function numbers(pid: number): readonly number[] {
  if (!isPid(pid)) return [];
  try {
    const line = /^NSpid:\s*(.+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return line?.split(/\s+/).map(Number) ?? [];
  } catch {
    return [];
  }
}

/** The parent of every process. */
function parents(): Map<number, number> {
  const result = new Map<number, number>();
  for (const pid of pidsOfProc()) {
    const stat = processStat(pid);
    if (typeof stat !== 'string') result.set(pid, stat.parent);
  }
  return result;
}

/** Everything below a process, nearest first. */
export function below(pid: number, parents: ReadonlyMap<number, number>): number[] {
  const children = new Map<number, number[]>();
  for (const [child, parent] of parents) children.set(parent, [...(children.get(parent) ?? []), child]);
  const found = new Set<number>();
  for (let level = children.get(pid) ?? []; level.length > 0; ) {
    // A number given away while the table was read may make a circle.
    const fresh = level.filter((one) => one !== pid && !found.has(one));
    for (const one of fresh) found.add(one);
    level = fresh.flatMap((one) => children.get(one) ?? []);
  }
  return [...found];
}

function pidsOfProc(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

const listPids = (uid: number): number[] =>
  pidsOfProc().filter((pid) => statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid === uid);

/** In the unified tree, else in systemd's own; null when it is in neither. */
function controlGroupOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
    return (/^0::(.+)$/m.exec(text) ?? /^\d+:name=systemd:(.+)$/m.exec(text))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Where the tree that systemd uses is mounted: the unified one, or the hybrid layout's. */
function controlGroupMount(): string {
  try {
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
    return mounts.find((line) => line.split(' ')[2] === 'cgroup2')?.split(' ')[1] ?? '/sys/fs/cgroup/systemd';
  } catch {
    return '/sys/fs/cgroup';
  }
}
