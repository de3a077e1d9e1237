import breakLines from './break-lines.ts';
import width, { characters } from './width.ts';

/** Blanks as wide as the text; tabs stay, because only the terminal knows how wide they are. */
export const blanksFor = (text: string): string =>
  characters(text)
    .map((character) => (character === '\t' ? '\t' : ' '.repeat(width(character))))
    .join('');

/** Breaks a text at 100 columns; further lines are indented. */
export const wrap = (text: string, indent: number): string =>
  breakLines(text, 100 - indent).replaceAll('\n', `\n${' '.repeat(indent)}`);

/** Rows in columns as wide as they need; the last one is as it is. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.slice(0, -1).entries()) {
      widths[index] = Math.max(widths[index] ?? 0, width(cell));
    }
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell + ' '.repeat((widths[index] ?? width(cell)) - width(cell)))
      .join('  ')
      .trimEnd(),
  );
}
