import { inert } from './display.ts';
import { blanksFor } from './layout.ts';
import { REDACTED } from './redact.ts';
import width, { characters } from './width.ts';

/** Columns of a line that are shown. */
const SHOWN = 100;

/**
 * A line of a file, and below it a mark at a column; of a long one, what is around it. The line is one of
 * `sourceLines()`, secrets gone: null for the mark where one was taken out before it, because then the column is not
 * the file's any more.
 */
export function excerpt(line: string, column: number): { shown: string; mark: string | null } {
  const place = offsetOf(line, column);
  const hidden = line.indexOf(REDACTED);
  const known = hidden < 0 || hidden >= place;
  const offset = known ? place : Math.max(0, hidden - 10);
  const after = lead(inert(line.slice(offset, offset + SHOWN)), SHOWN);
  const room = Math.max(SHOWN / 2, SHOWN - width(after));
  const before = tail(inert(line.slice(Math.max(0, offset - SHOWN), offset)), room);
  const rest = lead(after, SHOWN - width(before));
  const cutBefore = offset > SHOWN || before !== inert(line.slice(0, offset));
  const cutAfter = offset + SHOWN < line.length || rest !== inert(line.slice(offset));
  const start = `${cutBefore ? '…' : ''}${before}`;
  return { shown: `${start}${rest}${cutAfter ? '…' : ''}`, mark: known ? `${blanksFor(start)}^` : null };
}

/** Columns count characters; a string counts UTF-16 units. */
function offsetOf(line: string, column: number): number {
  let offset = 0;
  for (let count = 1; count < column && offset < line.length; count++) {
    offset += (line.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

/** As much from the start of a text as fits. */
const lead = (text: string, columns: number): string =>
  width(text) <= columns ? text : fitting(characters(text), columns).join('');

/** As much from its end. */
const tail = (text: string, columns: number): string =>
  width(text) <= columns ? text : fitting(characters(text).reverse(), columns).reverse().join('');

function fitting(all: readonly string[], columns: number): string[] {
  let used = 0;
  const end = all.findIndex((one) => {
    used += width(one);
    return used > columns;
  });
  return all.slice(0, end < 0 ? undefined : end);
}
