import type { App } from '../model/app.ts';

type Limits = App['supervisor']['fleetBreaker'];

/** Profiles that have come into a crash loop lately, and when: milliseconds since 1970. */
export type FleetBreaker = ReadonlyMap<string, number>;

/** One more in a crash loop. */
export function noteLoop(breaker: FleetBreaker, limits: Limits, profile: string, at: number): FleetBreaker {
  return new Map([...recent(breaker, limits, at), [profile, at]]);
}

/**
 * Until when nothing is to be started by itself, because so many are in crash loops that what they share must be broken;
 * null: not paused. What runs goes on.
 */
export function pausedUntil(breaker: FleetBreaker, limits: Limits, now: number): number | null {
  const loops = recent(breaker, limits, now);
  if (loops.length < limits.profiles) return null;
  return Math.max(...loops.map(([, at]) => at)) + limits.seconds * 1_000;
}

const recent = (breaker: FleetBreaker, { seconds }: Limits, now: number): [string, number][] =>
  [...breaker].filter(([, at]) => at > now - seconds * 1_000);
