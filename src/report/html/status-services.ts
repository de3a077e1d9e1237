import type { ServiceStatus, Status } from '../../model/status.ts';
import { tr } from '../../texts/tr.ts';
import { details } from '../status-details.ts';
import { columns, nameOf, told } from '../status-text.ts';
import { conditionBadge } from './condition.ts';
import type { View } from './fleet-svg.ts';
import { type Html, html } from './markup.ts';

const plain = (_: unknown, text: string): string => text;

/** The table of the terminal, with all its columns in which anything is said. */
export function servicesTable(services: readonly ServiceStatus[], status: Status, { texts }: View): Html {
  const shown = columns(status, plain).filter(({ cell }) =>
    services.some((one) => !['', '-'].includes(cell(one))),
  );
  const heads = shown.map(({ title }) => html`<th scope="col">${title}</th>`);
  const rows = services.map((one, index) => {
    const cells = shown.map(({ cell }, place) => {
      if (place === 0)
        return html`<th scope="row"><a href="#service-${index + 1}"><bdi>${cell(one)}</bdi></a></th>`;
      const text = cell(one);
      const content =
        text === tr(one.condition) ? conditionBadge(one.condition) : text === '' ? texts.none : text;
      return html`<td>${content}</td>`;
    });
    return html`<tr data-item data-condition="${one.condition}">${cells}</tr>
`;
  });
  return html`<div class="scroll" role="region" aria-label="${texts.services}" tabindex="0"><table>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}

/** What is wrong with one, and everything that is known about it. */
export function serviceDetails(
  one: ServiceStatus,
  index: number,
  status: Status,
  { accountHome }: View,
): Html {
  const id = `service-${index + 1}`;
  const rows = details(one, status, { home: accountHome }, plain).map(
    ([name = '', text = '']) => html`<dt>${name}</dt><dd>${text}</dd>
`,
  );
  const wrong = told(one);
  return html`<article data-follows data-condition="${one.condition}" aria-labelledby="${id}">
<h3 id="${id}"><bdi>${nameOf(one)}</bdi> ${conditionBadge(one.condition)}</h3>
${
  wrong.length > 0 &&
  html`<ul>${wrong.map((text) => html`<li>${text}</li>`)}</ul>
`
}<dl>
${rows}</dl>
</article>
`;
}
