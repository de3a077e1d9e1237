import { display } from '../display.ts';

/**
 * Markup that is safe where it stands. A string is never markup: the only ways to one of these are `html`, which makes
 * every text in it inert, and `trusted`, for what is written in this folder.
 */
class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

export type { Html };

/** What may stand in a template: text, which is made inert; markup; several of them; nothing. */
export type Content = string | number | Html | null | false | readonly Content[];

/**
 * Markup with values in it, in elements or in quoted attributes. Text passes `display()`: secrets are gone, control and
 * bidirectional characters are shown as escapes; and none of it is markup afterwards.
 */
export const html = (parts: TemplateStringsArray, ...values: Content[]): Html =>
  new Html(parts.reduce((before, part, index) => before + markupOf(values[index - 1] ?? null) + part));

/** Style and script of our own, which are no text. */
export const trusted = (markup: string): Html => new Html(markup);

function markupOf(value: Content): string {
  if (value === null || value === false) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map(markupOf).join('');
  return inertMarkup(display(String(value)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A surrogate without its other half is no character, and would be none in UTF-8 either. */
const inertMarkup = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? '').replace(/\p{Cs}/gu, '\ufffd');
