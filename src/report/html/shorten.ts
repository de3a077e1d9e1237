import { display } from '../display.ts';
import width from '../width.ts';

/**
 * A text that fits into so many columns. Its middle goes: names and paths differ at their ends. Secrets go before
 * anything is cut.
 */
export function shorten(text: string, columns: number): string {
  const shown = display(text);
  if (width(shown) <= columns) return shown;
  const characters = Array.from(shown);
  const room = Math.max(2, columns - 1);
  const end = take([...characters].reverse(), Math.floor(room / 2)).reverse();
  const start = take(characters, room - width(end.join('')));
  return `${start.join('')}…${end.join('')}`;
}

function take(characters: readonly string[], columns: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += width(character);
    if (used > columns) break;
    taken.push(character);
  }
  return taken;
}
