import { readFileSync } from 'node:fs';

/** What a running process was started with. */
export interface Process {
  pid: number;
  argv: readonly string[];
  environment: ReadonlyMap<string, string>;
}

/** The processes of this machine. */
export interface Processes {
  /** Null when it is gone, or cannot be looked at. */
  read(pid: number): Process | null;
  /** The processes of a control group and the groups below it; empty when there is none. */
  inControlGroup(path: string): number[];
}

const nulSeparated = (bytes: Buffer): string[] => bytes.toString('utf8').split('\0').slice(0, -1);

/** Linux: proc(5) and the unified control group tree. */
export function processesOfLinux(): Processes {
  const cgroupRoot = controlGroupMount();
  return {
    read(pid) {
      if (!Number.isInteger(pid) || pid <= 1) return null;
      try {
        const argv = nulSeparated(readFileSync(`/proc/${pid}/cmdline`));
        // A zombie has no words left.
        if (argv.length === 0) return null;
        const environment = new Map<string, string>();
        for (const item of nulSeparated(readFileSync(`/proc/${pid}/environ`))) {
          const equals = item.indexOf('=');
          if (equals > 0) environment.set(item.slice(0, equals), item.slice(equals + 1));
        }
        return { pid, argv, environment };
      } catch {
        return null;
      }
    },
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

/** Where the tree that systemd uses is mounted: the unified one, or the hybrid layout's. */
function controlGroupMount(): string {
  try {
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
    return mounts.find((line) => line.split(' ')[2] === 'cgroup2')?.split(' ')[1] ?? '/sys/fs/cgroup/systemd';
  } catch {
    return '/sys/fs/cgroup';
  }
}
