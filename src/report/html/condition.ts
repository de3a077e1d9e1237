import type { Condition } from '../../model/status.ts';
import { type Html, html } from './markup.ts';
import type { HtmlTexts } from './texts/en.ts';

/** A shape and a colour for each. */
const LOOK: Record<Condition, readonly [sign: string, kind: string]> = {
  well: ['✔', 'good'],
  degraded: ['▲', 'warning'],
  starting: ['…', 'warning'],
  sick: ['✖', 'error'],
  down: ['▼', 'error'],
  off: ['○', 'rest'],
  unknown: ['?', 'rest'],
};

export function conditionBadge(condition: Condition, { condition: words }: HtmlTexts): Html {
  const [sign, kind] = LOOK[condition];
  return html`<span class="badge ${kind}"><span aria-hidden="true">${sign} </span>${words[condition]}</span>`;
}
