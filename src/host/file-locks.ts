import { type BigIntStats, readdirSync, readFileSync, statSync } from 'node:fs';
import { tr } from '../texts/tr.ts';
import { isAbsence, reason } from './os-error.ts';

/** Who holds an flock(2) on a file. `free`: nobody, or there is no such file. */
export type LockHolder =
  | { state: 'held'; pid: number }
  | { state: 'free' }
  | { state: 'unknown'; reason: string };

/** One line of /proc/locks (proc_locks(5)) about an flock that was taken alone. */
interface Lock {
  pid: number;
  major: bigint;
  minor: bigint;
}

/** Linux: one reading of /proc/locks for all files. Nothing is opened, so nothing can be locked by looking. */
export function lockHolders(paths: readonly string[]): Map<string, LockHolder> {
  const result = new Map<string, LockHolder>();
  let locks: Map<bigint, Lock[]> | { reason: string } | null = null;
  for (const path of paths) {
    const file = statOf(path);
    if (file === null) result.set(path, { state: 'free' });
    else if ('reason' in file) result.set(path, { state: 'unknown', ...file });
    else {
      locks ??= readLocks();
      result.set(path, locks instanceof Map ? holder(file, locks) : { state: 'unknown', ...locks });
    }
  }
  return result;
}

function statOf(path: string): BigIntStats | null | { reason: string } {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch (error) {
    return isAbsence(error) ? null : { reason: reason(error) };
  }
}

/** `file`: where it is, as stat(2) has it. */
export function holder(
  file: Pick<BigIntStats, 'dev' | 'ino'>,
  locks: ReadonlyMap<bigint, readonly Lock[]>,
): LockHolder {
  const [major, minor] = deviceOf(file.dev);
  const alike = locks.get(file.ino) ?? [];
  const same = alike.find((lock) => lock.major === major && lock.minor === minor);
  if (same) return { state: 'held', pid: same.pid };
  // btrfs and overlayfs show programs another device than the kernel's table: then its open files have to tell.
  for (const { pid } of alike) {
    const answer = hasLocked(pid, file);
    if (answer === true) return { state: 'held', pid };
    if (answer === null) {
      return { state: 'unknown', reason: tr('the open files of process {pid} cannot be looked at', { pid }) };
    }
  }
  return { state: 'free' };
}

/** The parts of a device number as glibc packs them (makedev(3)). */
function deviceOf(dev: bigint): [bigint, bigint] {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn & 0xffffffffn);
  return [major, minor];
}

/** By inode. Those that wait for a lock (`->`) hold none. */
function readLocks(): Map<bigint, Lock[]> | { reason: string } {
  try {
    return parseLocks(readFileSync('/proc/locks', 'utf8'));
  } catch (error) {
    return { reason: `/proc/locks: ${reason(error)}` };
  }
}

const LOCK = /^\d+: FLOCK +\S+ +WRITE +(\d+) +([0-9a-f]+):([0-9a-f]+):(\d+) /gm;

export function parseLocks(text: string): Map<bigint, Lock[]> {
  const result = new Map<bigint, Lock[]>();
  for (const [, pid, major, minor, inode = ''] of text.matchAll(LOCK)) {
    const key = BigInt(inode);
    const lock = { pid: Number(pid), major: BigInt(`0x${major}`), minor: BigInt(`0x${minor}`) };
    result.set(key, [...(result.get(key) ?? []), lock]);
  }
  return result;
}

/** Whether one of its open files is that one, with a lock on it; null: could not find out. */
function hasLocked(pid: number, file: Pick<BigIntStats, 'dev' | 'ino'>): boolean | null {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const open = statSync(`/proc/${pid}/fd/${fd}`, { bigint: true, throwIfNoEntry: false });
      if (open?.ino !== file.ino || open.dev !== file.dev) return false;
      return /^lock:.* FLOCK .* WRITE /m.test(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'));
    });
  } catch (error) {
    return isAbsence(error) ? false : null;
  }
}
