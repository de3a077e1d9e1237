import type { ServiceState } from '../model/service.ts';

/** Where a service is. `failed`: the next try comes at `nextTry`, or it runs and did not get ready. `parked`: see `reason`. */
export type Phase = 'stopped' | 'starting' | 'ready' | 'degraded' | 'stopping' | 'failed' | 'parked';

/** What is meant to be, and who wanted it. */
export interface Desired {
  state: 'running' | 'stopped';
  by: 'configuration' | 'dependency' | 'request';
}

/** What is. Times are milliseconds since 1970. */
export interface Actual {
  phase: Phase;
  /** Null when no process is there. */
  pid: number | null;
  /** When it came into this phase. */
  since: number;
  /** Starts after an end, by itself. */
  restarts: number;
  /** `exit 1`, `SIGKILL`; null: it has not ended yet, or nobody was told how. */
  lastExit: string | null;
  /** Why it is not well, in words. */
  reason: string | null;
  nextTry: number | null;
  /** Whether an earlier supervisor has started its process. */
  adopted: boolean;
}

/** One service in its three layers. */
export interface Supervised {
  profile: string;
  configured: ServiceState;
  desired: Desired;
  actual: Actual;
  /** Home of the profile, and where what it writes is kept. */
  home: string;
  log: string;
  /** What it is given beside the fixed variables: what a definition would say, with the port that it has here. */
  environment: Readonly<Record<string, string>>;
}

export type Happening =
  | { kind: 'begun' }
  | { kind: 'spawned'; pid: number }
  | { kind: 'adopted'; pid: number }
  | { kind: 'ready'; warning: string | null }
  /** It runs, and did not get ready in time. */
  | { kind: 'late'; reason: string }
  | { kind: 'stopping' }
  /** It was to be stopped, and could not be ended. */
  | { kind: 'still-there'; reason: string }
  | { kind: 'ended'; lastExit: string | null }
  | { kind: 'stopped'; reason: string | null }
  | { kind: 'waits'; reason: string; until: number }
  | { kind: 'parked'; reason: string; until: number | null };

export const atFirst = (at: number): Actual => ({
  phase: 'stopped',
  pid: null,
  since: at,
  restarts: 0,
  lastExit: null,
  reason: null,
  nextTry: null,
  adopted: false,
});

/** What comes of it. `at`: milliseconds since 1970. @throws Error for what cannot happen there: a bug */
export function next(actual: Actual, happening: Happening, at: number): Actual {
  const to = (phase: Phase, more: Partial<Actual> = {}): Actual => ({
    ...actual,
    phase,
    since: phase === actual.phase ? actual.since : at,
    reason: null,
    nextTry: null,
    ...more,
  });
  const { phase, pid } = actual;
  const must = (isSo: boolean): void => {
    if (!isSo) throw new Error(`${happening.kind} while ${phase}, process ${pid}`);
  };
  switch (happening.kind) {
    case 'begun':
      must(pid === null && phase !== 'starting' && phase !== 'stopping');
      return to('starting');
    case 'spawned':
      must(pid === null && phase === 'starting');
      return to('starting', { pid: happening.pid, adopted: false });
    case 'adopted':
      must(pid === null);
      return to('starting', { pid: happening.pid, adopted: true });
    case 'ready':
      must(pid !== null && phase !== 'stopping');
      return happening.warning === null ? to('ready') : to('degraded', { reason: happening.warning });
    case 'late':
      must(pid !== null && phase !== 'stopping');
      return to('failed', { reason: happening.reason });
    case 'stopping':
      must(pid !== null);
      return to('stopping');
    case 'still-there':
      must(pid !== null && phase === 'stopping');
      return to('failed', { reason: happening.reason });
    case 'ended':
      must(pid !== null);
      return to(phase, { pid: null, lastExit: happening.lastExit, adopted: false });
    case 'stopped':
      must(pid === null);
      return to('stopped', { reason: happening.reason });
    case 'waits':
      must(pid === null);
      return to('failed', { reason: happening.reason, nextTry: happening.until });
    case 'parked':
      must(pid === null);
      return to('parked', { reason: happening.reason, nextTry: happening.until });
  }
}

/** Whether what depends on it may begin. */
export const isUp = ({ phase }: Actual): boolean => phase === 'ready' || phase === 'degraded';

/** Whether something is under way that comes to an end by itself. */
export const isMoving = ({ phase }: Actual): boolean => phase === 'starting' || phase === 'stopping';
