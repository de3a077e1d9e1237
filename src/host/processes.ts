import { readdirSync, readFileSync, statSync } from 'node:fs';

/** What a running process was started with. */
export interface Process {
  pid: number;
  argv: readonly string[];
  environment: ReadonlyMap<string, string>;
}

/** A process and where in the tree of control groups it is. */
export interface PlacedProcess extends Process {
  controlGroup: string;
}

/** The processes of this machine. */
export interface Processes {
  /** Null when it is gone, or cannot be looked at. */
  read(pid: number): Process | null;
  /** The processes of a control group and the groups below it; empty when there is none. */
  inControlGroup(path: string): number[];
  /** The processes of an account whose words are `wanted`; what cannot be looked at is left out. */
  ofAccount(uid: number, wanted: (argv: readonly string[]) => boolean): PlacedProcess[];
}

const nulSeparated = (bytes: Buffer): string[] => bytes.toString('utf8').split('\0').slice(0, -1);

/** Linux: proc(5) and the unified control group tree. */
export function processesOfLinux(): Processes {
  const cgroupRoot = controlGroupMount();
  return {
    read: (pid) => readProcess(pid, () => true),
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
  };
}

/** Null when it is gone, cannot be looked at, or is not wanted. */
function readProcess(pid: number, wanted: (argv: readonly string[]) => boolean): Process | null {
  if (!Number.isInteger(pid) || pid <= 1) return null;
  try {
    const argv = nulSeparated(readFileSync(`/proc/${pid}/cmdline`));
    // A zombie has no words left.
    if (argv.length === 0 || !wanted(argv)) return null;
    const environment = new Map<string, string>();
    for (const item of nulSeparated(readFileSync(`/proc/${pid}/environ`))) {
      const equals = item.indexOf('=');
      if (equals > 0) environment.set(item.slice(0, equals), item.slice(equals + 1));
    }
    return { pid, argv, environment };
  } catch {
    return null;
  }
}

function listPids(uid: number): number[] {
  try {
    return readdirSync('/proc')
      .filter(
        (name) => /^\d+$/.test(name) && statSync(`/proc/${name}`, { throwIfNoEntry: false })?.uid === uid,
      )
      .map(Number);
  } catch {
    return [];
  }
}

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
