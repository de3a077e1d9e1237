/**
 * Parsing is what costs when a thousand configurations are read for two values each. Most of what stands in them is plain: keys,
 * words, numbers, simple lists. That much YAML a few regular expressions know for sure, and whatever they do not know is left to
 * the parser.
 */

/** Anything beside these could be refused, or end a line: tabs, carriage returns, control characters, halves of characters. */
const ODD = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const FIRST_LINES = /(?:---)?\n(?:(?:#[^\n]*)?\n)*|(?:#[^\n]*\n|\n)+(?:---\n(?:(?:#[^\n]*)?\n)*)?/y;

/** A text with parts taken out. */
export interface Shortened {
  text: string;
  /** Where an offset of it was before. */
  before(offset: number): number;
}

/**
 * The text without its top-level blocks that are plain and whose key is not `wanted`: what a parser makes of the rest is the same.
 * From a block on that is not plain everything stays: where it ends only the parser knows.
 */
export function withoutPlainBlocks(text: string, wanted: ReadonlySet<string>): Shortened {
  FIRST_LINES.lastIndex = 0;
  let at = ODD.test(text) ? text.length : (FIRST_LINES.exec(text)?.[0].length ?? 0);
  const kept: { start: number; end: number }[] = [{ start: 0, end: at }];
  while (at < text.length) {
    const end = endOfPlainBlock(text, at);
    if (end === null) break;
    if (wanted.has(text.slice(at, text.indexOf(':', at)))) kept.push({ start: at, end });
    at = end;
  }
  kept.push({ start: at, end: text.length });
  return {
    text: kept.map(({ start, end }) => text.slice(start, end)).join(''),
    before(offset) {
      let left = offset;
      for (const { start, end } of kept) {
        if (left < end - start) return start + left;
        left -= end - start;
      }
      return text.length + left;
    },
  };
}

const WORD = String.raw`[A-Za-z0-9_.][\w./-]*(?: +[\w./-]+)*`;
const QUOTED = String.raw`"[^"\\\n]*"|'[^'\n]*'`;
const LIST = String.raw`\[ *(?:(?:${WORD}|${QUOTED})(?: *, *(?:${WORD}|${QUOTED}))* *)?\]`;
/** A plain scalar: a colon only inside a word, no comment, nothing in front that means something else. */
const PLAIN = String.raw`(?:-(?=[\w.])|[A-Za-z0-9_./~$(\xa0-\uffff])(?:[^\n:#]|:(?=[^\s])|(?<=[^\s])#)*`;
const BLOCK = '[|>]-?';
/** Indentation, the dash of an item, a key, a value. */
const LINE = new RegExp(
  String.raw`( *)(?:(- )?(?:([A-Za-z_][\w.-]*):(?= |\n|$))?(?: *(${BLOCK}(?=\n)|(?:${LIST}|\{\}|${QUOTED})(?= *(?:\n|$| #))|${PLAIN}))?)?(?: *(?:#[^\n]*)?)(?:\n|$)`,
  'y',
);

/** Where a block ends that begins here at the left edge; null when it is not plain. */
function endOfPlainBlock(text: string, start: number): number | null {
  /** How far in each open mapping or list begins, and which of the two it is. */
  const open: { indent: number; isList: boolean }[] = [];
  /** Whether the line before leaves its value to what is further in. */
  let opens = false;
  let at = start;
  while (at < text.length) {
    LINE.lastIndex = at;
    const match = LINE.exec(text);
    if (!match) return null;
    const [line, blanks = '', dash, key, value] = match;
    const indent = blanks.length;
    if (at === start && (indent > 0 || dash !== undefined || key === undefined)) return null;
    if (dash === undefined && key === undefined) {
      // Blank, or a comment; else a value that goes on from the line before.
      if (value !== undefined) return null;
      at += line.length;
      continue;
    }
    if (indent === 0 && at > start) return dash === undefined ? at : null;
    if (!enter(open, indent, dash !== undefined, opens)) return null;
    opens = false;
    if (key !== undefined && dash !== undefined && !enter(open, indent + 2, false, true)) return null;
    at += line.length;
    if (value !== undefined && /^[|>]/.test(value)) {
      const end = endOfText(text, at, open.at(-1)?.indent ?? 0);
      if (end === null) return null;
      at = end;
    } else opens = value === undefined;
  }
  return at;
}

/** Whether a line may begin here: at an open level of its kind, or one level further in where a value is missing. */
function enter(
  open: { indent: number; isList: boolean }[],
  indent: number,
  isList: boolean,
  opens: boolean,
): boolean {
  const isInside = (open.at(-1)?.indent ?? -1) < indent;
  if (isInside && open.length > 0 && !opens) return false;
  while ((open.at(-1)?.indent ?? -1) > indent) open.pop();
  const level = open.at(-1);
  if (!isInside) return level?.indent === indent && level.isList === isList;
  open.push({ indent, isList });
  return true;
}

/** Where the lines of a `|` or `>` end: all of them as far in as the first, or empty; null when they are not. */
function endOfText(text: string, start: number, indent: number): number | null {
  let own: number | null = null;
  let at = start;
  while (at < text.length) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next + 1;
    const first = text.slice(at, end).search(/[^ ]/);
    const isEmpty = text[at] === '\n';
    if (!isEmpty) {
      if (first <= indent) break;
      own ??= first;
      if (first < own || text[at + first] === '\n') return null;
    }
    at = end;
  }
  return at;
}
