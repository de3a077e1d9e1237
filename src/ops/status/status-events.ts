import type { App } from '../../model/app.ts';
import type { ServiceStatus, Status, StatusEvent } from '../../model/status.ts';

/** What tells a service from another one across two looks. */
export const keyOf = ({ definition, profile }: ServiceStatus): string =>
  definition?.id ?? `profile ${profile}`;

/**
 * What happened between two looks. Restarts are told by the manager's count or by another process: one that came and
 * went between two looks is not missed.
 */
export function eventsBetween(before: Status, after: Status): StatusEvent[] {
  const known = new Map(before.services.map((one) => [keyOf(one), one]));
  const gone = new Map(known);
  const events = after.services.flatMap((now) => {
    gone.delete(keyOf(now));
    return changes(known.get(keyOf(now)) ?? null, now);
  });
  return [...events, ...[...gone.values()].flatMap((one) => changes(one, null))];
}

type Happening = StatusEvent extends infer E
  ? E extends StatusEvent
    ? Omit<E, 'profile' | 'definition'>
    : never
  : never;

function changes(before: ServiceStatus | null, after: ServiceStatus | null): StatusEvent[] {
  const one = after ?? before;
  if (one === null) return [];
  const about = { profile: one.profile, definition: one.definition?.name ?? null };
  const [was, is] = [before && pidOf(before), after && pidOf(after)];
  const found: Happening[] = [];
  const restarts = after?.managed?.restarts ?? 0;
  const more = restarts > (before?.managed?.restarts ?? restarts);
  if (more || (was !== null && is !== null && was !== is)) {
    found.push({ kind: 'restarted', pid: is, before: was, restarts });
  } else if (was === null && is !== null) found.push({ kind: 'started', pid: is });
  else if (was !== null && is === null) {
    found.push({ kind: 'exited', pid: was, reason: after?.managed?.detail ?? null });
  }
  const [from, to] = [before?.condition ?? null, after?.condition ?? null];
  if (from !== to) found.push({ kind: 'condition', from, to, reasons: after?.reasons ?? [] });
  return found.map((event): StatusEvent => ({ ...about, ...event }));
}

const pidOf = ({ health, managed }: ServiceStatus): number | null => health.pid ?? managed?.pid ?? null;

/**
 * Tells a storm once, when it begins: more starts than the app's own limit within its own time. Feed it every look, in
 * order; it remembers the counts of that time.
 */
export function stormWatch({ storm }: App): (status: Status) => StatusEvent[] {
  const counts = new Map<string, { at: number; restarts: number }[]>();
  const blowing = new Set<string>();
  return ({ at, services }) =>
    services.flatMap((one): StatusEvent[] => {
      if (one.managed === null) return [];
      const key = keyOf(one);
      const recent = (counts.get(key) ?? []).filter((count) => at - count.at <= storm.seconds * 1_000);
      const { restarts } = one.managed;
      // A reset of the counter begins a new count.
      const kept = recent.filter((count) => count.restarts <= restarts);
      counts.set(key, [...kept, { at, restarts }]);
      const starts = restarts - (kept[0]?.restarts ?? restarts);
      const blows = starts > storm.starts;
      const begins = blows && !blowing.has(key);
      if (blows) blowing.add(key);
      else blowing.delete(key);
      const { profile, definition } = one;
      if (!begins) return [];
      return [
        { kind: 'storm', starts, seconds: storm.seconds, profile, definition: definition?.name ?? null },
      ];
    });
}
