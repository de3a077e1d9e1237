import { type Fleet, isClash, isShared, isUnpinned } from './fleet.ts';
import { fleetSvg, type View } from './fleet-svg.ts';
import { fleetTable } from './fleet-table.ts';
import { type Html, html } from './markup.ts';

/** More boxes than these are a wall, not a picture. */
const MOST = 40;

/** Who runs what: a picture where one helps, and a table for everybody. */
export function fleetFigure(fleet: Fleet, view: View): Html {
  const { texts } = view;
  const count = fleet.identities.reduce((sum, { members }) => sum + members.length, 0);
  if (count === 0) return html`<p>${texts.nothingThere}</p>`;
  const table = fleetTable(fleet, view);
  if (count > MOST)
    return html`<p>${texts.tooMany}</p>
${table}`;
  return html`<figure>
<div class="scroll picture" role="region" aria-label="${texts.fleet}" tabindex="0">${fleetSvg(fleet, view)}</div>
<figcaption><p class="narrow">${texts.legendInShort}</p><p>${texts.legend}</p></figcaption>
</figure>
<details><summary>${texts.asTable}</summary>
${table}
</details>`;
}

/** What the picture shows, in sentences; the incidents first. */
export function verdict(fleet: Fleet, { texts }: View): Html {
  const { identities, ports } = fleet;
  const members = identities.flatMap((one) => one.members);
  const bad = [
    ...identities
      .filter(isShared)
      .map(({ profile, members: sharing }) =>
        texts.sharedProfile({ profile: profile ?? '?', names: sharing.map(({ name }) => name) }),
      ),
    ...ports
      .filter(isClash)
      .map(({ port, identities: wanting }) =>
        texts.sharedPort({ port, profiles: wanting.map((index) => identities[index]?.profile ?? '?') }),
      ),
  ];
  const unsure = members.filter(({ profile, template }) => profile === null && !template).length;
  const unpinned = members.filter(isUnpinned).length;
  const told = [
    unsure > 0 && texts.unclear(unsure),
    unpinned > 0 && texts.unpinned(unpinned),
    bad.length === 0 && members.length > 0 && texts.eachItsOwn,
  ].filter((sentence) => sentence !== false);
  return html`${bad.map(
    (sentence) => html`<p class="alarm"><strong><span aria-hidden="true">⚠ </span>${sentence}</strong></p>
`,
  )}${told.map(
    (sentence) => html`<p>${sentence}</p>
`,
  )}`;
}
