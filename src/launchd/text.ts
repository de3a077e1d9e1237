import { isUtf8 } from 'node:buffer';
import type { Location } from '../model/location.ts';
import { tr } from '../texts/tr.ts';

/** `ascii`: another encoding is declared, but every byte is the same in it and in UTF-8. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'ascii';

export interface DecodedText {
  /** Without the byte order mark. */
  text: string;
  encoding: Encoding;
  bom: boolean;
  /** Why the text cannot be read, and at which offset; null when it can. */
  refusal: { message: string; offset: number } | null;
}

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const REPLACEMENT = Buffer.from('\ufffd');
const DECLARED = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/;

/** Decodes UTF-8 (with or without a mark) and UTF-16 with a mark; anything else is a refusal, never a guess. */
export function decodeText(bytes: Buffer): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, 'utf-16be');
  const bom = bytes.subarray(0, 3).equals(UTF8_BOM);
  const body = bom ? bytes.subarray(3) : bytes;
  const text = body.toString('utf8');
  if (!isUtf8(body)) {
    const offset = firstInvalid(body, text);
    return {
      text,
      encoding: 'utf-8',
      bom,
      refusal: { message: tr('the bytes here are not valid UTF-8'), offset },
    };
  }
  if (text.startsWith('\0') || text.startsWith('<\0')) {
    return refused(text, tr('this looks like UTF-16 without a byte order mark, which is not read'));
  }
  const declared = DECLARED.exec(text)?.[1];
  if (bom || declared === undefined || /^utf-?8$/i.test(declared)) {
    return { text, encoding: 'utf-8', bom, refusal: null };
  }
  // Only what ASCII has is the same in (nearly) every encoding that people declare.
  if (!/^utf-|^ucs|^ebcdic/i.test(declared) && body.length === text.length) {
    return { text, encoding: 'ascii', bom, refusal: null };
  }
  return refused(
    text,
    tr('the encoding is declared as {declared}; only UTF-8 and UTF-16 are read', {
      declared: declared.slice(0, 40),
    }),
  );
}

/** The bytes of a text in the encoding it was read in. `ascii` text must hold ASCII only: see `edit.ts`. */
export function encodeText(text: string, encoding: Encoding, bom: boolean): Buffer {
  const marked = bom ? `\ufeff${text}` : text;
  if (encoding === 'utf-16le') return Buffer.from(marked, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(marked, 'utf16le').swap16();
  return Buffer.from(marked);
}

function utf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): DecodedText {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return { text, encoding, bom: true, refusal: null };
  } catch {
    return { ...refused('', tr('the bytes are not valid UTF-16')), encoding, bom: true };
  }
}

const refused = (text: string, message: string): DecodedText => ({
  text,
  encoding: 'utf-8',
  bom: false,
  refusal: { message, offset: 0 },
});

/** Offset in `text` of the first replacement character that does not stand in the bytes themselves. */
function firstInvalid(bytes: Buffer, text: string): number {
  let length = 0;
  let from = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) {
    length += Buffer.byteLength(text.slice(from, at));
    from = at;
    if (!bytes.subarray(length, length + 3).equals(REPLACEMENT)) return at;
  }
  return 0;
}

/** Turns offsets of a text into lines and columns (both from 1; columns count characters, lines end as in XML). */
export function places(text: string, path: string): (offset: number) => Location {
  const starts = [0, ...Array.from(text.matchAll(/\r\n?|\n/g), (match) => match.index + match[0].length)];
  // A character beyond U+FFFF takes two places in the text but is one character.
  const pairs = Array.from(text.matchAll(/[\ud800-\udbff]/g), (match) => match.index);
  return (offset) => {
    const line = countBelow(starts, offset + 1);
    const start = starts[line - 1] ?? 0;
    const wide = countBelow(pairs, offset) - countBelow(pairs, start);
    return { path, line, column: offset - start - wide + 1 };
  };
}

/** How many of the rising numbers are less than `limit`. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
