import { memo } from '../model/memo.ts';

/** Names of units in systemd.time(7), by their length in seconds. */
const NAMES: readonly [seconds: number, names: string][] = [
  [1, 's sec second seconds'],
  [60, 'm min minute minutes'],
  [3600, 'h hr hour hours'],
  [86_400, 'd day days'],
  [604_800, 'w week weeks'],
  [2_629_800, 'M month months'],
  [31_557_600, 'y year years'],
  [1e-3, 'ms msec'],
  [1e-6, 'us usec µs μs'],
];
/** systemd counts them in 64 bits. */
const MAX_MICROSECONDS = 2 ** 64;
const UNITS = new Map(NAMES.flatMap(([seconds, names]) => names.split(' ').map((name) => [name, seconds])));

/**
 * A time span as systemd reads it (`parse_sec()`; systemd.time(7)): `5`, `5s`, `1min 30s`, `1.5h`, `infinity`. A number
 * without a unit counts seconds. Seconds; null when systemd would ignore it.
 */
export const parseTimeSpan = memo((text: string): number | null => {
  let rest = text.trim();
  if (rest === 'infinity') return Number.POSITIVE_INFINITY;
  if (rest === '') return null;
  let microseconds = 0;
  while (rest !== '') {
    const [all = '', number = '', unit = ''] =
      /^\+?(\d*\.\d+|\d+)(?![\d.+])\s*([A-Za-zµμ]*)\s*/.exec(rest) ?? [];
    const factor = unit === '' ? 1 : UNITS.get(unit);
    if (all === '' || factor === undefined) return null;
    // What is less than one counts nothing; but a product may be a hair below the whole number that it stands for.
    microseconds += Math.floor(Number((Number(number) * factor * 1e6).toPrecision(15)));
    rest = rest.slice(all.length);
  }
  return microseconds < MAX_MICROSECONDS ? microseconds / 1e6 : null;
});
