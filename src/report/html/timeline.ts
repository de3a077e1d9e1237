import { type Html, html } from './markup.ts';
import type { HtmlTexts } from './texts/en.ts';

/** One thing that happened to a gateway, once or again and again. Times are milliseconds since 1970. */
export interface Happening {
  /** Null: nobody knows whose. */
  service: string | null;
  what: string;
  count: number;
  first: number | null;
  last: number | null;
  /** Milliseconds from one to the next; null where it is one. */
  every: number | null;
}

/** What happened, as far as the logs could be read; nothing where they tell of nothing. */
export function timeline(happenings: readonly Happening[], texts: HtmlTexts): Html | null {
  if (happenings.length === 0) return null;
  const rows = happenings.map(
    ({ service, what, count, first, last, every }) =>
      html`<tr><td>${time(first, texts)}${last !== null && last !== first && html` – ${time(last, texts, first)}`}</td><th scope="row"><bdi>${service ?? texts.none}</bdi></th><td>${what}</td><td>${texts.often(count, every)}</td></tr>
`,
  );
  const heads = [texts.time, texts.columns.service, texts.what, texts.count];
  return html`<section aria-labelledby="timeline">
<h2 id="timeline">${texts.timeline}</h2>
<div class="scroll" role="region" aria-label="${texts.timelineOf}" tabindex="0"><table>
<caption>${texts.timelineOf}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>
</section>
`;
}

/** The day only where it is another than before. */
function time(at: number | null, { timeUnknown }: HtmlTexts, before: number | null = null): Html {
  if (at === null) return html`${timeUnknown}`;
  const text = new Date(at).toISOString();
  const [day = '', clock = ''] = text.replace(/\.\d+Z$/, '').split('T');
  const isSame = before !== null && new Date(before).toISOString().startsWith(day);
  return html`<time datetime="${text}">${isSame ? clock : `${day} ${clock}`}</time>`;
}
