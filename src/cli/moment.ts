import { Failure } from '../host/failure.ts';
import { quoted } from '../texts/quoted.ts';
import { tr } from '../texts/tr.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/**
 * What --since says, in milliseconds since 1970: so long ago, or a date, in local time where it has no zone.
 * @throws Failure (usage) for anything else
 */
export function moment(text: string, now: number): number {
  const [, amount, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (amount !== undefined) return now - Number(amount) * (UNITS[unit] ?? 1) * 1_000;
  const date = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  // A date alone would be taken for UTC.
  const at = date ? Date.parse(date[1] === undefined ? `${text}T00:00` : text.replace(' ', 'T')) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new Failure('usage', tr('--since is not a point in time: {text}', { text: quoted(text) }), {
    next: tr('say 90s, 10m, 2h, 3d, or a date like 2026-11-20 or 2026-11-20T12:00'),
  });
}
