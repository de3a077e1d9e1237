import type { PlistValue } from '../model/definition.ts';

/**
 * Plain data that a property list can hold. A whole `number` is an `<integer>`, any other a `<real>`; `Real` writes a
 * whole one as `<real>`. A `Map` keeps every key in its order (an object moves keys like `1` to the front).
 */
export type PlistData =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | Real
  | readonly PlistData[]
  | ReadonlyMap<string, PlistData>
  | { readonly [key: string]: PlistData };

/** A number that is a `<real>` even when it is whole. */
export class Real {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** The keys and values of a dictionary given as a map or as an object; null for anything else. */
export function dictEntries(data: PlistData): [string, PlistData][] | null {
  if (data instanceof Map) return [...data];
  if (
    typeof data !== 'object' ||
    data instanceof Date ||
    data instanceof Uint8Array ||
    data instanceof Real
  ) {
    return null;
  }
  return Array.isArray(data) ? null : Object.entries(data);
}

/** A value that was read, as plain data: dictionaries become maps, reals `Real`, dates `Date`, data bytes. */
export function plainData(value: PlistValue): PlistData {
  switch (value.type) {
    case 'array':
      return value.items.map(plainData);
    case 'dict':
      return new Map(value.entries.map((entry) => [entry.key, plainData(entry.value)]));
    case 'real':
      return new Real(value.value);
    case 'date':
      return new Date(value.value);
    case 'data':
      return Uint8Array.from(Buffer.from(value.value, 'base64'));
    default:
      return value.value;
  }
}

/** The same data in the one form that `plainData` gives, so that two of them can be compared. */
export function normalData(data: PlistData): PlistData {
  if (typeof data === 'bigint') return Number(data);
  // An integer has no negative zero.
  if (typeof data === 'number') return Number.isInteger(data) ? data + 0 : new Real(data);
  if (data instanceof Date) return new Date(Math.floor(data.getTime() / 1000) * 1000);
  if (data instanceof Uint8Array) return Uint8Array.from(data);
  if (Array.isArray(data)) return data.map(normalData);
  const entries = dictEntries(data);
  return entries ? new Map(entries.map(([key, value]) => [key, normalData(value)])) : data;
}
