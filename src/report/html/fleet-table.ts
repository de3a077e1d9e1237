import { shortPath } from '../display.ts';
import { type Fleet, isClash, isShared, isUnpinned, misses, portOf } from './fleet.ts';
import { decidedBy, lockText, type View } from './fleet-svg.ts';
import { type Html, html } from './markup.ts';

/** The picture in words, a row for each definition. */
export function fleetTable(fleet: Fleet, view: View): Html {
  const { texts } = view;
  const { columns, none, sharesProfile, sharesPort, unpinnedShort, unknownProfile, template } = texts;
  const rows = fleet.identities.flatMap((one, index) => {
    const port = portOf(fleet, index);
    const { profile, home, lock, members } = one;
    return members.map((member) => {
      const other = misses(member);
      const odd = [
        isShared(one) && `⚠ ${sharesProfile}`,
        port !== null && isClash(port) && `⚠ ${sharesPort}`,
        isUnpinned(member) && unpinnedShort,
        other !== null && view.texts.meantFor({ profile: other }),
        member.template && template,
      ].filter((note) => note !== false);
      const at = member.listens === null ? none : `${member.listens.host}:${member.listens.port}`;
      return html`<tr${isShared(one) || (port !== null && isClash(port)) ? html` class="bad"` : null}><th scope="row"><bdi>${member.name}</bdi></th><td>${member.manager}${texts.comma}${member.scope}</td><td><bdi>${profile ?? unknownProfile}</bdi></td><td>${decidedBy(member, view.texts)}</td><td>${home === null ? none : html`<code>${shortPath(home, view.accountHome)}</code>`}</td><td>${lockText(lock, view) || none}</td><td>${at}</td><td class="note">${odd.length === 0 ? none : odd.join(texts.comma)}</td></tr>
`;
    });
  });
  const heads = Object.values(columns).map((title) => html`<th scope="col">${title}</th>`);
  return html`<div class="scroll" role="region" aria-label="${view.texts.asTable}" tabindex="0"><table>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}
