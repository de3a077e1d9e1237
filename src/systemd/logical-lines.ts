import type { Location, SyntaxProblem } from '../model/location.ts';
import { isBlank } from './encoding.ts';
import { splitLines } from './lines.ts';

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

/** Joins continued lines: the backslash becomes a blank, comments in between are skipped, a blank line ends it. */
export function* logicalLines(
  path: string,
  text: string,
  report: (effect: SyntaxProblem['effect'], message: string, location: Location) => void,
): Generator<LogicalLine> {
  let open: { parts: string[]; length: number; bytes: number; pieces: Piece[]; first: number } | null = null;
  let markAllowed = true;
  const lines = splitLines(text);
  for (const [index, { start, end }] of lines.entries()) {
    const number = index + 1;
    let line = text.slice(start, end);
    if (Buffer.byteLength(line) >= LINE_MAX) {
      report('fatal', 'Line too long', { path, line: number, column: 1 });
      return;
    }
    if (isComment(line)) continue;
    if (markAllowed && line.startsWith('\ufeff')) {
      markAllowed = false;
      line = line.slice(1);
    }
    open ??= { parts: [], length: 0, bytes: 0, pieces: [], first: number };
    open.pieces.push({ at: open.length, line: number, text: line });
    const continued = endsInEscape(line);
    open.parts.push(continued ? `${line.slice(0, -1)} ` : line);
    open.length += line.length;
    open.bytes += Buffer.byteLength(line);
    if (open.pieces.length > 1 && open.bytes > LINE_MAX) {
      report('fatal', 'Continuation line too long', { path, line: number, column: 1 });
      return;
    }
    if (continued) continue;
    yield { text: open.parts.join(''), pieces: open.pieces, lines: { first: open.first, last: number } };
    open = null;
  }
  if (open)
    yield {
      text: open.parts.join(''),
      pieces: open.pieces,
      lines: { first: open.first, last: lines.length },
    };
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
