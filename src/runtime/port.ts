/** What the app makes of a port as it is written: a number, or nothing. */
export interface PortReading {
  port: number | null;
  /** Null: everybody reads the same. */
  problem: 'no-port' | 'read-differently' | null;
}

const inRange = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65535;
const NO_PORT: PortReading = { port: null, problem: 'no-port' };

/** The text of a variable. The app reads it with Python's `int()`, which takes blanks, signs, zeros and `_`. */
export function readPortText(text: string): PortReading {
  if (/^[1-9]\d{0,4}$/.test(text))
    return inRange(Number(text)) ? { port: Number(text), problem: null } : NO_PORT;
  const loose = /^\s*\+?(\d+(?:_\d+)*)\s*$/.exec(text)?.[1]?.replaceAll('_', '');
  const port = Number(loose ?? Number.NaN);
  return inRange(port) ? { port, problem: 'read-differently' } : NO_PORT;
}

/**
 * A value of the configuration, which YAML 1.1 has read. `012` and `8:30` are other numbers there than in YAML 1.2, `1_000`
 * and `0o17` a number only in one of them; of a fraction `int()` takes the whole part.
 */
export function readPortValue(value: unknown, raw: string | null): PortReading {
  if (typeof value === 'string') return readPortText(value);
  const port = typeof value === 'number' ? Math.trunc(value) : Number.NaN;
  if (!inRange(port)) return NO_PORT;
  return { port, problem: raw === null || raw === String(port) ? null : 'read-differently' };
}
