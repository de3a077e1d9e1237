import width from './width.ts';

/** Blanks as wide as the text; tabs stay, because only the terminal knows how wide they are. */
export const blanksFor = (text: string): string =>
  Array.from(text, (character) => (character === '\t' ? '\t' : ' '.repeat(width(character)))).join('');

/** Breaks a text at 100 columns; further lines are indented. No line starts with `::`, which a CI runner may obey. */
export function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let last = '';
  let columns = 0;
  for (const word of text.split(' ')) {
    const size = width(word);
    if (columns > 0 && indent + columns + 1 + size > 100 && !word.startsWith('::')) {
      lines.push(last);
      [last, columns] = [word, size];
    } else {
      [last, columns] = columns === 0 ? [word, size] : [`${last} ${word}`, columns + 1 + size];
    }
  }
  return [...lines, last].join(`\n${' '.repeat(indent)}`);
}

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
