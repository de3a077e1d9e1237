import { isUtf8 } from 'node:buffer';
import type { Location } from '../model/location.ts';

/** One variable of a `.env`, as the last line that sets it says. */
export interface DotenvVariable {
  value: string;
  /** Where its name stands. */
  at: Location;
  /** Earlier lines that set it, too: this reader takes the last, others the first. */
  earlier: readonly Location[];
}

export type Dotenv = ReadonlyMap<string, DotenvVariable>;

/**
 * A `.env` as python-dotenv reads it: `export`, both kinds of quotes, comments, `${NAME}` and `${NAME:-default}`; the last
 * assignment wins, and only a quoted value crosses lines. A line it cannot read is passed over. `${NAME}` is looked up in
 * the file first, then in `environment`.
 */
export function readDotenv(
  bytes: Buffer,
  path: string,
  environment: (name: string) => string | undefined = () => undefined,
): Dotenv {
  const result = new Map<string, DotenvVariable | null>();
  for (const { key, value, at } of bindings(decode(bytes), path)) {
    const before = result.get(key);
    const lookUp = (name: string): string | undefined => {
      const known = result.get(name);
      return known === null ? '' : (known?.value ?? environment(name));
    };
    // A name alone takes back what was set before.
    result.set(
      key,
      value === null
        ? null
        : {
            value: value.replace(REFERENCE, (_, name, other) => lookUp(name) ?? other ?? ''),
            at,
            earlier: before ? [...before.earlier, before.at] : [],
          },
    );
  }
  return new Map([...result].filter((one): one is [string, DotenvVariable] => one[1] !== null));
}

/** The app reads UTF-8 without its byte order mark, else Latin-1; it takes NULs out beforehand. */
const decode = (bytes: Buffer): string =>
  bytes
    .toString(isUtf8(bytes) ? 'utf8' : 'latin1')
    .replace(/^\ufeff/, '')
    .replaceAll('\0', '');

/** Bounded, so that no text makes it slow. */
const REFERENCE = /\$\{([^}:]{0,200})(?::-([^}]{0,4000}))?\}/g;
const LINE_END = /\r\n|\n|\r/g;
const SPACE = /\s*/y;
const BLANKS = /[^\S\r\n]*/y;
const EXPORT = /(?:export[^\S\r\n]+)?/y;
const QUOTED_KEY = /'([^']+)'/y;
const PLAIN_KEY = /([^=#\s]+)/y;
const REST = /[^\r\n]*/y;
const END = /[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|$)/y;

function* bindings(
  text: string,
  path: string,
): Iterable<{ key: string; value: string | null; at: Location }> {
  let at = 0;
  let line = 1;
  let lineStart = 0;
  let counted = 0;
  /** What a pattern finds here; null when it does not fit. */
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return null;
    at += match[0].length;
    return match[1] ?? match[0];
  };
  const place = (offset: number): Location => {
    for (const end of text.slice(counted, offset).matchAll(LINE_END)) {
      line++;
      lineStart = counted + end.index + end[0].length;
    }
    counted = offset;
    return { path, line, column: [...text.slice(lineStart, offset)].length + 1 };
  };

  while (at < text.length) {
    take(SPACE);
    take(EXPORT);
    const start = at;
    const key = text[at] === '#' ? '' : take(text[at] === "'" ? QUOTED_KEY : PLAIN_KEY);
    take(BLANKS);
    let value: string | null | undefined = null;
    if (key !== null && text[at] === '=') {
      at++;
      take(BLANKS);
      const quote = text[at] ?? '';
      value = quote === "'" || quote === '"' ? quoted(quote) : plain(take(REST) ?? '');
    }
    // What does not end where it should is passed over, to the end of its line.
    if (key === null || value === undefined || take(END) === null) take(REST);
    else if (key !== '') yield { key, value, at: place(start) };
  }

  /** The text up to the closing quote; undefined when there is none. */
  function quoted(quote: string): string | undefined {
    const open = at;
    let close = -1;
    for (let i = text.indexOf(quote, open + 1); i >= 0; i = text.indexOf(quote, i + 1)) {
      close = i;
      // An escaped quote closes only where no other one does.
      if (text[i - 1] !== '\\') break;
    }
    if (close < 0) return undefined;
    at = close + 1;
    const inside = text.slice(open + 1, close);
    return quote === "'"
      ? inside.replace(/\\([\\'])/g, '$1')
      : inside.replace(/\\([\\'"abfnrtv])/g, (_, c: string) => ESCAPES[c] ?? c);
  }
}

const ESCAPES: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** A comment begins at a `#` after a blank. */
function plain(text: string): string {
  for (let i = text.indexOf('#', 1); i >= 0; i = text.indexOf('#', i + 1)) {
    if (/\s/.test(text[i - 1] ?? '')) return text.slice(0, i).trimEnd();
  }
  return text.trimEnd();
}
