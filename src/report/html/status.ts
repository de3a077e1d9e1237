import type { Condition, ServiceStatus, Status } from '../../model/status.ts';
import { isNothing, withoutService } from '../status-text.ts';
import { conditionBadge } from './condition.ts';
import { htmlDocument } from './document.ts';
import { filterBar } from './filters.ts';
import { fleetFigure, verdict } from './fleet-figure.ts';
import { type Html, html } from './markup.ts';
import { statusFleet } from './status-fleet.ts';
import { serviceDetails, servicesTable } from './status-services.ts';
import type { HtmlTexts } from './texts/en.ts';
import { type Happening, timeline } from './timeline.ts';

export interface StatusPage {
  texts: HtmlTexts;
  version: string;
  /** Home of the account, shown as `~`. */
  accountHome: string | null;
  lockFile: string;
  status: Status;
  /** Also each profile that has no service and does not run. */
  all: boolean;
  /** What the logs tell, oldest first. */
  happenings: readonly Happening[];
}

const ORDER: readonly Condition[] = ['sick', 'down', 'degraded', 'starting', 'unknown', 'well', 'off'];

/** The state of every service as a page that stands alone. */
export function statusHtml(page: StatusPage): string {
  const { texts, version, accountHome, lockFile, status } = page;
  const resting = page.all ? [] : status.services.filter(isNothing);
  const shown = status.services.filter((one) => !resting.includes(one));
  const fleet = statusFleet(shown);
  const view = { texts, accountHome, lockFile };
  const body = html`<section aria-labelledby="summary">
<h2 id="summary" class="hidden">${texts.summary}</h2>
${unasked(status, texts)}${verdict(fleet, view)}${counts(status.services, texts)}</section>
${
  shown.length === 0
    ? html`<p>${texts.noServices}</p>
`
    : html`<section aria-labelledby="fleet">
<h2 id="fleet">${texts.fleet}</h2>
${fleetFigure(fleet, view)}
</section>
<section aria-labelledby="services">
<h2 id="services">${texts.services}</h2>
${filters(shown, texts)}${servicesTable(shown, status, view)}
${
  resting.length > 0 &&
  html`<p>${withoutService(resting)}</p>
`
}</section>
${timeline(page.happenings, texts)}<section aria-labelledby="details" data-section>
<h2 id="details">${texts.details}</h2>
${shown.map((one, index) => serviceDetails(one, index, status, view))}</section>
`
}`;
  const at = `${new Date(status.at).toISOString().replace('T', ' ').slice(0, 19)} UTC`;
  const facts = `${texts.lookedAt}${texts.colon}${at}`;
  return htmlDocument({ texts, title: texts.statusTitle, facts, version, body });
}

/** What could not be found out, before anything else. */
function unasked({ live, unreachable }: Status, texts: HtmlTexts): Html | null {
  if (unreachable !== null)
    return html`<p class="alarm"><strong><span aria-hidden="true">⚠ </span>${texts.unreachable}${texts.colon}${unreachable.reason}</strong></p>
${
  unreachable.next !== null &&
  html`<p class="next">${texts.next}${texts.colon}<code>${unreachable.next}</code></p>
`
}`;
  return live
    ? null
    : html`<p>${texts.notLive}</p>
`;
}

const counted = (services: readonly ServiceStatus[]): { kind: Condition; count: number }[] =>
  ORDER.map((kind) => ({ kind, count: services.filter((one) => one.condition === kind).length })).filter(
    ({ count }) => count > 0,
  );

function counts(services: readonly ServiceStatus[], texts: HtmlTexts): Html {
  const each = counted(services).map(
    ({ kind, count }) => html`<li><strong>${count}</strong> ${conditionBadge(kind)}</li>`,
  );
  return html`<ul class="counts"><li><strong>${services.length}</strong> ${texts.profiles(services.length)}</li>${each}</ul>
`;
}

const filters = (services: readonly ServiceStatus[], texts: HtmlTexts): Html =>
  filterBar({
    title: texts.filters,
    reset: texts.reset,
    shown: texts.shownServices,
    toggles: {
      key: 'condition',
      label: texts.filterBy.condition,
      values: counted(services).map(({ kind, count }) => ({
        value: kind,
        text: conditionBadge(kind),
        count,
      })),
    },
    choices: [],
  });
