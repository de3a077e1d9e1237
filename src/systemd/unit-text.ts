import { type PhysicalLine, splitLines } from './lines.ts';
import type { LineRange } from './logical-lines.ts';
import type { Assignment, UnitFile } from './syntax.ts';

/** Bytes `start` to `end` of a file, and what comes in their place. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** A span of an assignment's value, as offsets in it. */
export interface Span {
  start: number;
  end: number;
}

/** The bytes of a unit file by its lines and values: where an edit has to cut. */
export interface UnitText {
  /** The bytes from the first character of a span to its last, whatever lines it runs over. */
  span(assignment: Assignment, span: Span): { start: number; end: number };
  /** Takes out a word, with the blanks and line ends between it and its neighbour; a comment in between stays. */
  removeWord(assignment: Assignment, words: readonly Span[], index: number): Splice;
  removeLines(lines: LineRange): Splice;
  /** A line below the one with this number; 0 is the top. */
  insertLine(below: number, text: string): Splice;
  /** A section with one line, at the end. */
  appendSection(name: string, text: string): Splice;
}

export function unitText({ bytes }: Pick<UnitFile, 'bytes'>): UnitText {
  // In Latin-1 an offset is a byte.
  const raw = bytes.toString('latin1');
  const lines = splitLines(raw);
  const mark = lines.findIndex(({ start }) => raw.startsWith('\xef\xbb\xbf', start));
  const textOf = (line: PhysicalLine | undefined): string => raw.slice(line?.start ?? 0, line?.end ?? 0);

  /** The byte where the character at an offset of a value starts, or ends. */
  function byteAt(assignment: Assignment, offset: number, after: boolean): number {
    const { line, column } = assignment.locate(offset);
    const from = (lines[line - 1]?.start ?? 0) + (line - 1 === mark ? 3 : 0);
    const text = bytes.toString('utf8', from, lines[line - 1]?.end);
    const before = Array.from(text).slice(0, after ? column : column - 1);
    return from + Buffer.byteLength(before.join(''));
  }

  const span: UnitText['span'] = (assignment, { start, end }) => {
    const from = byteAt(assignment, start, false);
    if (end <= start) return { start: from, end: from };
    const code = assignment.value.charCodeAt(end - 1);
    const last = code >= 0xdc00 && code <= 0xdfff ? end - 2 : end - 1;
    return { start: from, end: byteAt(assignment, last, true) };
  };

  const endOfLine = (line: PhysicalLine | undefined): string => {
    const end = line ? raw.slice(line.end, line.next) : '';
    return end === '\r\n' || end === '\n' ? end : '';
  };
  const lineEnd = (near: number): string => endOfLine(lines[near - 1]) || endOfLine(lines[0]) || '\n';

  /** What has to stand before text at the end of the file, so that it starts a line that continues none. */
  function closing(): string {
    const last = lines.at(-1);
    const end = lineEnd(lines.length);
    const open = lines.findLast((line) => !/^[ \t]*[#;]/.test(textOf(line)));
    const continues = /(^|[^\\])(\\\\)*\\$/.test(textOf(open));
    return (last && last.next === last.end ? end : '') + (continues ? end : '');
  }

  return {
    span,
    removeWord(assignment, words, index) {
      const [before, word, after] = [words[index - 1], words[index], words[index + 1]];
      if (!word) throw new Error(`no word ${index}`);
      const own = span(assignment, word);
      const from = before && span(assignment, before).end;
      const to = after && span(assignment, after).start;
      const isGap = (start: number, end: number): boolean => /^[\s\\]*$/.test(raw.slice(start, end));
      if (from !== undefined && isGap(from, own.start)) return { start: from, end: own.end, text: '' };
      if (from === undefined && to !== undefined && isGap(own.end, to))
        return { start: own.start, end: to, text: '' };
      const blanks = /[ \t]*$/.exec(raw.slice(0, own.start))?.[0].length ?? 0;
      return { start: own.start - (from === undefined ? 0 : blanks), end: own.end, text: '' };
    },
    removeLines({ first, last }) {
      return { start: lines[first - 1]?.start ?? 0, end: lines[last - 1]?.next ?? raw.length, text: '' };
    },
    insertLine(below, text) {
      const at = below === 0 ? 0 : (lines[below - 1]?.next ?? raw.length);
      const end = lineEnd(below);
      return { start: at, end: at, text: `${at === raw.length ? closing() : ''}${text}${end}` };
    },
    appendSection(name, text) {
      const end = lineEnd(lines.length);
      const blank = lines.length === 0 ? '' : end;
      const added = `${closing()}${blank}[${name}]${end}${text}${end}`;
      return { start: raw.length, end: raw.length, text: added };
    },
  };
}

/** The bytes with the splices made; they must not overlap. */
export function spliceBytes(bytes: Buffer, splices: readonly Splice[]): Buffer {
  const parts: Buffer[] = [];
  let done = 0;
  for (const { start, end, text } of [...splices].sort((a, b) => a.start - b.start || a.end - b.end)) {
    parts.push(bytes.subarray(done, start), Buffer.from(text));
    done = Math.max(done, end);
  }
  parts.push(bytes.subarray(done));
  return Buffer.concat(parts);
}
