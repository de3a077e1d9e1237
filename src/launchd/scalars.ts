import { type English, tr } from '../texts/tr.ts';
import { Refusal, type Scan, type Tag } from './scan.ts';

/** What it holds instead is not repeated: it may be a secret's value, and the message does not know its key. */
const refuse = (tag: Tag, wanted: English): Refusal =>
  new Refusal(tr('<{name}> does not hold {wanted}', { name: tag.name, wanted: tr(wanted) }), tag.start);

export function integer(raw: string, tag: Tag): number {
  // As CoreFoundation: white space before the digits and around the sign, none after; hexadecimal too.
  const match = /^\s*(?:([+-])\s*)?(0[xX][0-9a-fA-F]+|[0-9]+)$/.exec(raw);
  if (match === null) throw refuse(tag, 'a whole number');
  const digits = match[2] ?? '';
  // No number of 64 bits has so many digits; a million of them would take a second.
  if (digits.length > 100) throw refuse(tag, 'a number of 64 bits');
  const value = BigInt(digits) * (match[1] === '-' ? -1n : 1n);
  if (value < -(2n ** 63n) || value >= 2n ** 64n) throw refuse(tag, 'a number of 64 bits');
  return Number(value);
}

export function real(raw: string, tag: Tag): number {
  const special = /^([+-]?)(?:inf|infinity)$/i.exec(raw);
  if (special) return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(raw)) return Number.NaN;
  if (!/^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(raw)) throw refuse(tag, 'a number');
  return Number(raw);
}

export function date(raw: string, tag: Tag): string {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(raw) ? Date.parse(raw) : Number.NaN;
  // Date.parse takes 31 February for 3 March.
  const same = !Number.isNaN(time) && `${new Date(time).toISOString().slice(0, 19)}Z` === raw;
  if (!same) throw refuse(tag, 'a date like 2026-01-31T12:00:00Z');
  return raw;
}

export function base64(scan: Scan, raw: string, tag: Tag): string {
  const packed = raw.replaceAll(/\s+/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(packed)) {
    scan.report(tr('<data> is not proper base64; what does not fit is ignored'), tag.start);
  }
  return Buffer.from(packed.replaceAll(/[^A-Za-z0-9+/=]/g, ''), 'base64').toString('base64');
}
