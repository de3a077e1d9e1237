import { timeOf } from '../model/log-time.ts';
import type { Sign } from '../model/sign.ts';
import { readLifecycle } from '../store/lifecycle.ts';

/** What a supervisor notes of its services, in the words of `supervisorLines`. The first that fits counts. */
export const SUPERVISOR_SIGNS: readonly Sign[] = [
  { id: 'unit-started', pattern: '^starting$' },
  { id: 'stop-requested', pattern: '^stopping$' },
  { id: 'stop-timed-out', pattern: '^stopped: (?:.*; )?killed$' },
  { id: 'stopped', pattern: '^stopped' },
  // One that ends while it starts has failed.
  { id: 'exited', pattern: '^(?:exited|failed): exit (?<code>\\d+)' },
  { id: 'exited', pattern: '^(?:exited|failed): (?<signal>SIG[A-Z0-9]+)' },
  { id: 'exited', pattern: '^exited' },
];

interface SupervisorLine {
  /** Milliseconds since 1970. */
  at: number | null;
  profile: string | null;
  pid: number | null;
  text: string;
}

/**
 * What a line of the lifecycle log says of a service under a supervisor: nothing, where it is about another manager, which
 * has a log of its own; null where the line is none of that log.
 */
export function supervisorLines(text: string): SupervisorLine[] | null {
  const [entry] = readLifecycle(text);
  if (typeof entry?.manager !== 'string') return null;
  if (entry.manager !== 'supervisor') return [];
  const { ts, event, profile, pid, exit, reason, last } = entry;
  const why = [exit, reason, last].filter((one) => typeof one === 'string').join('; ');
  return [
    {
      at: typeof ts === 'string' ? timeOf(ts) : null,
      profile: typeof profile === 'string' ? profile : null,
      pid: Number.isSafeInteger(pid) ? (pid as number) : null,
      text: why === '' ? event : `${event}: ${why}`,
    },
  ];
}
