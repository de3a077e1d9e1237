import { isUtf8 } from 'node:buffer';
import type { Setting } from '../model/definition.ts';
import type { Location, SyntaxProblem } from '../model/location.ts';
import { isBlank, isClean, shown, stripBlanks } from './encoding.ts';
import { splitLines } from './lines.ts';

/** Physical lines, counted from 1, both included. */
export interface LineRange {
  first: number;
  last: number;
}

/** `key=value` as systemd sees it: continuation lines joined, blanks around it stripped. */
export interface Assignment extends Setting {
  keyLocation: Location;
  /** The place in the file of an offset in `value`. */
  locate(offset: number): Location;
  lines: LineRange;
}

export interface SectionHeader {
  name: string;
  location: Location;
  /** False: systemd skips everything below it. */
  known: boolean;
  lines: LineRange;
}

/** A unit file or drop-in. `serialise()` gives back the very bytes it was read from. */
export interface UnitFile {
  path: string;
  bytes: Buffer;
  text: string;
  sections: readonly SectionHeader[];
  assignments: readonly Assignment[];
  problems: readonly SyntaxProblem[];
}

/** systemd's LONG_LINE_MAX. Bytes. */
export const LINE_MAX = 1024 * 1024;

const TYPE_SECTIONS: Readonly<Record<string, string>> = {
  service: 'Service',
  socket: 'Socket',
  timer: 'Timer',
  path: 'Path',
  mount: 'Mount',
  automount: 'Automount',
  swap: 'Swap',
  slice: 'Slice',
  scope: 'Scope',
};

/** The sections systemd reads in a file, by the unit type its path says; a service's where it says none. */
export function knownSections(path: string): ReadonlySet<string> {
  const type = /\.([a-z]+)(?:\.d\/[^/]*)?$/.exec(path)?.[1] ?? '';
  const section = type === 'target' || type === 'device' ? [] : [TYPE_SECTIONS[type] ?? 'Service'];
  return new Set(['Unit', 'Install', ...section]);
}

/** A stretch of a logical line: where it starts there, and where it stands in the file. */
interface Piece {
  at: number;
  line: number;
  /** The physical line (a byte order mark is not counted), for columns that count characters. */
  text: string;
}

interface LogicalLine {
  text: string;
  pieces: Piece[];
  lines: LineRange;
}

/**
 * Reads a unit file as systemd 252 does (`config_parse()`; systemd.syntax(7)). Never throws: what systemd refuses or
 * drops is in `problems`. After a `fatal` problem the rest of the file is not read.
 */
export function parseUnit(bytes: Buffer, path: string): UnitFile {
  const text = bytes.toString('utf8');
  const sections: SectionHeader[] = [];
  const assignments: Assignment[] = [];
  const problems: SyntaxProblem[] = [];
  const known = knownSections(path);
  const invalid = invalidLines(bytes, text);
  let section: string | null = null;
  let skipped = false;

  const report = (effect: SyntaxProblem['effect'], message: string, location: Location): void => {
    problems.push({ effect, message, location });
  };

  /** False when systemd stops reading here. */
  function parseLine(logical: LogicalLine): boolean {
    const stripped = stripBlanks(logical.text);
    if (stripped === '') return true;
    let start = 0;
    while (isBlank(logical.text.charCodeAt(start))) start++;
    const locate = locator(path, logical.pieces);
    const at = locate(start);
    if (logical.pieces.some((piece) => invalid.has(piece.line))) {
      report('fatal', 'The line is not clean UTF-8, so systemd does not load the unit', at);
      return false;
    }
    if (stripped.startsWith('[')) return header(stripped, at, logical.lines);
    if (section === null) {
      if (!skipped) report('dropped', 'Assignment outside of section. Ignoring.', at);
      return true;
    }
    const equals = stripped.indexOf('=');
    if (equals <= 0) {
      const what = equals < 0 ? "Missing '=', ignoring line." : "Missing key name before '=', ignoring line.";
      report('dropped', what, at);
      return true;
    }
    const value = stripBlanks(stripped.slice(equals + 1));
    let from = start + equals + 1;
    if (value !== '') while (isBlank(logical.text.charCodeAt(from))) from++;
    assignments.push({
      section,
      key: stripBlanks(stripped.slice(0, equals)),
      value,
      location: locate(from),
      keyLocation: at,
      locate: (offset) => locate(from + offset),
      lines: logical.lines,
    });
    return true;
  }

  function header(stripped: string, location: Location, lines: LineRange): boolean {
    const name = stripped.slice(1, -1);
    if (!stripped.endsWith(']') || /[\x00-\x1f\x7f"'\\]/.test(name)) {
      const what = stripped.endsWith(']') ? 'Bad characters in section header' : 'Invalid section header';
      report('fatal', `${what} '${shown(stripped)}'`, location);
      return false;
    }
    const read = known.has(name);
    if (!read && !name.startsWith('X-')) {
      report('dropped', `Unknown section '${shown(name)}'. Ignoring.`, location);
    }
    section = read ? name : null;
    skipped = !read;
    sections.push({ name, location, known: read, lines });
    return true;
  }

  for (const logical of logicalLines(path, text, report)) if (!parseLine(logical)) break;
  return { path, bytes, text, sections, assignments, problems };
}

/** Joins continued lines: the backslash becomes a blank, comments in between are skipped, a blank line ends it. */
function* logicalLines(
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
function locator(path: string, pieces: readonly Piece[]): (offset: number) => Location {
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

/** Numbers of the lines that are not clean UTF-8. */
function invalidLines(bytes: Buffer, text: string): ReadonlySet<number> {
  if (isUtf8(bytes) && isClean(text)) return new Set();
  const numbers = splitLines(bytes.toString('latin1')).map(({ start, end }, index) => {
    const line = bytes.subarray(start, end);
    return isUtf8(line) && isClean(line.toString('utf8')) ? 0 : index + 1;
  });
  return new Set(numbers.filter((number) => number > 0));
}

/** Replaces physical lines, line ends included. */
export interface LineEdit {
  lines: LineRange;
  text: string;
}

/** The bytes of the file; with `edits` (which must not overlap), with these lines replaced and no other byte changed. */
export function serialise(unit: UnitFile, edits: readonly LineEdit[] = []): Buffer {
  const lines = splitLines(unit.bytes.toString('latin1'));
  const offset = (number: number): number => lines[number - 1]?.start ?? unit.bytes.length;
  const parts: Buffer[] = [];
  let done = 0;
  for (const edit of [...edits].sort((a, b) => a.lines.first - b.lines.first)) {
    parts.push(unit.bytes.subarray(done, offset(edit.lines.first)), Buffer.from(edit.text));
    done = offset(edit.lines.last + 1);
  }
  parts.push(unit.bytes.subarray(done));
  return Buffer.concat(parts);
}
