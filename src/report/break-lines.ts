import width, { characters } from './width.ts';

const HAN = '\\p{Script=Han}';
const OPENS = '“‘（「『《【';
const CLOSES = '，。、；：？！”’）」』》】…';
/** What no line may be broken in: one Chinese character or a run of others, with the punctuation that clings to it. */
const PIECE = new RegExp(
  `[${OPENS}]*(?:${HAN}|[^${HAN}${OPENS}${CLOSES}]+|(?=[${CLOSES}]))[${CLOSES}]*`,
  'gu',
);
const CHINESE = new RegExp(`[${HAN}，、；：]`, 'u');

/**
 * Breaks each line of a text at so many columns; `hard`: also words that are wider than that. No line starts with `::`, which
 * a CI runner may obey. Default, and called as `wrap-ansi` is: it stands in for it (scripts/build.mjs), which knows of no
 * Chinese and has a line begin with a comma.
 */
export default function breakLines(text: string, columns: number, { hard = false } = {}): string {
  return text
    .split('\n')
    .map((line) => broken(line, columns, hard))
    .join('\n');
}

function broken(text: string, columns: number, hard: boolean): string {
  if (width(text) <= columns) return text;
  const lines: string[] = [];
  let last = '';
  let used = 0;
  for (const { piece, gap } of piecesOf(text, columns, hard)) {
    const size = width(piece);
    if (used > 0 && used + gap.length + size > columns && !piece.startsWith('::')) {
      lines.push(last);
      [last, used] = [piece, size];
    } else {
      [last, used] = used === 0 ? [piece, size] : [last + gap + piece, used + gap.length + size];
    }
  }
  return [...lines, last].join('\n');
}

/** `gap`: what stands before a piece when no line is broken there. */
interface Piece {
  piece: string;
  gap: string;
}

function piecesOf(text: string, columns: number, hard: boolean): Piece[] {
  const words = text.split(' ');
  return hard || CHINESE.test(text)
    ? words.flatMap((word, index) => pieces(word, index, columns, hard))
    : words.map((piece, index) => ({ piece, gap: index > 0 ? ' ' : '' }));
}

/** Where a word may be broken: Chinese has no blanks. */
function pieces(word: string, index: number, columns: number, hard: boolean): Piece[] {
  const found = CHINESE.test(word) ? (word.match(PIECE) ?? [word]) : [word];
  return found
    .flatMap((piece) => (hard && width(piece) > columns ? characters(piece) : [piece]))
    .map((piece, at) => ({ piece, gap: at === 0 && index > 0 ? ' ' : '' }));
}
