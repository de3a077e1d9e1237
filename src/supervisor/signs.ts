import { timeOf } from '../model/log-time.ts';
import type { SignId } from '../model/sign.ts';
import { type LifecycleLine, readLifecycle } from '../store/lifecycle.ts';

/** A line of the lifecycle log about a service under a supervisor. */
export interface SupervisorLine {
  /** Milliseconds since 1970. */
  at: number | null;
  pid: number | null;
  text: string;
  noted: {
    /** Whose it is: `InstancePlace.id`. */
    instance: string | null;
    profile: string | null;
    sign: SignId | null;
    /** What else the sign says (`model/sign.ts`). */
    groups: Record<string, string>;
  };
}

/**
 * What a line of the lifecycle log says of a service under a supervisor: nothing, where it is about another manager, which
 * has a log of its own; null where the line is none of that log.
 */
export function supervisorLines(text: string): SupervisorLine[] | null {
  const [entry] = readLifecycle(text);
  if (typeof entry?.manager !== 'string') return null;
  if (entry.manager !== 'supervisor') return [];
  const { ts, event, profile, pid, instance, exit, reason, last } = entry;
  const why = [exit, reason, last].filter((one) => typeof one === 'string').join('; ');
  return [
    {
      at: typeof ts === 'string' ? timeOf(ts) : null,
      pid: Number.isSafeInteger(pid) ? (pid as number) : null,
      text: why === '' ? event : `${event}: ${why}`,
      noted: {
        instance: typeof instance === 'string' ? instance : null,
        profile: typeof profile === 'string' ? profile : null,
        sign: signOf(entry),
        groups: { .../^(?:exit (?<code>\d+)|(?<signal>SIG\w+))$/.exec(String(exit))?.groups },
      },
    },
  ];
}

/** `starting` is an intention: something may be in the way. */
function signOf({ event, exit, cause }: LifecycleLine): SignId | null {
  switch (event) {
    case 'ready':
    case 'degraded':
      return 'unit-started';
    case 'failed':
      if (typeof exit === 'string') return 'exited';
      return cause === 'not-executed' ? 'program-missing' : 'start-failed';
    case 'exited':
      return 'exited';
    case 'parked':
      return cause === 'loop' || cause === 'limit' ? 'start-limit' : null;
    case 'stopping':
      return 'stop-requested';
    case 'stopped':
      return cause === 'time-out' ? 'stop-timed-out' : 'stopped';
    default:
      return null;
  }
}
