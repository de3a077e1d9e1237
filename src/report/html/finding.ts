import type { Finding } from '../../model/finding.ts';
import type { Location } from '../../model/location.ts';
import { shortPath } from '../display.ts';
import { type Html, html } from './markup.ts';
import { severityBadge } from './severity.ts';
import { sourceExcerpt } from './source-excerpt.ts';
import type { HtmlTexts } from './texts/en.ts';

export interface FindingView {
  texts: HtmlTexts;
  accountHome: string | null;
  /** Name of the definition it is about; null: it is about none. */
  name: string | null;
  /** Of the file's lines, secrets gone; empty where it cannot be shown. */
  lineAt(path: string, line: number): string;
  /** Where its fix is shown as a diff; null: nowhere. */
  diffId: string | null;
  /** What the filter knows as its profile. */
  group: string;
}

/** One finding: what, where, why, and what mends it. */
export function findingArticle(finding: Finding, view: FindingView): Html {
  const { severity, rule, location, message, related, ignored } = finding;
  const { texts, accountHome, name, group } = view;
  const place = (at: Location): Html =>
    html`<code class="place">${shortPath(at.path, accountHome)}:${at.line}:${at.column}</code>`;
  return html`<article class="finding ${severity}" data-item data-severity="${severity}" data-rule="${rule}" data-profile="${group}">
<h4>${severityBadge(severity, texts)} <a href="#rule-${rule}"><code>${rule}</code></a>${name === null ? null : html` <bdi class="name">${name}</bdi>`}</h4>
<p>${message}</p>
${
  location === null
    ? null
    : html`<p class="where"><span class="hidden">${texts.at} </span>${place(location)}</p>
${sourceExcerpt(view.lineAt(location.path, location.line), location)}
`
}${
  related.length === 0
    ? null
    : html`<ul>${related.map(({ message: what, location: at }) => html`<li>${what}${at === null ? null : html` ${place(at)}`}</li>`)}</ul>
`
}${fixLine(finding, view)}${
  ignored === null
    ? null
    : html`<p class="ignored">${texts.reason}${texts.colon}${ignored}</p>
`
}</article>
`;
}

function fixLine({ fix }: Finding, { texts, diffId }: FindingView): Html | null {
  if (fix === null) return null;
  const link = diffId === null ? null : html` <a href="#${diffId}">${texts.seeDiff}</a>`;
  return html`<p class="fix"><strong>${texts.fix}${texts.colon}</strong>${fix.title}${texts.inBrackets(fix.safety)}${link}</p>
`;
}
