import type { Location, SyntaxProblem } from '../model/location.ts';
import { isBlank } from './encoding.ts';
import { type PhysicalLine, splitLines } from './lines.ts';

/** Physical lines, counted from 1, both included. */
export interface LineRange {
  first: number;
  last: number;
}

/** systemd's LONG_LINE_MAX. Bytes. */
const LINE_MAX = 1024 * 1024;

/** A stretch of a logical line: where it starts there, and where it stands in the file. */
interface Piece {
  at: number;
  line: number;
  /** The physical line (a byte order mark is not counted), for columns that count characters. */
  text: string;
}

/** A line as systemd sees it, put together of continued ones. */
export interface LogicalLine {
  text: string;
  pieces: Piece[];
  lines: LineRange;
}

/**
 * Joins continued lines: the backslash becomes a blank, comments in between are skipped, a blank line ends it. `take`
 * gets one after the other, until it says false.
 */
export function eachLogicalLine(
  path: string,
  text: string,
  report: (effect: SyntaxProblem['effect'], message: string, location: Location) => void,
  take: (line: LogicalLine) => boolean,
): void {
  // At most three bytes for each of its units: no line of a short text is too long.
  const bytesOf = (line: string): number => (text.length * 3 < LINE_MAX ? 0 : Buffer.byteLength(line));
  let open: LogicalLine | null = null;
  let bytes = 0;
  let markAllowed = true;
  const lines = splitLines(text);
  for (let number = 1; number <= lines.length; number++) {
    const { start, end } = lines[number - 1] as PhysicalLine;
    let line = text.slice(start, end);
    if (bytesOf(line) >= LINE_MAX) {
      report('fatal', 'Line too long', { path, line: number, column: 1 });
      return;
    }
    if (isComment(line)) continue;
    if (markAllowed && line.startsWith('\ufeff')) {
      markAllowed = false;
      line = line.slice(1);
    }
    open ??= { text: '', pieces: [], lines: { first: number, last: number } };
    open.pieces.push({ at: open.text.length, line: number, text: line });
    const continued = endsInEscape(line);
    open.text += continued ? `${line.slice(0, -1)} ` : line;
    bytes += bytesOf(line);
    if (open.pieces.length > 1 && bytes > LINE_MAX) {
      report('fatal', 'Continuation line too long', { path, line: number, column: 1 });
      return;
    }
    if (continued) continue;
    open.lines.last = number;
    if (!take(open)) return;
    open = null;
    bytes = 0;
  }
  if (open) {
    open.lines.last = lines.length;
    take(open);
  }
}

function isComment(line: string): boolean {
  let i = 0;
  while (isBlank(line.charCodeAt(i))) i++;
  return line[i] === '#' || line[i] === ';';
}

/** Whether an odd number of backslashes ends the line. */
function endsInEscape(line: string): boolean {
  let count = 0;
  while (line[line.length - 1 - count] === '\\') count++;
  return count % 2 === 1;
}

/**
 * Offsets of a logical line to places in the file. Asked in rising order (as words are) it takes time linear in the
 * line, though columns count characters, not UTF-16 units.
 */
export function locator(path: string, pieces: readonly Piece[]): (offset: number) => Location {
  const [only, ...more] = pieces;
  if (only && more.length === 0 && !HALF.test(only.text))
    return (offset) => ({ path, line: only.line, column: offset + 1 });
  let index = 0;
  let units = 0;
  let column = 1;
  return (offset) => {
    let piece = pieces[index];
    if (!piece || offset < piece.at + units) {
      index = 0;
      units = 0;
      column = 1;
    }
    for (let next = pieces[index + 1]; next && next.at <= offset; next = pieces[index + 1]) {
      index++;
      units = 0;
      column = 1;
    }
    piece = pieces[index];
    if (!piece) return { path, line: 1, column };
    for (const end = offset - piece.at; units < end; units++) {
      const code = piece.text.charCodeAt(units);
      // The second half of a surrogate pair is no character of its own.
      if (!(code >= 0xdc00 && code <= 0xdfff)) column++;
    }
    return { path, line: piece.line, column };
  };
}

/** The second half of a surrogate pair, which is no character of its own. */
const HALF = /[\udc00-\udfff]/;
