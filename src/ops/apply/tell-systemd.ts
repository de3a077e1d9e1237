import type { Host } from '../../host/host.ts';
import { tr } from '../../texts/tr.ts';

/** What the systemd that runs us as a service is told; sd_notify(3). */
export interface SystemdWord {
  /** All is begun, with a line for `systemctl status`. From now on it is told in time that we are still there. */
  ready(status: string): Promise<void>;
  stopping(): Promise<void>;
  /** Nothing more is told. */
  end(): void;
}

/** Milliseconds for systemd-notify(1), which waits until its word has been read. */
const TIMEOUT = 5_000;

/**
 * Null where nobody wants to know: without NOTIFY_SOCKET. Node has no datagram sockets of the file system, so systemd-notify(1)
 * tells it: the unit needs `NotifyAccess=all`.
 * @param say told when that fails, once
 */
export function systemdWord(
  { exec, clock, environment }: Host,
  say: (line: string) => void,
): SystemdWord | null {
  if (!environment.NOTIFY_SOCKET) return null;
  const over = new AbortController();
  let isTold = false;
  async function tell(...words: readonly string[]): Promise<void> {
    const { state, ...result } = await exec(['systemd-notify', ...words], {
      env: environment,
      timeoutMs: TIMEOUT,
    });
    if (isTold || (state === 'done' && 'code' in result && result.code === 0)) return;
    isTold = true;
    const why = 'stderr' in result ? result.stderr.trim() : '';
    say(tr('warning: systemd waits for a word, and systemd-notify failed: {why}', { why: why || state }));
  }
  async function stillThere(everyMs: number): Promise<void> {
    for (;;) {
      await clock.sleep(everyMs, over.signal);
      if (over.signal.aborted) return;
      await tell('WATCHDOG=1');
    }
  }
  return {
    async ready(status) {
      await tell('READY=1', `STATUS=${status}`);
      const limit = watchdogMs(environment);
      if (limit !== null) void stillThere(limit / 2);
    },
    stopping: () => tell('STOPPING=1'),
    end: () => over.abort(),
  };
}

/** Milliseconds after which systemd takes us for dead; sd_watchdog_enabled(3). Null: never. */
function watchdogMs({ WATCHDOG_USEC, WATCHDOG_PID }: Host['environment']): number | null {
  if (WATCHDOG_PID !== undefined && WATCHDOG_PID !== String(process.pid)) return null;
  return /^[1-9]\d*$/.test(WATCHDOG_USEC ?? '') ? Number(WATCHDOG_USEC) / 1_000 : null;
}
