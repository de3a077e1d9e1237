import type { LifecycleEvent } from '../store/lifecycle.ts';

/** Something that happened to a service, as the control socket tells it. */
export interface SupervisorEvent {
  /** They count up from 1; a supervisor that begins anew begins at 1 again. */
  id: number;
  /** ISO 8601, UTC. */
  ts: string;
  event: LifecycleEvent;
  profile: string;
  [extra: string]: string | number | null;
}

/** The last so many are kept for who comes later. */
const KEPT = 1_000;

export interface EventRing {
  add(event: Omit<SupervisorEvent, 'id'>): void;
  /** Those after an id that are still known. */
  since(id: number): SupervisorEvent[];
  /** Calls back with each that comes; what it gives ends that. */
  follow(told: (event: SupervisorEvent) => void): () => void;
}

export function eventRing(kept = KEPT): EventRing {
  const ring: SupervisorEvent[] = [];
  const followers = new Set<(event: SupervisorEvent) => void>();
  let last = 0;
  return {
    add(event) {
      const whole = { ...event, id: ++last } as SupervisorEvent;
      ring.push(whole);
      if (ring.length > kept) ring.shift();
      for (const told of [...followers]) told(whole);
    },
    since: (id) => ring.filter((event) => event.id > id),
    follow(told) {
      followers.add(told);
      return () => void followers.delete(told);
    },
  };
}
