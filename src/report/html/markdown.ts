import { type Html, html } from './markup.ts';

/** The little of Markdown that rule pages are written in: paragraphs, lists, code. Everything else is text. */
export function markdown(text: string): Html[] {
  const result: Html[] = [];
  let [paragraph, items, code]: [string[], string[], string[] | null] = [[], [], null];
  const flush = (): void => {
    if (paragraph.length > 0) result.push(html`<p>${inline(paragraph.join(' '))}</p>\n`);
    if (items.length > 0) result.push(html`<ul>${items.map((one) => html`<li>${inline(one)}</li>`)}</ul>\n`);
    [paragraph, items] = [[], []];
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) {
      if (code !== null) result.push(html`<pre><code>${code.map((one) => html`${one}\n`)}</code></pre>\n`);
      else flush();
      code = code === null ? [] : null;
    } else if (code !== null) code.push(line);
    else if (line.trim() === '') flush();
    else if (line.startsWith('- ')) {
      if (paragraph.length > 0) flush();
      items.push(line.slice(2));
    } else if (items.length > 0) items.push(`${items.pop()} ${line.trim()}`);
    else paragraph.push(line.trim());
  }
  flush();
  return result;
}

/** Code and bold; of a link its text, because the page stands alone. */
const inline = (text: string): Html[] =>
  text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .map((part) => {
      if (part.startsWith('`') && part.length > 2) return html`<code>${part.slice(1, -1)}</code>`;
      return /^\*\*.+\*\*$/.test(part) ? html`<strong>${part.slice(2, -2)}</strong>` : html`${part}`;
    });
