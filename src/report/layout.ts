import width, { characters } from './width.ts';

/** Blanks as wide as the text; tabs stay, because only the terminal knows how wide they are. */
export const blanksFor = (text: string): string =>
  characters(text)
    .map((character) => (character === '\t' ? '\t' : ' '.repeat(width(character))))
    .join('');

/** Breaks a text at 100 columns; further lines are indented. No line starts with `::`, which a CI runner may obey. */
export function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let last = '';
  let columns = 0;
  for (const { piece, gap } of text.split(' ').flatMap(pieces)) {
    const size = width(piece);
    if (columns > 0 && indent + columns + gap.length + size > 100 && !piece.startsWith('::')) {
      lines.push(last);
      [last, columns] = [piece, size];
    } else {
      [last, columns] = columns === 0 ? [piece, size] : [last + gap + piece, columns + gap.length + size];
    }
  }
  return [...lines, last].join(`\n${' '.repeat(indent)}`);
}

const HAN = '\\p{Script=Han}';
const OPENS = '“‘（「『《【';
const CLOSES = '，。、；：？！”’）」』》】…';
/** What no line may be broken in: one Chinese character or a run of others, with the punctuation that clings to it. */
const PIECE = new RegExp(
  `[${OPENS}]*(?:${HAN}|[^${HAN}${OPENS}${CLOSES}]+|(?=[${CLOSES}]))[${CLOSES}]*`,
  'gu',
);

/** Where a word may be broken: Chinese has no blanks. `gap`: what stands before a piece when no line is broken there. */
function pieces(word: string, index: number): { piece: string; gap: string }[] {
  const before = index === 0 ? '' : ' ';
  if (!/[\p{Script=Han}、：]/u.test(word)) return [{ piece: word, gap: before }];
  const found = word.match(PIECE) ?? [word];
  return found.map((piece, at) => ({ piece, gap: at === 0 ? before : '' }));
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
