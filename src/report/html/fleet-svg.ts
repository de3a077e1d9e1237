import type { LockState } from '../../model/gateway.ts';
import { shortPath } from '../display.ts';
import {
  type Fleet,
  type Identified,
  isClash,
  isShared,
  isUnpinned,
  type Member,
  misses,
  type Wanted,
} from './fleet.ts';
import { type Box, type Layout, layOut } from './fleet-layout.ts';
import { type Html, html } from './markup.ts';
import { shorten } from './shorten.ts';
import type { HtmlTexts } from './texts/en.ts';

/** How paths and locks are told. */
export interface View {
  texts: HtmlTexts;
  /** Of the account; shown as `~`. */
  accountHome: string | null;
  /** Name of the file that is the lock of a home; null where that is not known. */
  lockFile: string | null;
}

/** So many pixels are one column of text, small and large, in the fonts of the style. */
const COLUMN = 7.3;
const BESIDE = 12;

/** The fleet as a picture. What is wrong in it has a thick line and words, not only another colour. */
export function fleetSvg(fleet: Fleet, view: View): Html {
  const { identities, ports } = fleet;
  const layout = layOut(fleet);
  const members = identities.flatMap((one, index) => one.members.map((member) => ({ member, index })));
  const clashes = identities.filter(isShared).length + ports.filter(isClash).length;
  const label = view.texts.pictureOf({ definitions: members.length, profiles: identities.length, clashes });
  return html`<svg role="img" aria-label="${label}" viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}" direction="ltr">
<defs>${arrowHead('arrow')}${arrowHead('arrow-bad')}</defs>
${arrows(fleet, layout, view.texts)}
${members.map(({ member }, index) => definitionBox(member, layout.definitions[index], view.texts))}
${identities.map((one, index) => identityBox(one, layout.identities[index], view.texts))}
${identities.map((one, index) => (one.home === null ? null : homeBox(one, one.home, layout.homes[index], view)))}
${ports.map((one, index) => portBox(one, layout.ports[index], view.texts))}
</svg>`;
}

const arrowHead = (id: string): Html =>
  html`<marker id="${id}" class="${id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 10 5 0 10z"/></marker>`;

/** All of them, before the boxes: what is wrong is drawn last, above the others. */
function arrows({ identities, ports }: Fleet, layout: Layout, texts: HtmlTexts): (Html | null)[] {
  const drawn: { bad: boolean; markup: Html | null }[] = [];
  let row = 0;
  for (const [index, one] of identities.entries()) {
    const [identity, home] = [layout.identities[index], layout.homes[index]];
    for (const [place, member] of one.members.entries()) {
      const from = layout.definitions[row++];
      const dashed = isUnpinned(member) || one.profile === null;
      const spread = (place - (one.members.length - 1) / 2) * Math.min(14, 36 / one.members.length);
      const markup = arrow(from, identity, { bad: isShared(one), dashed, spread });
      drawn.push({ bad: isShared(one), markup: html`${markup}${decider(member, from, identity, texts)}` });
    }
    if (one.home !== null) drawn.push({ bad: false, markup: arrow(identity, home, {}) });
  }
  for (const [index, one] of ports.entries()) {
    for (const [place, wanting] of one.identities.entries()) {
      const spread = (place - (one.identities.length - 1) / 2) * Math.min(14, 36 / one.identities.length);
      const from = identities[wanting]?.home === null ? layout.identities : layout.homes;
      const bad = isClash(one);
      drawn.push({ bad, markup: arrow(from[wanting], layout.ports[index], { bad, spread }) });
    }
  }
  return [...drawn.filter(({ bad }) => !bad), ...drawn.filter(({ bad }) => bad)].map(({ markup }) => markup);
}

interface Line {
  bad?: boolean;
  dashed?: boolean;
  /** How far from the middle of the box it arrives. */
  spread?: number;
}

