import type { Files } from '../host/files.ts';
import { timeOf } from '../model/log-time.ts';

/** One line of a log file; `at`: milliseconds since 1970, null where nothing says it. */
export interface FileLine {
  at: number | null;
  text: string;
}

/** What was found, and where to go on (bytes); or why nothing could be read. */
export type FileRead =
  | { state: 'there'; lines: FileLine[]; end: number }
  | { state: 'absent' }
  | { state: 'unreadable'; reason: string };

/** A line is seldom longer. Bytes. */
const LINE = 2_048;
/** More is not looked at, however many lines are wanted. Bytes. */
const MOST = 16 * 1024 * 1024;

/** The last lines of a log. A line without a time has that of the one before: a traceback, say. */
export function lastLines(files: Files, path: string, lines: number): FileRead {
  const read = readFrom(files, path, null, Math.min(MOST, lines * LINE));
  return read.state === 'there' ? { ...read, lines: read.lines.slice(-lines) } : read;
}

/** The whole lines behind a place. A file that has become shorter was begun anew. */
export function linesSince(files: Files, path: string, end: number): FileRead {
  return readFrom(files, path, end, MOST);
}

function readFrom(files: Files, path: string, from: number | null, most: number): FileRead {
  const { size } = files.stat(path);
  const known = from !== null && size !== null && size >= from ? from : 0;
  if (from !== null && size === known) return { state: 'there', lines: [], end: known };
  // `tail` begins behind a line break: with the one before the place it begins at the place.
  const wanted = size === null ? most : Math.min(most, size - known + (known > 0 ? 1 : 0));
  const found = files.tail(path, wanted);
  if (found.state !== 'there') return found;
  const whole = found.bytes.subarray(0, found.bytes.lastIndexOf(0x0a) + 1);
  // What is written at this moment is half a line: it is read the next time.
  const rest = found.bytes.length - whole.length;
  let at: number | null = null;
  const lines = whole
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((text) => {
      at = timeOf(text) ?? at;
      return { at, text };
    });
  return { state: 'there', lines, end: Math.max(0, (size ?? found.bytes.length) - rest) };
}
