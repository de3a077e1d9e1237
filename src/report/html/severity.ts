import type { Severity } from '../../model/finding.ts';
import { type Html, html } from './markup.ts';
import type { HtmlTexts } from './texts/en.ts';

/** A shape for each, for whoever sees no colours. */
const SIGN: Record<Severity, string> = { error: '✖', warning: '▲', info: 'ℹ' };

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export const severityBadge = (severity: Severity, { severity: words }: HtmlTexts): Html =>
  html`<span class="badge ${severity}"><span aria-hidden="true">${SIGN[severity]} </span>${words[severity]}</span>`;
