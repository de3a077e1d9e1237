import type { Finding, Severity } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { Subject } from '../model/subject.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';
import { REDACTED } from './redact.ts';

export interface AuditReport {
  findings: readonly Finding[];
  subjects: readonly Subject[];
  /** What the user may run next, ready to paste; null when there is nothing to do. */
  next: string | null;
  /** Home of the account, shown as `~`. */
  home: string | null;
}

const STYLE: Record<Severity, 'red' | 'yellow' | 'cyan'> = { error: 'red', warning: 'yellow', info: 'cyan' };

/** Findings for people: worst first, each with the line it is about. */
export function auditText(report: AuditReport, paint: Paint): string {
  const { findings, subjects, home } = report;
  const names = new Map(subjects.map(({ definition }) => [definition.id, definition.name]));
  const sources = new Map(subjects.flatMap(({ definition }) => [...definition.sources]));
  const linesOf = shownLines(sources);
  const blocks = findings.map((finding) => {
    const name =
      finding.definition === null ? (finding.profile ?? '') : (names.get(finding.definition) ?? '');
    const head = `${paint([STYLE[finding.severity], 'bold'], finding.severity)} ${paint('bold', finding.rule)} ${display(name)}`;
    const lines = [
      head,
      ...excerpt(finding.location, linesOf, home, paint),
      `  ${wrap(display(finding.message), 2)}`,
    ];
    for (const { message, location } of finding.related) {
      lines.push(
        `  ${paint('dim', `· ${display(message)}${location ? ` (${place(location, home)})` : ''}`)}`,
      );
    }
    if (finding.fix)
      lines.push(`  ${paint('green', 'fix:')} ${display(finding.fix.title)} (${finding.fix.safety})`);
    return lines.join('\n');
  });
  return [...blocks, summaryLine(report, paint)].join('\n\n');
}

const place = ({ path, line, column }: Location, home: string | null): string =>
  `${shortPath(path, home)}:${line}:${column}`;

/** The lines of each file, secrets gone: before anything is cut, because a cut would part a name from its value. */
function shownLines(sources: ReadonlyMap<string, string>): (path: string) => string[] {
  const known = new Map<string, string[]>();
  return (path) => {
    const lines = known.get(path) ?? display(sources.get(path) ?? '', { lines: true }).split('\n');
    known.set(path, lines);
    return lines;
  };
}

/** The line with a mark under the column. A long line is cut around it. */
function excerpt(
  location: Location | null,
  linesOf: (path: string) => string[],
  home: string | null,
  paint: Paint,
): string[] {
  if (!location) return [];
  const lines = [`  ${paint('dim', `at ${place(location, home)}`)}`];
  const text = linesOf(location.path)[location.line - 1];
  if (!text) return lines;
  const from = Math.max(0, Math.min(location.column - 1 - 50, text.length - 90));
  const cut = text.slice(from, from + 100);
  const gutter = String(location.line);
  lines.push(
    `  ${paint('dim', `${gutter} |`)} ${from > 0 ? '…' : ''}${cut}${from + 100 < text.length ? '…' : ''}`,
  );
  // Where something was taken out the columns are no longer those of the file: then the line alone has to do.
  if (!text.includes(REDACTED)) {
    const before = cut.slice(0, location.column - 1 - from).replace(/[^\t]/g, ' ');
    lines.push(
      `  ${' '.repeat(gutter.length)} ${paint('dim', '|')} ${from > 0 ? ' ' : ''}${before}${paint('red', '^')}`,
    );
  }
  return lines;
}

/** Breaks a message at 100 columns. */
function wrap(text: string, indent: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length + 1 > 98) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

function summaryLine({ findings, subjects, next }: AuditReport, paint: Paint): string {
  const of = (severity: Severity) =>
    findings.filter((one) => one.severity === severity && one.ignored === null).length;
  const judged = count(subjects.filter((subject) => subject.ofApp).length, 'definition');
  const summary = `${judged}: ${count(of('error'), 'error')}, ${count(of('warning'), 'warning')}, ${of('info')} info`;
  const style = of('error') > 0 ? 'red' : of('warning') > 0 ? 'yellow' : 'green';
  return paint(style, summary) + (next === null ? '' : `\nnext: ${paint('bold', next)}`);
}