function arrow(from: Box | undefined, to: Box | undefined, { bad, dashed, spread = 0 }: Line): Html | null {
  if (!from || !to) return null;
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x - 2, to.y + to.height / 2 + spread];
  const bend = Math.min(60, (x2 - x1) / 2);
  const kind = `line${bad ? ' bad' : ''}${dashed ? ' dashed' : ''}`;
  const head = bad ? 'arrow-bad' : 'arrow';
  return html`<path class="${kind}" d="M${x1} ${y1}C${x2 - bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" marker-end="url(#${head})"/>`;
}

/** What decides, on the arrow. */
const decider = (
  member: Member,
  from: Box | undefined,
  to: Box | undefined,
  texts: HtmlTexts,
): Html | null => {
  if (!from || !to) return null;
  // On the side that the arrow does not bend to.
  const isUpward = to.y < from.y;
  const y = from.y + from.height / 2 + (isUpward ? 16 : -6);
  return html`<text class="by" x="${from.x + from.width + 8}" y="${y}">${decidedBy(member, texts)}</text>`;
};

/** What decides which profile a definition runs, in words. */
export const decidedBy = ({ kind, by }: Member, { by: words }: HtmlTexts): string =>
  kind === 'opaque'
    ? words.hidden
    : by !== null
      ? words[by]
      : kind === 'guarded'
        ? words.nothing
        : words.unknown;

const definitionBox = (member: Member, box: Box | undefined, texts: HtmlTexts): Html | null =>
  boxOf(box, {
    head: member.name,
    more: aboutMember(member, texts),
    kind: '',
  });

function aboutMember(member: Member, { template, meantFor }: HtmlTexts): string {
  const other = misses(member);
  if (other !== null) return `⚠ ${meantFor({ profile: other })}`;
  return [member.manager, member.scope, ...(member.template ? [template] : [])].join(' · ');
}

const identityBox = (one: Identified, box: Box | undefined, texts: HtmlTexts): Html | null =>
  boxOf(box, {
    head: one.profile ?? '?',
    more: isShared(one)
      ? texts.servicesOnOne(one.members.length)
      : one.profile === null
        ? texts.unknownProfile
        : one.members.some(isUnpinned)
          ? texts.unpinnedShort
          : '',
    kind: isShared(one) ? 'bad' : one.profile === null ? 'unsure' : '',
  });

const homeBox = ({ lock }: Identified, home: string, box: Box | undefined, view: View): Html | null =>
  boxOf(box, { head: shortPath(home, view.accountHome), more: lockText(lock, view), kind: '' });

const portBox = (one: Wanted, box: Box | undefined, texts: HtmlTexts): Html | null =>
  boxOf(box, {
    head: String(one.port),
    more: isClash(one) ? texts.profilesOnOne(one.identities.length) : one.hosts.join(texts.comma),
    kind: isClash(one) ? 'bad' : '',
  });

/** What is known about the lock of a home; its name where nobody has looked; empty where that is not known either. */
export function lockText(lock: LockState | null, { texts, lockFile }: View): string {
  if (lock === null) return lockFile === null ? '' : texts.lockFile({ file: lockFile });
  if (lock.state === 'held') return texts.lockHeld(lock);
  return lock.state === 'free' ? texts.lockFree : texts.lockUnknown;
}

/** A box with one line or two. What does not fit is told whole when it is pointed at, and in the table. */
function boxOf(box: Box | undefined, { head, more, kind }: { head: string; more: string; kind: string }) {
  if (!box) return null;
  const { x, y, width, height } = box;
  const room = Math.floor((width - 2 * BESIDE) / COLUMN);
  const middle = y + height / 2;
  return html`<g class="box ${kind}"><title>${head}${more === '' ? '' : ` – ${more}`}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7"/><text class="head" x="${x + BESIDE}" y="${more === '' ? middle + 5 : middle - 5}">${shorten(head, room)}</text>${
    more === ''
      ? null
      : html`<text class="more" x="${x + BESIDE}" y="${middle + 15}">${shorten(more, room)}</text>`
  }</g>`;
}
