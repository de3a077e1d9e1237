import type { ServicePolicy } from './definition.ts';

/** How a process ends: with an exit code, or by a signal (`SIGKILL`). */
export type End = number | string;

/** Signals that end a daemon well (systemd.service(5), SuccessExitStatus=). */
const CLEAN_SIGNALS = new Set<End>(['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGPIPE']);

/** Whether systemd takes this end for a success. */
export const isCleanEnd = ({ type, success }: Pick<ServicePolicy, 'type' | 'success'>, end: End): boolean =>
  end === 0 || success.value.has(end) || (type !== 'oneshot' && CLEAN_SIGNALS.has(end));

/** What Restart= says after an end, RestartForceExitStatus= and RestartPreventExitStatus= left aside. */
export function restartsAfter(restart: string, success: boolean, isSignal: boolean): boolean {
  switch (restart) {
    case 'always':
      return true;
    case 'on-success':
      return success;
    case 'on-failure':
      return !success;
    case 'on-abnormal':
    case 'on-abort':
      return !success && isSignal;
    default:
      return false;
  }
}
