import width, { characters } from './width.ts';

/** One column of a table that has to fit. */
export interface Column<Row> {
  title: string;
  cell(row: Row): string;
  /** Where there is not enough room, columns with the smallest number go first; without one it stays. */
  drop?: number;
  /** It may be cut off down to so many columns of the terminal. */
  least?: number;
  /** Colours the cell, blanks not included. */
  paint?(text: string, row: Row): string;
}

const GAP = 2;
const NOTHING = '-';

/**
 * A table with titles, no wider than `columns` if that can be: columns in which nothing is said are left out, then long
 * cells are cut off, then columns that matter less are dropped.
 */
export function fitTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  room: number,
  paintTitle: (text: string) => string,
): string[] {
  let shown = columns
    .map((column) => ({ column, cells: rows.map((row) => column.cell(row)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== '' && cell !== NOTHING))
    .map((one) => ({ ...one, size: Math.max(width(one.column.title), ...one.cells.map(width)) }));
  const over = (): number => shown.reduce((sum, { size }) => sum + size + GAP, -GAP) - room;
  for (;;) {
    // What stands last is cut first: what a row is about stands in front.
    for (const one of shown.toReversed()) {
      const least = Math.max(one.column.least ?? one.size, width(one.column.title));
      if (over() > 0 && one.size > least) one.size = Math.max(least, one.size - over());
    }
    const first = Math.min(...shown.map(({ column }) => column.drop ?? Number.POSITIVE_INFINITY));
    if (over() <= 0 || first === Number.POSITIVE_INFINITY) break;
    // What was cut off for the sake of this one is whole again.
    shown = shown
      .filter(({ column }) => column.drop !== first)
      .map((one) => ({ ...one, size: Math.max(width(one.column.title), ...one.cells.map(width)) }));
  }
  const line = (cellOf: (one: (typeof shown)[number]) => [plain: string, painted: string]): string =>
    shown
      .map((one, index) => {
        const [plain, painted] = cellOf(one);
        return index === shown.length - 1 ? painted : painted + ' '.repeat(one.size + GAP - width(plain));
      })
      .join('')
      .trimEnd();
  return [
    line(({ column: { title } }) => [title, paintTitle(title)]),
    ...rows.map((row, index) =>
      line(({ column, cells, size }) => {
        const plain = cut(cells[index] ?? '', size);
        return [plain, column.paint?.(plain, row) ?? plain];
      }),
    ),
  ];
}

/** A text in so many columns of a terminal, with `…` where something is missing. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let result = '';
  let used = 1;
  for (const character of characters(text)) {
    used += width(character);
    if (used > columns) break;
    result += character;
  }
  return `${result}…`;
}
