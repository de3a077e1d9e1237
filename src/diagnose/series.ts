import type { LogEvent, Series } from '../model/diagnosis.ts';

/** What comes after a longer silence is another story. Milliseconds. */
const SILENCE = 15 * 60_000;

/** The time line: what happens again and again is one row of it. `events` are in order. */
export function seriesOf(events: readonly LogEvent[]): Series[] {
  const rows: LogEvent[][] = [];
  const open = new Map<string, LogEvent[]>();
  for (const event of events) {
    const key = JSON.stringify([
      event.sign,
      event.service,
      event.service === null ? event.profile : null,
      event.code,
      event.signal,
    ]);
    const row = open.get(key);
    const last = row?.at(-1)?.at ?? null;
    if (row && (event.at === null || last === null || event.at - last <= SILENCE)) row.push(event);
    else {
      const fresh = [event];
      open.set(key, fresh);
      rows.push(fresh);
    }
  }
  return rows.flatMap(rowOf);
}

function rowOf(events: readonly LogEvent[]): Series[] {
  const [event] = events;
  if (!event) return [];
  const { sign, service, profile } = event;
  const times = events.flatMap(({ at }) => at ?? []);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  gaps.sort((a, b) => a - b);
  return [
    {
      sign,
      service,
      profile,
      count: events.length,
      first: times[0] ?? null,
      last: times.at(-1) ?? null,
      every: gaps[Math.floor(gaps.length / 2)] ?? null,
      event,
    },
  ];
}
