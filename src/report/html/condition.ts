import type { Condition } from '../../model/status.ts';
import { tr } from '../../texts/tr.ts';
import { type Html, html } from './markup.ts';

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

export function conditionBadge(condition: Condition): Html {
  const [sign, kind] = LOOK[condition];
  return html`<span class="badge ${kind}"><span aria-hidden="true">${sign} </span>${tr(condition)}</span>`;
}
