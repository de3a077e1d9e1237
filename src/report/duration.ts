import { tr } from '../texts/tr.ts';

/** A time span for people, in its two largest units: `42s`, `5m`, `3h 12m`, `2d 4h`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return days < 10 && hours % 24 > 0 ? `${days}d ${hours % 24}h` : `${days}d`;
  if (hours > 0) return minutes % 60 > 0 ? `${hours}h ${minutes % 60}m` : `${hours}h`;
  return minutes > 0 ? `${minutes}m` : `${seconds}s`;
}

const SPOKEN = { s: '{count}s', m: '{count}m', h: '{count}h', d: '{count}d' } as const;

/** The same in a sentence. */
export const inWords = (ms: number): string =>
  duration(ms).replace(/(\d+)([smhd])/g, (_, count, unit: keyof typeof SPOKEN) =>
    tr(SPOKEN[unit], { count }),
  );
