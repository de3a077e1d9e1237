import type { Finding, Severity } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { Subject } from '../model/subject.ts';
import { tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';
import { excerpt } from './excerpt.ts';
import { table, wrap } from './layout.ts';
import { sourceLines } from './source-lines.ts';
import { perRule, total } from './statistics.ts';

export interface AuditReport {
  findings: readonly Finding[];
  subjects: readonly Subject[];
  /** What the user may run next, ready to paste; null when there is nothing to do. */
  next: string | null;
  /** Home of the account, shown as `~`. */
  home: string | null;
  /** Ignored findings, too. */
  showIgnored: boolean;
  /** How many findings each rule has, instead of each finding. */
  statistics: boolean;
}

const STYLE: Record<Severity, 'red' | 'yellow' | 'cyan'> = { error: 'red', warning: 'yellow', info: 'cyan' };

/** Findings for people: worst first, each with the line it is about. */
export function auditText(report: AuditReport, paint: Paint): string {
  const { subjects, showIgnored, statistics } = report;
  if (statistics) return [...statisticsLines(report.findings), summaryLines(report, paint)].join('\n');
  const names = new Map(subjects.map(({ definition }) => [definition.id, definition.name]));
  const lineAt = sourceLines(subjects);
  const shown = report.findings.filter(({ ignored }) => showIgnored || ignored === null);
  const blocks = shown.map((finding) => {
    const name =
      finding.definition === null ? (finding.profile ?? '') : (names.get(finding.definition) ?? '');
    return block(finding, name, lineAt, report.home, paint);
  });
  return [...blocks, summaryLines(report, paint)].join('\n\n');
}

function block(
  finding: Finding,
  name: string,
  lineAt: (path: string, line: number) => string,
  home: string | null,
  paint: Paint,
): string {
  const { severity, rule, location, message, related, fix, ignored } = finding;
  const place = ({ path, line, column }: Location): string => `${shortPath(path, home)}:${line}:${column}`;
  const lines = [
    `${paint([STYLE[severity], 'bold'], severity)} ${paint('bold', rule)} ${display(name)}`.trimEnd(),
  ];
  if (location) {
    lines.push(`  ${paint('dim', tr('at {location}', { location: place(location) }))}`);
    const text = lineAt(location.path, location.line);
    if (text !== '') {
      const { shown, mark } = excerpt(text, location.column);
      const gutter = String(location.line);
      lines.push(`  ${paint('dim', `${gutter} |`)} ${shown}`);
      if (mark !== null) {
        const blanks = mark.slice(0, -1);
        lines.push(`  ${' '.repeat(gutter.length)} ${paint('dim', '|')} ${blanks}${paint('red', '^')}`);
      }
    }
  }
  lines.push(`  ${wrap(display(message), 2)}`);
  for (const { message: what, location: at } of related) {
    lines.push(`  ${paint('dim', `· ${display(what)}${at ? tr(' ({text})', { text: place(at) }) : ''}`)}`);
  }
  if (fix) {
    const text = display(fix.title) + tr(' ({safety})', { safety: fix.safety });
    lines.push(`  ${tr('{label} {text}', { label: paint('green', tr('fix:')), text })}`);
  }
  if (ignored !== null)
    lines.push(`  ${paint('dim', wrap(tr('ignored: {ignored}', { ignored: display(ignored) }), 2))}`);
  return lines.join('\n');
}

function summaryLines({ findings, subjects, next }: AuditReport, paint: Paint): string {
  const { error, warning, info, ignored } = total(findings);
  const judged = subjects.filter((subject) => subject.ofApp).length;
  const numbers = [
    tr('{error} error{s}', { error, s: error === 1 ? '' : 's' }),
    tr('{warning} warning{s}', { warning, s: warning === 1 ? '' : 's' }),
    tr('{info} info', { info }),
  ];
  if (ignored > 0) numbers.push(tr('{ignored} ignored', { ignored }));
  const style = error > 0 ? 'red' : warning > 0 ? 'yellow' : 'green';
  const head = tr('{judged} definition{s}', { judged, s: judged === 1 ? '' : 's' });
  const summary = paint(style, `${head}${tr(': ')}${numbers.join(tr(', '))}`);
  return summary + (next === null ? '' : `\n${tr('next: {next}', { next: paint('bold', next) })}`);
}

function statisticsLines(findings: readonly Finding[]): string[] {
  const rules = Object.entries(perRule(findings));
  if (rules.length === 0) return [];
  const cells = rules.map(([rule, { error, warning, info, ignored }]) =>
    [rule, error, warning, info, ignored].map(String),
  );
  return [...table([[tr('rule'), 'error', 'warning', 'info', tr('ignored')], ...cells]), ''];
}
