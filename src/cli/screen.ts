import { cut } from '../report/fit.ts';
import { tr } from '../texts/tr.ts';
import type { Terminal } from './io.ts';

/** A terminal's other screen: what stood on the first one is there again afterwards. */
export interface Screen {
  draw(text: string): void;
  leave(): void;
}

// xterm's control sequences: the other screen, the cursor, the upper left corner, erase to the end of line and screen.
const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';
const HOME = '\x1b[H';
const ERASE_LINE = '\x1b[K';
const ERASE_BELOW = '\x1b[J';

/** Each drawing covers the one before, whatever the sizes of both; nothing is erased first, so that nothing flickers. */
export function screenOn(terminal: Terminal): Screen {
  terminal.write(ENTER);
  return {
    draw(text) {
      const rows = Math.max(1, terminal.rows());
      const all = text.trimEnd().split('\n');
      const lines =
        all.length <= rows
          ? all
          : [...all.slice(0, rows - 1), tr('… {count} more lines', { count: all.length - rows + 1 })];
      // A line that the terminal would wrap would push the others down.
      const shown = lines.map((line) => `${cutPainted(line, terminal.columns())}${ERASE_LINE}`);
      terminal.write(`${HOME}${shown.join('\r\n')}${ERASE_BELOW}`);
    },
    leave: () => terminal.write(LEAVE),
  };
}

const COLOUR = /(\x1b\[[0-9;]*m)/;

/** Cut off at so many columns; colours take none, and end with the line. */
function cutPainted(line: string, columns: number): string {
  const plain = line
    .split(COLOUR)
    .filter((part) => !COLOUR.test(part))
    .join('');
  const room = cut(plain, columns);
  if (room === plain) return line;
  let left = [...room].length - 1;
  const parts = line.split(COLOUR).map((part) => {
    if (COLOUR.test(part)) return part;
    const taken = [...part].slice(0, left);
    left -= taken.length;
    return taken.join('');
  });
  return `${parts.join('')}…`;
}
