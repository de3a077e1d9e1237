import { isClean } from './encoding.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
  s: ' ',
};

/** What an escape means, and how long it is after its backslash. A `byte` is a byte, not a character. */
export type Escape = { length: number; character: string } | { length: number; byte: number };

const HEX = /[0-9A-Fa-f]/;

/**
 * Reads the escape whose backslash stands just before `at` (systemd's `cunescape_one()`, the table in
 * systemd.syntax(7)). Null: there is none such, or it means NUL.
 */
export function unescapeOne(text: string, at: number): Escape | null {
  const letter = text[at] ?? '';
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { length: 1, character: simple };
  if (letter === 'x') return byteEscape(digits(text, at + 1, 2, HEX, 16), 3);
  if (letter === 'u') return characterEscape(digits(text, at + 1, 4, HEX, 16), 5);
  if (letter === 'U') {
    const code = digits(text, at + 1, 8, HEX, 16);
    // Only the long form is checked for being a character at all.
    return code === null || code > 0x10ffff || !isClean(String.fromCodePoint(code))
      ? null
      : characterEscape(code, 9);
  }
  return byteEscape(digits(text, at, 3, /[0-7]/, 8), 3);
}

function digits(text: string, at: number, count: number, allowed: RegExp, base: number): number | null {
  const slice = text.slice(at, at + count);
  return slice.length === count && [...slice].every((digit) => allowed.test(digit))
    ? parseInt(slice, base)
    : null;
}

const byteEscape = (byte: number | null, length: number): Escape | null =>
  byte === null || byte === 0 || byte > 255 ? null : { length, byte };

const characterEscape = (code: number | null, length: number): Escape | null =>
  code === null || code === 0 ? null : { length, character: String.fromCodePoint(code) };
