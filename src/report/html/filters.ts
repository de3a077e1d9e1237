import { type Html, html } from './markup.ts';

/** Buttons that hide and show what has a value of one kind. */
interface Toggles {
  key: string;
  label: string;
  values: readonly { value: string; text: Html; count: number }[];
}

/** A list that shows only what has one value. */
interface Choice {
  key: string;
  label: string;
  all: string;
  values: readonly { value: string; text: string }[];
}

export interface Filters {
  title: string;
  reset: string;
  /** `{shown}` and `{all}` stand for the numbers. */
  shown: string;
  toggles: Toggles;
  choices: readonly Choice[];
}

/** A bar of filters. Without JavaScript it is not there, and everything is shown. */
export const filterBar = ({ title, reset, shown, toggles, choices }: Filters): Html =>
  html`<div class="filters" role="group" aria-label="${title}" data-filters="${shown}" hidden>
<span class="title" aria-hidden="true">${title}</span>
<span role="group" aria-label="${toggles.label}">${toggles.values.map(
    ({ value, text, count }) =>
      html`<button type="button" data-key="${toggles.key}" value="${value}" aria-pressed="true">${text} ${count}</button> `,
  )}</span>
${choices.map(
  (
    choice,
  ) => html`<label>${choice.label} <select data-key="${choice.key}"><option value="">${choice.all}</option>${choice.values.map(
    ({ value, text }) => html`<option value="${value}">${text}</option>`,
  )}</select></label>
`,
)}<button type="button" data-reset>${reset}</button>
<output aria-live="polite"></output>
</div>
`;
