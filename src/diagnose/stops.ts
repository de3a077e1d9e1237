import type { LogEvent, Stop } from '../model/diagnosis.ts';

/** Who ends a gateway to take its place starts within so many milliseconds of its end. */
const NEAR = 5_000;
/** A manager that was asked to stop a service tells so before it sends the signal. Milliseconds. */
const ASKED = 10_000;
/** The line of who takes over may be behind the one of who is ended, by clocks and buffers. Milliseconds. */
const NAMED = 30_000;
/** More of a burst is not looked at. */
const BURST = 64;

/** Which gateway ended which, as far as the lines tell. `events` are in order. */
export const stopsIn = (events: readonly LogEvent[]): Stop[] => [...namedStops(events), ...nearStops(events)];

/** Those of which a line names the process. */
export function namedStops(events: readonly LogEvent[]): Stop[] {
  const owner = ownerOf(events);
  return events.flatMap((event): Stop[] => {
    if (event.other === null || (event.sign !== 'took-over' && event.sign !== 'gave-way')) return [];
    const [one, another] = [event.service, owner(event.other, event.at)];
    // Its own process of before, which was still ending.
    if (one !== null && one === another) return [];
    const [stopped, by] = event.sign === 'took-over' ? [another, one] : [one, another];
    return [{ at: event.at, stopped, by, evidence: 'named' }];
  });
}

/** Those that only the times tell: a start of another service of the profile at the same moment, and nobody asked. */
function nearStops(events: readonly LogEvent[]): Stop[] {
  const takers = events.filter(({ sign }) => sign === 'took-over');
  const starts = events.filter(
    ({ sign, service }) =>
      service !== null && (sign === 'started' || sign === 'unit-started' || sign === 'took-over'),
  );
  const asked = events.filter(({ sign }) => sign === 'stop-requested');
  return events.flatMap((event): Stop[] => {
    if (event.sign !== 'signalled' || event.service === null || event.at === null) return [];
    if (within(takers, event.at, NAMED, NAMED).some(({ other }) => other !== null && other === event.pid))
      return [];
    if (within(asked, event.at, ASKED, 1_000).some(({ service }) => service === event.service)) return [];
    const rival = within(starts, event.at, NEAR, NEAR).find(
      ({ service, profile }) => service !== event.service && profile !== null && profile === event.profile,
    );
    return rival ? [{ at: event.at, stopped: event.service, by: rival.service, evidence: 'near' }] : [];
  });
}

/** Which service a process was of, by the last line before (or the first after) that moment with its number. */
function ownerOf(events: readonly LogEvent[]) {
  const known = new Map<number, { at: number; service: string }[]>();
  for (const { pid, service, at } of events) {
    if (pid === null || service === null) continue;
    const list = known.get(pid) ?? [];
    if (list.length < BURST && list.at(-1)?.service !== service)
      list.push({ at: at ?? Number.NEGATIVE_INFINITY, service });
    known.set(pid, list);
  }
  return (pid: number, at: number | null): string | null => {
    const list = known.get(pid) ?? [];
    return (list.findLast((one) => at === null || one.at <= at) ?? list[0])?.service ?? null;
  };
}

/** Of what is in order by time, that from `before` milliseconds before a moment to `after` behind it. */
export function within(
  events: readonly LogEvent[],
  at: number,
  before: number,
  after: number,
): readonly LogEvent[] {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.at ?? Number.NEGATIVE_INFINITY) < at - before) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (
    end < Math.min(events.length, low + BURST) &&
    (events[end]?.at ?? Number.NEGATIVE_INFINITY) <= at + after
  )
    end++;
  return events.slice(low, end);
}
