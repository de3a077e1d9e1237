/**
 * Where two documents differ besides the value at a key path, which may be new in the second; null when nowhere. The
 * mappings on the way to it may be new as well. Anything else has to be the same, also where an alias shares it.
 */
export function differsBeside(before: unknown, after: unknown, keys: readonly string[]): string | null {
  const [key, ...rest] = keys;
  if (key === undefined) return null;
  const [old, now] = [before ?? {}, after];
  if (!isMapping(old) || !isMapping(now)) return '';
  const seen = new Map<object, object>();
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  names.delete(key);
  for (const name of names) {
    const both = Object.hasOwn(old, name) && Object.hasOwn(now, name);
    if (!both || !isSame(old[name], now[name], seen)) return name;
  }
  const below = differsBeside(old[key], now[key], rest);
  return below === null ? null : [key, below].filter((part) => part !== '').join('.');
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Aliases make one object of two places, and circles: each pair is looked at once. */
function isSame(one: unknown, other: unknown, seen: Map<object, object>): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return Object.is(one, other);
  if (seen.get(one) === other) return true;
  seen.set(one, other);
  if (one instanceof Date || other instanceof Date)
    return one instanceof Date && other instanceof Date && one.getTime() === other.getTime();
  const [mine, theirs] = [entriesOf(one), entriesOf(other)];
  return (
    Object.getPrototypeOf(one) === Object.getPrototypeOf(other) &&
    mine.length === theirs.length &&
    mine.every(([key, value], index) => {
      const [otherKey, otherValue] = theirs[index] ?? [];
      return isSame(key, otherKey, seen) && isSame(value, otherValue, seen);
    })
  );
}

const entriesOf = (value: object): readonly [unknown, unknown][] =>
  value instanceof Map || value instanceof Set ? [...value.entries()] : Object.entries(value);
