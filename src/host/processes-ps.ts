import { execFileSync } from 'node:child_process';
import { tr } from '../texts/tr.ts';
import { ownProcess, processStat, type StatResult } from './process-id.ts';
import { below, isPid, type PlacedProcess, type Processes } from './processes.ts';

/** One line of `ps -axo pid=,ppid=,uid=,lstart=,command=`. */
export interface PsRow {
  pid: number;
  parent: number;
  uid: number;
  /** Milliseconds since 1970, to the second. */
  start: number;
  /** The words with a blank between them: one that holds a blank itself comes apart. */
  command: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const ROW =
  /^\s*(\d+)\s+(\d+)\s+(\d+)\s+\w{3}\s+(\w{3})\s+(\d{1,2})\s+(\d\d):(\d\d):(\d\d)\s+(\d{4})\s+(.*)$/gm;

/** The output with times in UTC and English. Lines that are none are passed over. */
export function parsePs(text: string): PsRow[] {
  return [...text.matchAll(ROW)].flatMap(
    ([, pid, parent, uid, month = '', day, hour, minute, second, year, command = '']) => {
      const at = MONTHS.indexOf(month);
      if (at < 0) return [];
      const start = Date.UTC(Number(year), at, Number(day), Number(hour), Number(minute), Number(second));
      return [{ pid: Number(pid), parent: Number(parent), uid: Number(uid), start, command }];
    },
  );
}

/** Runs ps with these arguments; null when it fails, which it also does when it finds nothing. */
export type RunPs = (args: readonly string[]) => string | null;

const runPs: RunPs = (args) => {
  try {
    return execFileSync('/bin/ps', args, {
      encoding: 'utf8',
      env: { LC_ALL: 'C', TZ: 'UTC0' },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    return null;
  }
};

const COLUMNS = ['-o', 'pid=,ppid=,uid=,lstart=,command='];
const nowhere = () =>
  ({ state: 'unknown', reason: tr('this system does not tell who holds a lock') }) as const;

/**
 * macOS and the BSDs: ps(1). It shows no environment that could be told from the words, so that only what stands in the
 * words is known of a process; and nobody says who holds a lock.
 */
export function processesOfPs(run: RunPs = runPs): Processes {
  const all = (): PsRow[] => parsePs(run(['-ax', ...COLUMNS]) ?? '');
  const one = (pid: number): PsRow | null =>
    isPid(pid) ? (parsePs(run(['-p', String(pid), ...COLUMNS]) ?? '')[0] ?? null) : null;
  const words = ({ command }: PsRow): string[] => command.split(' ').filter(Boolean);
  const placed = (row: PsRow): PlacedProcess => ({
    pid: row.pid,
    argv: words(row),
    environment: null,
    controlGroup: '',
  });
  return {
    read(pid) {
      const row = one(pid);
      return row && { pid, argv: words(row), environment: null };
    },
    stat(pid): StatResult {
      const row = one(pid);
      if (!row) return processStat(pid);
      // A process that has ended is shown in parentheses or as `<defunct>`.
      const ended = /^\(.*\)$|<defunct>/.test(row.command);
      // The app writes hundredths of a second there.
      return { state: ended ? 'Z' : 'R', parent: row.parent, start: row.start / 10 };
    },
    startedAt: (pid) => one(pid)?.start ?? null,
    numbers: (pid) => (isPid(pid) ? [pid] : []),
    descendants: (pid) => (isPid(pid) ? below(pid, new Map(all().map((row) => [row.pid, row.parent]))) : []),
    inControlGroup: () => [],
    ofAccount: (uid, wanted) =>
      all()
        .filter((row) => row.uid === uid && isPid(row.pid))
        .map(placed)
        .filter(({ argv }) => wanted(argv)),
    lockHolders: (paths) => new Map(paths.map((path) => [path, nowhere()])),
    own: ownProcess,
  };
}

/** Elsewhere nothing more is known than whether a signal would reach a process. */
export const processesUnknown = (): Processes => processesOfPs(() => null);
