import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './accounts.ts';
import { type Exec, exec } from './exec.ts';
import { type Files, filesBelow } from './files.ts';
import { type Net, net } from './net.ts';
import { type Processes, processesOfLinux } from './processes.ts';
import { processesOfPs, processesUnknown } from './processes-ps.ts';

export interface Clock {
  /** Milliseconds since 1970. Somebody may set it: for places in time, not for how long something takes. */
  now(): number;
  /** Whole milliseconds since some moment before; it never jumps. */
  elapsed(): number;
  /** An abort ends it at once. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The only door to the outside. `live` is false under `--root`: then there are files and nothing else. */
export interface Host {
  platform: NodeJS.Platform;
  live: boolean;
  files: Files;
  exec: Exec;
  clock: Clock;
  net: Net;
  processes: Processes;
  /** Hex digits nobody can guess. */
  random(bytes: number): string;
  /** Who runs unitpin. */
  caller: Account;
  /** The caller's environment; empty under `--root`, because it says nothing about that host. */
  environment: Readonly<Record<string, string | undefined>>;
}

/** This machine, or the one whose file system is at `root`. */
export function openHost(root: string | undefined): Host {
  const live = root === undefined;
  return {
    platform: process.platform,
    live,
    files: filesBelow(root ?? '/'),
    exec,
    clock: {
      now: Date.now,
      elapsed: () => Math.trunc(performance.now()),
      sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
    },
    net,
    processes: processesOf(process.platform),
    random: (bytes) => randomBytes(bytes).toString('hex'),
    caller: callerAccount(),
    environment: live ? process.env : {},
  };
}

function processesOf(platform: NodeJS.Platform): Processes {
  if (platform === 'linux') return processesOfLinux();
  return platform === 'win32' ? processesUnknown() : processesOfPs();
}

/** Who runs this process. In a container the number may have no entry in the account database. */
function callerAccount(): Account {
  try {
    const { username: name, uid, gid, homedir: home } = userInfo();
    return { name, uid, gid, home };
  } catch {
    const uid = process.getuid?.() ?? -1;
    return { name: String(uid), uid, gid: process.getgid?.() ?? -1, home: process.env.HOME ?? '/' };
  }
}
