/** One physical line: offsets of its text, and of the line after it. */
export interface PhysicalLine {
  start: number;
  /** Where the line end begins. */
  end: number;
  /** Where the next line starts. */
  next: number;
}

const LINE_END = /(?:\r\n|\n\r|\r|\n)\0?|\0/g;

/**
 * Splits a text into lines as systemd's `read_line()` does: `\n`, `\r` and NUL end a line; so do `\r\n` and `\n\r`, as
 * one, and a NUL after any of them. A line end at the very end of the text starts no further line.
 */
export function splitLines(text: string): PhysicalLine[] {
  const lines: PhysicalLine[] = [];
  let start = 0;
  for (const { index, 0: end } of text.matchAll(LINE_END)) {
    const next = index + end.length;
    lines.push({ start, end: index, next });
    start = next;
  }
  if (start < text.length) lines.push({ start, end: text.length, next: text.length });
  return lines;
}
