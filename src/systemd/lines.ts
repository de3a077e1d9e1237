/** One physical line: offsets of its text, and of the line after it. */
export interface PhysicalLine {
  start: number;
  /** Where the line end begins. */
  end: number;
  /** Where the next line starts. */
  next: number;
}

const LF = 1;
const CR = 2;
const NUL = 4;

const endBit = (code: number): number => (code === 10 ? LF : code === 13 ? CR : code === 0 ? NUL : 0);

/**
 * Splits a text into lines as systemd's `read_line()` does: `\n`, `\r` and NUL end a line; so do `\r\n` and `\n\r`, as
 * one. A line end at the very end of the text starts no further line.
 */
export function splitLines(text: string): PhysicalLine[] {
  const lines: PhysicalLine[] = [];
  const ends = /[\n\r\0]/g;
  for (let start = 0; start < text.length; ) {
    ends.lastIndex = start;
    const end = ends.exec(text)?.index ?? text.length;
    let next = end;
    // A second line end of another kind belongs to the first; the same kind again, or anything after NUL, does not.
    for (let seen = 0; next < text.length; next++) {
      const bit = endBit(text.charCodeAt(next));
      if (bit === 0 || (seen & NUL) !== 0 || (seen & bit) !== 0) break;
      seen |= bit;
    }
    lines.push({ start, end, next });
    start = next;
  }
  return lines;
}
