import type { PlistEntry, PlistValue } from '../model/definition.ts';
import type { Location } from '../model/location.ts';
import { type English, tr } from '../texts/tr.ts';
import { Refusal } from './scan.ts';
import { MAX_DEPTH } from './xml.ts';

/** One object may stand in many places; a few bytes can so unfold to billions of values. No job comes near this. */
const MAX_VALUES = 100_000;
/** Milliseconds from 1970 to 2001, where dates of binary property lists begin. */
const EPOCH = Date.UTC(2001, 0, 1);
const TRAILER = 32;

/**
 * Reads a binary property list (`bplist00`), checking every size and reference before it is used.
 * Throws `Refusal` when it is truncated, refers to itself, or holds what a property list cannot (null, UID, set).
 */
export function readBinary(bytes: Buffer, location: Location, report: (message: string) => void): PlistValue {
  const end = bytes.length - TRAILER;
  if (end < 9) throw new Refusal(tr('the binary property list is cut off'), 0);
  const offsetSize = bytes[end + 6] ?? 0;
  const refSize = bytes[end + 7] ?? 0;
  const count = sized(end + 8, 8);
  const top = sized(end + 16, 8);
  const table = sized(end + 24, 8);
  const whole = offsetSize >= 1 && offsetSize <= 8 && refSize >= 1 && refSize <= 8;
  if (!whole || count < 1 || table < 9 || table + count * offsetSize > end || top >= count)
    bad('its trailer');

  const open = new Set<number>();
  let values = 0;
  return read(top, 1);

  function bad(what: English): never {
    throw new Refusal(
      tr('the binary property list is damaged: {what} makes no sense', { what: tr(what) }),
      0,
    );
  }

  /** An unsigned number of 1 to 8 bytes; past 2^53 it is inexact, but then it is out of every range, too. */
  function sized(at: number, size: number): number {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + (bytes[at + i] ?? 0);
    return value;
  }

  function read(ref: number, depth: number): PlistValue {
    if (ref >= count) bad('a reference');
    if (open.has(ref)) throw new Refusal(tr('the binary property list contains itself'), 0);
    if (depth > MAX_DEPTH)
      throw new Refusal(tr('the values are nested more than {depth} deep', { depth: MAX_DEPTH }), 0);
    if (++values > MAX_VALUES)
      throw new Refusal(
        tr('the binary property list unfolds to over {count} values', { count: MAX_VALUES }),
        0,
      );
    const at = sized(table + ref * offsetSize, offsetSize);
    if (at < 8 || at >= table) bad('an offset');
    const marker = bytes[at] ?? 0;
    open.add(ref);
    const value = object(marker >> 4, marker & 15, at + 1, depth);
    open.delete(ref);
    return value;
  }

  function object(type: number, low: number, at: number, depth: number): PlistValue {
    switch (type) {
      case 0x0:
        if (low === 8 || low === 9) return { type: 'boolean', value: low === 9, location };
        throw new Refusal(
          low === 0
            ? tr('the binary property list holds a null that launchd does not know')
            : tr('the binary property list holds an object that launchd does not know'),
          0,
        );
      case 0x1:
        return { type: 'integer', value: integer(span(at, 1, 2 ** low)), location };
      case 0x2:
        if (low === 2) return { type: 'real', value: span(at, 1, 4).readFloatBE(), location };
        if (low === 3) return { type: 'real', value: span(at, 1, 8).readDoubleBE(), location };
        return bad('a real');
      case 0x3:
        return { type: 'date', value: date(span(at, 1, 8).readDoubleBE()), location };
      case 0x4:
        return { type: 'data', value: counted(low, at, 1).toString('base64'), location };
      case 0x5:
      case 0x6:
        return { type: 'string', value: text(type, counted(low, at, type - 4)), location };
      case 0xa:
        return {
          type: 'array',
          items: refs(counted(low, at, refSize)).map((ref) => read(ref, depth + 1)),
          location,
        };
      case 0xd:
        return { type: 'dict', entries: entries(refs(counted(low, at, 2 * refSize)), depth), location };
      default:
        throw new Refusal(tr('the binary property list holds an object that launchd does not know'), 0);
    }
  }

  /** `length` items of `size` bytes each, all before the offset table. */
  function span(at: number, length: number, size: number): Buffer {
    if (at + length * size > table) bad('a length');
    return bytes.subarray(at, at + length * size);
  }

  /** The items of an object whose length is in its marker, or, when that is 15, in an integer that follows. */
  function counted(low: number, at: number, size: number): Buffer {
    if (low < 15) return span(at, low, size);
    const marker = bytes[at] ?? 0;
    const width = 2 ** (marker & 15);
    if (marker >> 4 !== 1 || width > 8) bad('a length');
    return span(at + 1 + width, sized(at + 1, width), size);
  }

  function refs(raw: Buffer): number[] {
    return Array.from({ length: raw.length / refSize }, (_, i) =>
      sized(raw.byteOffset - bytes.byteOffset + i * refSize, refSize),
    );
  }

  function entries(all: number[], depth: number): PlistEntry[] {
    const half = all.length / 2;
    const found = new Map<string, PlistEntry>();
    for (let i = 0; i < half; i++) {
      const key = read(all[i] ?? count, depth + 1);
      if (key.type !== 'string') return bad('a key that is not a string');
      if (found.delete(key.value))
        report(tr('{key} is given twice; only the last one counts', { key: key.value }));
      found.set(key.value, {
        key: key.value,
        keyLocation: location,
        value: read(all[half + i] ?? count, depth + 1),
      });
    }
    return [...found.values()];
  }

  /** Up to four bytes are unsigned, eight signed; sixteen are for what only fits 64 bits unsigned. */
  function integer(raw: Buffer): number {
    if (raw.length <= 4) return raw.readUIntBE(0, raw.length);
    if (raw.length === 8) return Number(raw.readBigInt64BE());
    if (raw.length !== 16 || raw.readBigUInt64BE() !== 0n) return bad('an integer');
    return Number(raw.readBigUInt64BE(8));
  }

  function date(seconds: number): string {
    const time = new Date(EPOCH + Math.floor(seconds) * 1000);
    const year = Number.isNaN(time.getTime()) ? -1 : time.getUTCFullYear();
    return year < 1 || year > 9999 ? bad('a date') : `${time.toISOString().slice(0, 19)}Z`;
  }

  function text(type: number, raw: Buffer): string {
    const value = type === 5 ? raw.toString('latin1') : Buffer.from(raw).swap16().toString('utf16le');
    if (type === 5 ? /[^\0-\x7f]/.test(value) : /\p{Surrogate}/u.test(value)) bad('a string');
    if (value.includes('\0'))
      throw new Refusal(tr('the binary property list holds a string with a NUL character'), 0);
    return value;
  }
}
