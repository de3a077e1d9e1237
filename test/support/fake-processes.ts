import type { LockHolder } from '../../src/host/file-locks.ts';
import { below, type Processes } from '../../src/host/processes.ts';

/** A process of the table. What is not said is as for any process of the account. */
export interface FakeProcess {
  pid: number;
  argv: readonly string[];
  /** Null: it may not be looked at. */
  environment?: ReadonlyMap<string, string> | null;
  uid?: number;
  parent?: number;
  /** The letter of proc_pid_stat(5). */
  state?: string;
  start?: number;
  controlGroup?: string;
  /** Its numbers, ours first; more than one: it runs in a container. */
  numbers?: readonly number[];
  /** It is there, and nothing more can be known. */
  denied?: boolean;
}

/** Ticks from the boot to the start of a process that does not say. */
export const START = 100;

/** Processes that are a table, by pid. `locks`: who holds which file. */
export function fakeProcesses(
  table: ReadonlyMap<number, FakeProcess>,
  locks: ReadonlyMap<string, LockHolder> = new Map(),
  boot = 0,
): Processes {
  const alive = (pid: number): FakeProcess | undefined => {
    const one = table.get(pid);
    return one && one.state !== 'Z' && !one.denied && pid > 1 ? one : undefined;
  };
  const environmentOf = ({ environment }: FakeProcess) =>
    environment === undefined ? new Map() : environment;
  const startOf = ({ start = START }: FakeProcess): number => start;
  return {
    read(pid) {
      const one = alive(pid);
      return one ? { pid, argv: one.argv, environment: environmentOf(one) } : null;
    },
    stat(pid) {
      const one = table.get(pid);
      if (!one) return 'absent';
      if (one.denied) return 'denied';
      return { state: one.state ?? 'S', parent: one.parent ?? 1, start: startOf(one) };
    },
    startedAt(pid) {
      const one = alive(pid);
      return one ? boot + startOf(one) * 10 : null;
    },
    numbers: (pid) => table.get(pid)?.numbers ?? [pid],
    descendants: (pid) => below(pid, new Map([...table.values()].map((one) => [one.pid, one.parent ?? 1]))),
    inControlGroup: (path) =>
      [...table.values()].filter(({ controlGroup }) => controlGroup === path).map(({ pid }) => pid),
    ofAccount: (uid, wanted) =>
      [...table.keys()].flatMap((pid) => {
        const one = alive(pid);
        if (!one || (one.uid ?? 1000) !== uid || one.controlGroup === undefined || !wanted(one.argv))
          return [];
        return [{ pid, argv: one.argv, environment: environmentOf(one), controlGroup: one.controlGroup }];
      }),
    lockHolders: (paths) => new Map(paths.map((path) => [path, locks.get(path) ?? { state: 'free' }])),
    own: () => ({ pid: 4, start: 1, boot: 'boot', namespace: 'pid:[4026531836]', host: 'host' }),
  };
}
