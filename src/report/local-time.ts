/** `2026-05-24 21:40:37 +02:00`: the moment as this machine's clock had it, with the zone of that day; `Z` for UTC itself. */
export function localTime(at: number): string {
  const offset = -new Date(at).getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const two = (value: number): string => String(Math.trunc(Math.abs(value))).padStart(2, '0');
  const local = new Date(at + offset * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  if (offset === 0) return `${local}Z`;
  return `${local} ${sign}${two(offset / 60)}:${two(offset % 60)}`;
}

/** `19:40:37Z`: the same moment where the clocks show UTC; null where those of this machine do. */
export const utcTime = (at: number): string | null =>
  new Date(at).getTimezoneOffset() === 0 ? null : `${new Date(at).toISOString().slice(11, 19)}Z`;
