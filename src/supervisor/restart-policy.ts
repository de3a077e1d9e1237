import type { App } from '../model/app.ts';
import type { ServicePolicy } from '../model/definition.ts';
import { type End, isCleanEnd, restartsAfter } from '../model/restart.ts';
import { tr } from '../texts/tr.ts';

/** What is done after an end: what the settings of systemd say that `gen` writes, and what only we can do. */
export interface RestartPolicy {
  settings: Pick<
    ServicePolicy,
    'type' | 'restart' | 'restartDelay' | 'restartForce' | 'restartPrevent' | 'success' | 'startLimit'
  >;
  own: App['supervisor'];
  /** The exit code by which the app asks to be started again at once. */
  planned: number | null;
}

/** What a service has behind it. Times are milliseconds since 1970. */
export interface History {
  /** Its last starts, as far back as the start limit looks. */
  starts: readonly number[];
  /** Ends in a row without a stable run among them. */
  unstable: number;
}

export const FRESH: History = { starts: [], unstable: 0 };

/**
 * - `restart`: again at `at`; `planned`: the app asked for it.
 * - `rest`: it has ended as it should, and is left.
 * - `park`: no more tries by itself, or none until `until`; `cause`: its starts are over their limit, or it
 *   ends again and again; null: another end than these.
 */
export type Decision =
  | { kind: 'restart'; at: number; planned: boolean }
  | { kind: 'rest'; reason: string }
  | { kind: 'park'; reason: string; until: number | null; cause: 'limit' | 'loop' | null };

/** A run that is over. Times are milliseconds since 1970. */
export interface Ended {
  end: End;
  startedAt: number;
  endedAt: number;
}

/** One more start. */
export function noteStart({ settings }: RestartPolicy, history: History, at: number): History {
  const { interval, burst } = settings.startLimit;
  const since = at - interval.value * 1_000;
  const recent = history.starts.filter((start) => start > since);
  return { ...history, starts: interval.value > 0 ? [...recent, at].slice(-burst.value) : [] };
}

/**
 * What follows on an end: `service_shall_restart()` of systemd, its start limit and its growing delays; a stable run lets
 * the delays begin anew, and too many ends without one are a crash loop.
 */
export function afterEnd(
  policy: RestartPolicy,
  history: History,
  { end, startedAt, endedAt }: Ended,
): { decision: Decision; history: History } {
  const { settings, own, planned } = policy;
  const isStable = endedAt - startedAt >= own.stableAfter * 1_000;
  const unstable = isStable ? 0 : history.unstable + 1;
  const then = { ...history, unstable };
  const decided = (decision: Decision) => ({ decision, history: then });
  const park = (reason: string, until: number | null = null, cause: 'limit' | 'loop' | null = null) =>
    decided({ kind: 'park', reason, until, cause });

  if (settings.restartPrevent.value.has(end))
    return park(tr('{end}: starting it again would not mend that', { end: sayEnd(end) }));
  const isForced = settings.restartForce.value.has(end);
  const isClean = isCleanEnd(settings, end);
  if (!isForced && !restartsAfter(settings.restart.value, isClean, typeof end === 'string'))
    return isClean
      ? decided({ kind: 'rest', reason: sayEnd(end) })
      : park(tr('{end}, and Restart={value}', { end: sayEnd(end), value: settings.restart.value }));
  const { interval, burst } = settings.startLimit;
  if (isLimited(policy, then, endedAt))
    return park(
      tr('{burst} starts in {seconds} s; the last run: {end}', {
        burst: burst.value,
        seconds: interval.value,
        end: sayEnd(end),
      }),
      null,
      'limit',
    );
  if (unstable >= own.crashLoop) {
    const until = endedAt + own.parkedFor * 1_000;
    return park(
      tr('{unstable} runs in a row ended early; the last: {end}', { unstable, end: sayEnd(end) }),
      until,
      'loop',
    );
  }
  const isPlanned = end === planned && unstable <= 1;
  const wait = isPlanned ? 0 : restartDelay(policy, unstable) * 1_000;
  return decided({ kind: 'restart', at: endedAt + wait, planned: isPlanned });
}

/** No limit where either is 0. */
function isLimited({ settings }: RestartPolicy, { starts }: History, now: number): boolean {
  const { interval, burst } = settings.startLimit;
  if (interval.value <= 0 || burst.value <= 0) return false;
  const since = now - interval.value * 1_000;
  return starts.filter((start) => start > since).length >= burst.value;
}

/** Seconds before the n-th start in a row: from RestartSec to the longest, by a constant factor (`service_restart_usec_next()`). */
export function restartDelay({ settings, own }: RestartPolicy, n: number): number {
  const first = settings.restartDelay.value;
  const { restartSteps: steps, restartMaxDelay: longest } = own;
  if (n <= 1 || steps === 0 || first === 0 || first >= longest) return first;
  return n > steps ? longest : first * (longest / first) ** ((n - 1) / steps);
}

export const sayEnd = (end: End): string =>
  typeof end === 'number' ? tr('it exited with {end}', { end }) : tr('it was ended by {end}', { end });
