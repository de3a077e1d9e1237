import { isUtf8 } from 'node:buffer';
import type { Setting } from '../model/definition.ts';
import type { Location, SyntaxProblem } from '../model/location.ts';
import { memo } from '../model/memo.ts';
import { tr } from '../texts/tr.ts';
import { isBlank, isClean, shown, stripBlanks } from './encoding.ts';
import { splitLines } from './lines.ts';
import { eachLogicalLine, type LineRange, type LogicalLine, locator } from './logical-lines.ts';

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
    const { stripped, start, equals, key, value, from } = readLine(logical.text);
    if (stripped === '') return true;
    const locate = locator(path, logical.pieces);
    const at = locate(start);
    if (invalid.size > 0 && logical.pieces.some((piece) => invalid.has(piece.line))) {
      report('fatal', tr('The line is not clean UTF-8, so systemd does not load the unit'), at);
      return false;
    }
    if (stripped.startsWith('[')) return header(stripped, at, logical.lines);
    if (section === null) {
      if (!skipped) report('dropped', 'Assignment outside of section. Ignoring.', at);
      return true;
    }
    if (equals <= 0) {
      const what = equals < 0 ? "Missing '=', ignoring line." : "Missing key name before '=', ignoring line.";
      report('dropped', what, at);
      return true;
    }
    assignments.push({
      section,
      key,
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
    section = read ? name : null;
    skipped = !read;
    sections.push({ name, location, known: read, lines });
    return true;
  }

  eachLogicalLine(path, text, report, parseLine);
  return { path, bytes, text, sections, assignments, problems };
}

/** A line by itself: where its text, and the value behind `=`, start. */
const readLine = memo((text: string) => {
  const stripped = stripBlanks(text);
  let start = 0;
  while (isBlank(text.charCodeAt(start))) start++;
  const equals = stripped.indexOf('=');
  const value = stripBlanks(stripped.slice(equals + 1));
  let from = start + equals + 1;
  if (value !== '') while (isBlank(text.charCodeAt(from))) from++;
  return { stripped, start, equals, key: stripBlanks(stripped.slice(0, Math.max(equals, 0))), value, from };
});

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
