import type { PlistEntry, PlistValue } from '../model/definition.ts';
import type { PlistData } from './data.ts';
import { element, escapeText, keyElement, type Layout, lineStart } from './emit.ts';
import {
  afterComments,
  childrenOf,
  indentAt,
  lineEnd,
  lineIndent,
  lineStartOf,
  type Style,
} from './layout.ts';
import type { Plist } from './plist.ts';
import type { Span } from './xml.ts';

/** What is put in the place of `start` to `end` of the text. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** The new value in the place of the old one; of a string that stays one, only the characters between its tags. */
export function replaceValue(
  plist: Plist,
  style: Style,
  value: PlistValue,
  data: PlistData,
  path: string,
): Splice {
  const span = spanOf(plist, value);
  if (value.type === 'string' && typeof data === 'string' && span.innerEnd < span.end) {
    return { start: span.innerStart, end: span.innerEnd, text: escapeText(data, path) };
  }
  const layout = style.oneLine ? null : { ...style, indent: lineIndent(plist.text, span.start) };
  return { start: span.start, end: span.end, text: element(data, layout, path) };
}

/** Items after the one at `after` (-1: before the first), each written and placed as that neighbour is. */
export function insertItems(
  plist: Plist,
  style: Style,
  array: PlistValue,
  after: number,
  values: readonly string[],
): Splice {
  return insert(plist, style, array, after, (layout) => values.map((value) => element(value, layout)));
}

/** A key at the end of a dictionary, written as the last one there is. */
export function addKey(
  plist: Plist,
  style: Style,
  dict: PlistValue,
  key: string,
  data: PlistData,
  path: string,
): Splice {
  const entries = dict.type === 'dict' ? dict.entries : [];
  const last = entries.at(-1);
  const between = last && betweenOf(plist, last);
  return insert(plist, style, dict, entries.length - 1, (layout) => {
    const gap = between ?? lineStart(layout);
    return [keyElement(key, path) + (layout ? gap : (between ?? '')) + element(data, layout, path)];
  });
}

/** White space between a key and its value when it is no line end (which is then written anew); else undefined. */
function betweenOf(plist: Plist, entry: PlistEntry): string | undefined {
  const { innerStart, innerEnd } = spanOf(plist, entry);
  const between = plist.text.slice(innerStart, innerEnd);
  return /^[ \t]*$/.test(between) ? between : undefined;
}

/**
 * Takes out a child of a container: with its line when it stands alone there, and then also with the comments behind it
 * on that line, which speak of it. Comments on lines of their own stay.
 */
export function removeChild(plist: Plist, container: PlistValue, index: number): Splice {
  const { text } = plist;
  const children = childrenOf(plist, container);
  const child = children[index];
  if (child === undefined) throw new Error(`no child ${index}`);
  const alone = lineEnd(text, afterComments(text, child.end));
  const starts = indentAt(text, child.start) !== null;
  if (starts && alone !== null) return { start: lineStartOf(text, child.start), end: alone, text: '' };
  const next = children[index + 1];
  if (next && (starts || index === 0) && isBlank(text.slice(child.end, next.start))) {
    return { start: child.start, end: next.start, text: '' };
  }
  const blank = starts ? '' : (/[ \t]*$/.exec(text.slice(0, child.start))?.[0] ?? '');
  return { start: child.start - blank.length, end: child.end, text: '' };
}

const isBlank = (text: string): boolean => /^[ \t]*$/.test(text);

function spanOf(plist: Plist, value: PlistValue | PlistEntry): Span {
  const span = plist.spans.get(value);
  if (span === undefined) throw new Error('a value without a place in the text');
  return span;
}

type Write = (layout: Layout | null) => string[];

function insert(plist: Plist, style: Style, container: PlistValue, after: number, write: Write): Splice {
  const { text } = plist;
  const children = childrenOf(plist, container);
  const neighbour = children[Math.max(after, 0)];
  if (neighbour === undefined) return fill(plist, style, container, write);
  const indent = indentAt(text, neighbour.start);
  const gap = gapBeside(text, children, Math.max(after, 0));
  if (gap === null && indent !== null) {
    const layout = { ...style, indent };
    const at = afterComments(text, after < 0 ? spanOf(plist, container).innerStart : neighbour.end);
    return {
      start: at,
      end: at,
      text: write(layout)
        .map((child) => lineStart(layout) + child)
        .join(''),
    };
  }
  const added = write(null);
  const at = after < 0 ? neighbour.start : neighbour.end;
  const joined = added.map((child) => (after < 0 ? child + (gap ?? '') : (gap ?? '') + child));
  return { start: at, end: at, text: joined.join('') };
}

/** What stands between a child and a neighbour on the same line; null when there is none on its line. */
function gapBeside(text: string, children: readonly Span[], index: number): string | null {
  const [before, child, after] = [children[index - 1], children[index], children[index + 1]];
  const gaps = [
    child && after ? text.slice(child.end, after.start) : null,
    child && before ? text.slice(before.end, child.start) : null,
  ];
  const beside = gaps.find((gap) => gap !== null && !/[\r\n]/.test(gap)) ?? null;
  return beside !== null && !isBlank(beside) ? '' : beside;
}

/** The first children of a container that has none. */
function fill(plist: Plist, style: Style, container: PlistValue, write: Write): Splice {
  const { text } = plist;
  const span = spanOf(plist, container);
  const outer = style.oneLine ? null : { ...style, indent: lineIndent(text, span.start) };
  const layout = outer && { ...outer, indent: outer.indent + outer.step };
  const added = write(layout)
    .map((child) => lineStart(layout) + child)
    .join('');
  if (span.innerEnd === span.end) {
    // `<array/>` becomes `<array>…</array>`.
    const open = text.slice(span.start, span.end).replace(/[ \t\r\n]*\/>$/, '>');
    const name = container.type;
    return { start: span.start, end: span.end, text: `${open}${added}${lineStart(outer)}</${name}>` };
  }
  const inner = text.slice(span.innerStart, span.innerEnd);
  const start = span.innerStart + inner.trimEnd().length;
  // The line end before the closing tag stays where there is one.
  const rest = text.slice(start, span.innerEnd);
  return { start, end: span.innerEnd, text: added + (/[\r\n]/.test(rest) ? rest : lineStart(outer)) };
}
