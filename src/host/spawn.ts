import { spawn as start } from 'node:child_process';
import { closeSync, constants, fchmodSync, openSync } from 'node:fs';
import { tr } from '../texts/tr.ts';
import { code, reason } from './os-error.ts';
import { processStat } from './process-id.ts';

export interface SpawnRequest {
  argv: readonly string[];
  /** The whole environment of the program. */
  environment: Readonly<Record<string, string>>;
  folder: string;
  /** What it writes to stdout and stderr is added to this file, which is made (0600) where it is not there. */
  log: string;
}

/** How a process has ended. Both null: it was not ours to be told. */
export interface Exit {
  code: number | null;
  signal: string | null;
}

/** `refused`: no process came to be. `exited` never rejects. */
export type Spawned =
  | { state: 'spawned'; pid: number; exited: Promise<Exit> }
  | { state: 'refused'; reason: string };

/** A process and its start (clock ticks from the boot); null where that cannot be known. */
export interface Started {
  pid: number;
  start: number | null;
}

/** Starts processes, and signals those that were started. */
export interface Children {
  /**
   * Starts a program without a shell, in a session and process group of its own. It writes to its log by itself, so that
   * it goes on as it is when we end. What is left of its group when it ends is killed.
   */
  spawn(request: SpawnRequest): Promise<Spawned>;
  /** Whether that very process was signalled; false when it is gone. `group`: all of its group; for own children only. */
  signal(process: Started, signal: 'SIGTERM' | 'SIGKILL', group: boolean): boolean;
}

export const children: Children = { spawn, signal };

function spawn({ argv, environment, folder, log }: SpawnRequest): Promise<Spawned> {
  const [program = '', ...args] = argv;
  return new Promise((resolve) => {
    let fd: number | null = null;
    const refused = (error: unknown): void =>
      resolve({
        state: 'refused',
        reason: tr('cannot start {program}: {error}', { program, error: reason(error) }),
      });
    try {
      fd = openLog(log);
      const child = start(program, args, {
        cwd: folder,
        env: environment,
        detached: true,
        stdio: ['ignore', fd, fd],
      });
      const exited = new Promise<Exit>((told) => {
        child.once('exit', (status, signal) => {
          killGroup(child.pid);
          told({ code: status, signal });
        });
      });
      child.once('error', refused);
      child.once('spawn', () => resolve({ state: 'spawned', pid: child.pid ?? 0, exited }));
    } catch (error) {
      refused(error);
    } finally {
      if (fd !== null) closeSync(fd);
    }
  });
}

function openLog(path: string): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  const fd = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  fchmodSync(fd, 0o600);
  return fd;
}

/** As long as somebody is in the group, its number is nobody else's (setpgid(2)); this comes right after the wait(2). */
function killGroup(pid: number | undefined): void {
  if (pid !== undefined && pid > 1) send(-pid, 'SIGKILL');
}

function signal({ pid, start }: Started, name: 'SIGTERM' | 'SIGKILL', group: boolean): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  const stat = processStat(pid);
  if (stat === 'absent') return false;
  if (stat !== 'denied' && (stat.state === 'Z' || (start !== null && stat.start !== start))) return false;
  return (group && send(-pid, name)) || send(pid, name);
}

function send(pid: number, name: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    return code(error) === 'EPERM';
  }
}
