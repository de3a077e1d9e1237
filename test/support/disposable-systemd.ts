import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Where the guest sees this project, read-only, with whatever has been built. */
export const PROJECT_IN_GUEST = '/unitpin';

/** The guest's unprivileged user: it lingers, so a manager of its own runs from boot on. */
export const TESTER = { name: 'tester', uid: 1501, home: '/home/tester' } as const;

interface Bind {
  /** A file or folder here. The guest sees its owner and mode: tester cannot look into root's 0700. */
  host: string;
  /** Where the guest sees it: not below a folder the guest mounts or cleans itself (`/tmp`, `/run`, …). */
  guest: string;
  readOnly: boolean;
}

interface Options {
  /** What to run: text for bash. `node` is on its PATH. */
  script: string;
  user?: 'tester' | 'root';
  /** A folder whose content becomes tester's home, and tester's own. */
  home?: string;
  binds?: readonly Bind[];
  /** 280 s, if not given: a moment less than a test may take. */
  timeoutMs?: number;
}

interface Result {
  /** The script's exit status; null when it did not end: out of time, or the machine went down. */
  status: number | null;
  timedOut: boolean;
  stdout: string;
  stderr: string;
  /** What the machine itself printed while booting and going down. */
  console: string;
}

const PROJECT = resolve(import.meta.dirname, '../..');
const BOX = resolve(import.meta.dirname, 'disposable-systemd/box.sh');
/** Exit statuses of box.sh that are not the script's. */
const OUT_OF_TIME = 124;
const WENT_DOWN = 125;
const TAKEN_BY_GUEST = /^\/(tmp|var\/tmp|run|dev|proc|sys|box)(\/|$)/;

/**
 * Boots a throw-away copy of this machine's root file system under a real systemd (PID 1, journald, logind, D-Bus) in
 * about a second and runs a script there. Every write in the guest goes to memory; nothing of the host changes and
 * nothing is left, even when this process is killed. Any number may run at a time. Needs what
 * `disposableSystemd` in requirements.ts asks for.
 */
export async function runOnDisposableSystemd(options: Options): Promise<Result> {
  const binds: Bind[] = [
    { host: PROJECT, guest: PROJECT_IN_GUEST, readOnly: true },
    // The running node may live where tester cannot read, say below /root.
    { host: process.execPath, guest: '/box.bin/node', readOnly: true },
    ...(options.binds ?? []),
  ];
  const box = spawn(
    'bash',
    [BOX, options.script, options.user ?? 'tester', options.home ?? '', ...binds.map(bindOption)],
    // Detached: a Ctrl-C meant for the tests must not hit box.sh before it has cleaned up.
    {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    },
  );
  const timer = setTimeout(() => box.stdin.end(), options.timeoutMs ?? 280_000);
  try {
    const [stdout, stderr, console, code] = await Promise.all([
      text(box.stdout),
      text(box.stderr),
      text(box.stdio[3] as Readable),
      new Promise<number | null>((done, failed) => box.once('error', failed).once('close', done)),
    ]);
    const ended = code !== null && code !== OUT_OF_TIME && code !== WENT_DOWN;
    return { status: ended ? code : null, timedOut: code === OUT_OF_TIME, stdout, stderr, console };
  } finally {
    clearTimeout(timer);
  }
}

function bindOption({ host, guest, readOnly }: Bind): string {
  if (!guest.startsWith('/') || TAKEN_BY_GUEST.test(guest)) {
    throw new Error(`bind ${host}: the guest has its own ${guest}`);
  }
  // systemd-nspawn splits its option at colons.
  const [from, to] = [resolve(host), guest].map((path) => path.replace(/[\\:]/g, '\\$&'));
  return `--bind${readOnly ? '-ro' : ''}=${from}:${to}`;
}
