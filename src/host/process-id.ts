import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** One process, told apart from any later one with its number. */
export interface ProcessId {
  pid: number;
  /** Clock ticks from the boot to its start: field 22 of proc_pid_stat(5). Null where that cannot be read. */
  start: number | null;
  /** The boot it runs in, and the namespace and host its number is of. Null where there is no /proc. */
  boot: string | null;
  namespace: string | null;
  host: string;
}

/** Whether a value from a file is such a record. */
export function isProcessId(value: unknown): value is ProcessId {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, start, boot, namespace, host } = value as Record<string, unknown>;
  const isText = (text: unknown): boolean => text === null || typeof text === 'string';
  return (
    Number.isSafeInteger(pid) &&
    Number(pid) > 0 &&
    (start === null || Number.isSafeInteger(start)) &&
    isText(boot) &&
    isText(namespace) &&
    typeof host === 'string'
  );
}

/** What /proc/PID/stat says of a process. */
export interface ProcessStat {
  /** One letter; Z: it has ended, and its parent has not asked how. */
  state: string;
  parent: number;
  /** Clock ticks from the boot to its start. */
  start: number;
}

/** The three answers about a process. `denied`: it is there, and cannot be looked at. */
export type StatResult = ProcessStat | 'absent' | 'denied';

/** @param pid of this namespace. Linux only; elsewhere `denied` for what a signal reaches. */
export function processStat(pid: number): StatResult {
  if (!Number.isSafeInteger(pid) || pid <= 0) return 'absent';
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? 'denied';
  } catch {
    return reaches(pid) ? 'denied' : 'absent';
  }
}

/** The name of the program, in parentheses, may hold blanks and parentheses itself. */
export function parseStat(text: string): ProcessStat | null {
  const [state = '', parent, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const start = Number(rest[17]);
  return state === '' || !Number.isSafeInteger(start) ? null : { state, parent: Number(parent), start };
}

/** Whether there is a process; EPERM says yes. */
function reaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The process that runs us. */
export function ownProcess(): ProcessId {
  const stat = processStat(process.pid);
  return {
    pid: process.pid,
    start: typeof stat === 'string' ? null : stat.start,
    boot: bootId(),
    namespace: pidNamespace(),
    host: hostname(),
  };
}

/**
 * Whether that process has ended for certain: the machine has booted since, or its number is free, a zombie's or another
 * one's. False for one of another host or namespace, of which nothing can be known here.
 */
export function isGone(one: ProcessId, own = ownProcess()): boolean {
  if (one.host !== own.host) return false;
  if (one.boot !== null && own.boot !== null && one.boot !== own.boot) return true;
  if (one.namespace !== own.namespace) return false;
  const stat = processStat(one.pid);
  if (stat === 'absent') return true;
  if (stat === 'denied') return false;
  return stat.state === 'Z' || (one.start !== null && stat.start !== one.start);
}

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}
