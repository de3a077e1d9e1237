import type { LogEvent } from '../model/diagnosis.ts';

/** Two logs of one gateway tell the same within so many milliseconds of each other. */
const SAME = 3_000;
/** So many of a burst are compared with each other. */
const BURST = 16;

/**
 * Events by time, each once: a gateway tells its journal and its files the same. Those without a time stay where their
 * source has them, after what came before.
 */
export function inOrder(events: readonly LogEvent[]): LogEvent[] {
  const known = new Map<number, number>();
  const placed = events.map((event, index) => {
    const place = event.at ?? known.get(event.source) ?? Number.NEGATIVE_INFINITY;
    known.set(event.source, place);
    return { event, index, place };
  });
  placed.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : a.index - b.index));
  return withoutEchoes(placed.map(({ event }) => event));
}

/** One event of each source stands for one happening: the nth of one is the nth of another. */
function withoutEchoes(sorted: readonly LogEvent[]): LogEvent[] {
  const result: LogEvent[] = [];
  const recent = new Map<string, { event: LogEvent; index: number; sources: Set<number> }[]>();
  for (const event of sorted) {
    const key = `${event.sign} ${event.other} ${event.port} ${event.code} ${event.signal}`;
    const { at } = event;
    const near = (recent.get(key) ?? [])
      .filter((one) => at !== null && at - (one.event.at ?? 0) <= SAME)
      .slice(-BURST);
    const same = near.find((one) => !one.sources.has(event.source) && agree(one.event, event));
    if (same) {
      same.sources.add(event.source);
      same.event = merged(same.event, event);
      result[same.index] = same.event;
    } else if (at !== null) {
      near.push({ event, index: result.length, sources: new Set([event.source]) });
      result.push(event);
    } else result.push(event);
    recent.set(key, near);
  }
  return result;
}

/** Whether two events can be about one gateway. */
const agree = (a: LogEvent, b: LogEvent): boolean =>
  (a.service === null || b.service === null || a.service === b.service) &&
  (a.profile === null || b.profile === null || a.profile === b.profile) &&
  (a.pid === null || b.pid === null || a.pid === b.pid);

/** What the one does not know the other may. A file shows more of the line than the journal, which names the unit. */
const merged = (a: LogEvent, b: LogEvent): LogEvent => ({
  ...a,
  service: a.service ?? b.service,
  profile: a.profile ?? b.profile,
  pid: a.pid ?? b.pid,
});
