import type { GatewayFacts } from '../../model/facts.ts';
import type { Finding } from '../../model/finding.ts';
import type { FixPlan } from '../../model/fix.ts';
import type { Subject } from '../../model/subject.ts';
import { total } from '../statistics.ts';
import { auditFleet } from './audit-fleet.ts';
import { htmlDocument } from './document.ts';
import { filterBar } from './filters.ts';
import { findingSections, groupFindings, groupKey } from './findings.ts';
import { fixDiffs } from './fix-blocks.ts';
import { fleetFigure, verdict } from './fleet-figure.ts';
import { type Html, html } from './markup.ts';
import { type RuleText, ruleSummaries } from './rules.ts';
import { SEVERITIES, severityBadge } from './severity.ts';
import type { HtmlTexts } from './texts/en.ts';
import { type Happening, timeline } from './timeline.ts';

export interface AuditPage {
  texts: HtmlTexts;
  version: string;
  /** What was audited, in a few words. */
  facts: string;
  /** Home of the account, shown as `~`. */
  accountHome: string | null;
  /** Null: not known. */
  lockFile: string | null;
  subjects: readonly Subject[];
  gateways: ReadonlyMap<string, GatewayFacts>;
  findings: readonly Finding[];
  /** Ignored findings, too. */
  showIgnored: boolean;
  fixes: Pick<FixPlan, 'files' | 'fixed' | 'refused' | 'notes'>;
  /** Whether the fixes are written already. */
  written: boolean;
  /** What the user may run next; null when there is nothing to do. */
  next: string | null;
  rule(id: string): RuleText;
  /** What logs tell; empty where they were not looked at. */
  happenings: readonly Happening[];
}

/** The result of `audit` as a page that stands alone. The same input gives the same bytes. */
export function auditHtml(page: AuditPage): string {
  const { texts, version, facts, accountHome, subjects, fixes, next } = page;
  const shown = page.findings.filter(({ ignored }) => page.showIgnored || ignored === null);
  const fleet = auditFleet(subjects, page.gateways);
  const view = { texts, accountHome, lockFile: page.lockFile };
  const body = html`<section aria-labelledby="summary">
<h2 id="summary" class="hidden">${texts.summary}</h2>
${verdict(fleet, view)}${counts(page)}${
  next !== null &&
  html`<p class="next">${texts.next}${texts.colon}<code>${next}</code></p>
`
}</section>
<section aria-labelledby="fleet">
<h2 id="fleet">${texts.fleet}</h2>
${fleetFigure(fleet, view)}
</section>
${
  page.written &&
  html`<section aria-labelledby="written">
<h2 id="written">${texts.written}</h2>
${fixDiffs(page, () => true)}</section>
`
}${timeline(page.happenings, texts)}<section aria-labelledby="findings">
<h2 id="findings">${texts.findings}</h2>
${shown.length === 0 ? html`<p>${texts.noFindings}</p>\n` : findingsBody(shown, page)}${fixes.notes.map((note) => html`<p>${note}</p>\n`)}</section>
${
  shown.length > 0 &&
  html`<section aria-labelledby="rules">
<h2 id="rules">${texts.rulesTitle}</h2>
${ruleSummaries(shown, page.rule, texts)}</section>
`
}`;
  return htmlDocument({ texts, title: texts.auditTitle, facts, version, body });
}

function counts({ texts, findings, subjects }: AuditPage): Html {
  const { error, warning, info, ignored } = total(findings);
  const judged = subjects.filter(({ ofApp }) => ofApp).length;
  const rows: [kind: string, count: number, word: string][] = [
    ['', judged, texts.definitions(judged)],
    [error > 0 ? 'error' : 'good', error, texts.errors(error)],
    [warning > 0 ? 'warning' : 'good', warning, texts.warnings(warning)],
    ['info', info, texts.infos],
    ...(ignored > 0 ? [['', ignored, texts.ignored] as [string, number, string]] : []),
  ];
  return html`<ul class="counts">${rows.map(([kind, count, word]) => html`<li class="${kind}"><strong>${count}</strong> ${word}</li>`)}</ul>
`;
}

function findingsBody(shown: readonly Finding[], page: AuditPage): Html {
  const { texts } = page;
  const groups = groupFindings(shown, page.subjects);
  const counted = SEVERITIES.map((value) => ({
    value,
    text: severityBadge(value, texts),
    count: shown.filter(({ severity }) => severity === value).length,
  })).filter(({ count }) => count > 0);
  const { severity, rule, profile } = texts.filterBy;
  const bar = filterBar({
    title: texts.filters,
    reset: texts.reset,
    shown: texts.shown,
    toggles: { key: 'severity', label: severity, values: counted },
    choices: [
      { key: 'rule', label: rule, all: texts.all, values: ruleNames(shown) },
      {
        key: 'profile',
        label: profile,
        all: texts.all,
        values: groups.map((one) => ({ value: groupKey(one), text: one.profile ?? texts.aboutAll })),
      },
    ],
  });
  const unsafe = shown.some(({ fix }) => fix?.safety === 'unsafe' && fix.edits.length > 0);
  return html`${bar}${findingSections(groups, page)}${
    unsafe &&
    !page.written &&
    html`<p>${texts.unsafeFixes}</p>
`
  }`;
}

const ruleNames = (findings: readonly Finding[]) =>
  [...new Set(findings.map(({ rule }) => rule))].sort().map((rule) => ({ value: rule, text: rule }));
