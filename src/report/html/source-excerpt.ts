import { excerpt } from '../excerpt.ts';
import { blanksFor } from '../layout.ts';
import { type Html, html } from './markup.ts';

/**
 * A line of a file, from the place on marked: up to the next blank. `line` is one of `sourceLines()`, secrets gone.
 * Nothing where there is nothing to show.
 */
export function sourceExcerpt(line: string, at: { line: number; column: number }): Html | null {
  if (line.trim() === '') return null;
  const { shown, mark } = excerpt(line, at.column);
  const start = mark === null ? null : offsetOf(shown, mark.slice(0, -1));
  if (start === null || start >= shown.length) return block(at.line, html`${shown}`);
  const word = /^\s?\S*/.exec(shown.slice(start))?.[0] ?? '';
  const end = start + Math.max(1, word.length);
  return block(
    at.line,
    html`${shown.slice(0, start)}<mark>${shown.slice(start, end)}</mark>${shown.slice(end)}`,
  );
}

const block = (line: number, content: Html): Html =>
  html`<pre class="source"><span class="number">${line}</span><code>${content}</code></pre>`;

/** How many UTF-16 units of the text stand above these blanks. */
function offsetOf(shown: string, blanks: string): number | null {
  let offset = 0;
  let above = '';
  for (const character of shown) {
    if (above.length >= blanks.length) break;
    above += blanksFor(character);
    offset += character.length;
  }
  return above.length === blanks.length ? offset : null;
}
