import type { DiagnoseTexts } from '../diagnose/texts/en/index.ts';
import type { Diagnosis, LogEvent, LogSource, Series, Story } from '../model/diagnosis.ts';
import type { Finding } from '../model/finding.ts';
import { tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display, inert, shortPath } from './display.ts';
import { cut } from './fit.ts';
import { table, wrap } from './layout.ts';
import { localTime, utcTime } from './local-time.ts';
import { redactText } from './redact.ts';
import width from './width.ts';

/** What the user may run next, ready to paste. */
export interface NextCommand {
  command: string;
  /** On the machine that the logs are from, which this one is not. */
  there: boolean;
}

export interface DiagnoseView {
  /** Home of the account, shown as `~`. */
  home: string | null;
  /** The folder we stand in: what lies in it is shown from here. */
  folder: string;
  /** Every row of the time line, every source, every line of evidence in full. */
  verbose: boolean;
  next: NextCommand | null;
}

/** Rows of the time line without --verbose: what is newest says most. */
const ROWS = 30;
/** Columns of a line from a log without --verbose. */
const LINE = 96;
const FINDINGS = 5;

/** What the logs tell, for people: the stories, the time line, what was read and what was not, the next command. */
export function diagnoseText(
  found: Diagnosis,
  texts: DiagnoseTexts,
  view: DiagnoseView,
  paint: Paint,
): string {
  const { stories, series } = found;
  return [
    ...stories.map((story, index) => storyText(story, index + 1, found, texts, view, paint)),
    ...(stories.length === 0 ? [nothingText(found, texts, paint)] : []),
    ...(series.length === 0 ? [] : [timeLine(series, texts, view, paint)]),
    sourcesText(found, texts, view, paint),
  ].join('\n\n');
}

function storyText(
  story: Story,
  number: number,
  found: Diagnosis,
  { report }: DiagnoseTexts,
  view: DiagnoseView,
  paint: Paint,
): string {
  const { rows } = report;
  const { title, told, advice, confidence, because, unless, evidence, findings } = story;
  const row = (name: string, text: string): string =>
    `   ${paint('dim', padded(name))}${wrap(display(text), 12)}`;
  const room = view.verbose ? Number.POSITIVE_INFINITY : LINE;
  // The first ones, and the last.
  const shown = view.verbose ? evidence : [...evidence.slice(0, 2), ...evidence.slice(2).slice(-1)];
  const findingsShown = findings.slice(0, view.verbose ? undefined : FINDINGS);
  const left = findings.length - findingsShown.length;
  return [
    paint('bold', wrap(`${number}. ${display(title)}`, 3)),
    ...told.map((text) => `   ${wrap(display(text), 3)}`),
    row(rows.when, whenText(story, report)),
    ...shown.flatMap((event, index) => [
      `   ${paint('dim', padded(index === 0 ? rows.seen : ''))}${placeOf(event, found.read[event.source], report, view)}`,
      `            ${cut(inert(redactText(event.text)).trim(), room)}`,
    ]),
    row(report.confidence[confidence], because),
    row(rows.unless, unless),
    ...table(findingsShown.map((one) => findingCells(one, view))).map(
      (text, index) => `   ${paint('dim', padded(index === 0 ? rows.findings : ''))}${text}`,
    ),
    ...(left > 0 ? [row('', report.more(left))] : []),
    ...advice.map((text, index) => row(index === 0 ? rows.advice : '', text)),
  ].join('\n');
}

type Words = DiagnoseTexts['report'];

const padded = (name: string): string => name + ' '.repeat(Math.max(1, 9 - width(name)));

/** The first, the last, and how many. */
function whenText({ first, last, count }: Story, report: Words): string {
  if (first === null || last === null) return report.undated(count);
  const utc = utcTime(first);
  const [from, to] = [localTime(first) + (utc === null ? '' : ` (${utc})`), localTime(last)];
  if (first === last) return from;
  const until = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11, 19) : to;
  return report.period({ from, to: until, count });
}

const findingCells = ({ rule, severity, location }: Finding, view: DiagnoseView): string[] => [
  severity,
  rule,
  location === null ? '' : `${pathFrom(location.path, view)}:${location.line}:${location.column}`,
];

/** Where a line stands. */
function placeOf(
  { line, service, pid }: LogEvent,
  source: LogSource | undefined,
  report: Words,
  view: DiagnoseView,
): string {
  const from = source === undefined ? '' : sourceName(source, report, view);
  const who = [service, pid === null ? null : report.how.pid(pid)].filter((one) => one !== null).join(', ');
  return `${from}${line === null ? '' : `:${line}`}${who === '' ? '' : ` (${display(who)})`}`;
}

const pathFrom = (path: string, { home, folder }: DiagnoseView): string =>
  folder !== home && path.startsWith(`${folder}/`)
    ? display(path.slice(folder.length + 1))
    : shortPath(path, home);

/** What a source is called. */
const sourceName = (source: LogSource, report: Words, view: DiagnoseView): string =>
  source.path === null ? report.source(source) : pathFrom(source.path, view);

function timeLine(series: readonly Series[], texts: DiagnoseTexts, view: DiagnoseView, paint: Paint): string {
  const shown = view.verbose ? series : series.slice(-ROWS);
  const left = series.length - shown.length;
  const isUtc = shown.every(({ first }) => first === null || utcTime(first) === null);
  const rows = shown.map((row) => [
    row.first === null ? '-' : localTime(row.first),
    ...(isUtc ? [] : [row.first === null ? '' : (utcTime(row.first) ?? '')]),
    display(row.service ?? row.profile ?? '-'),
    happened(texts, row),
  ]);
  return [
    paint('bold', texts.report.timeLine),
    ...(left > 0 ? [`  ${texts.report.rowsLeftOut(left)}`] : []),
    ...table(rows).map((line) => `  ${line}`),
  ].join('\n');
}

/** What happened, how often, and until when. */
function happened({ signs, report }: DiagnoseTexts, { sign, count, every, last, event }: Series): string {
  const { code, signal, sender, port, other } = event;
  const { how } = report;
  const codes = code === null ? [] : [how.code(code)];
  const all = [
    ...codes,
    ...(signal === null ? [] : [signal]),
    ...(sender === null ? [] : [how.sender(sender)]),
    ...(port === null ? [] : [how.port(port)]),
    ...(other === null || sender !== null ? [] : [how.pid(other)]),
  ];
  // Of many the rest is that of the first only.
  const told = count === 1 ? all : codes;
  const often =
    count === 1
      ? ''
      : report.often({ count, every, until: last === null ? null : localTime(last).slice(11, 19) });
  return display(
    signs[sign] + (told.length === 0 ? '' : tr(' ({text})', { text: told.join(tr(', ')) })) + often,
  );
}

const linesOf = ({ read }: Diagnosis): number => read.reduce((sum, { lines }) => sum + lines, 0);

function nothingText(found: Diagnosis, { report }: DiagnoseTexts, paint: Paint): string {
  const { since, read, services } = found;
  if (read.length === 0)
    return [
      paint('bold', report.nothingRead),
      wrap(services.length === 0 ? report.noServices : report.noLogs, 0),
    ].join('\n');
  return [
    paint('bold', report.noSign(since === null ? null : localTime(since))),
    wrap(report.noProof(linesOf(found)), 0),
  ].join('\n');
}

function sourcesText(found: Diagnosis, { report }: DiagnoseTexts, view: DiagnoseView, paint: Paint): string {
  const { read, unread, unjudged } = found;
  const { verbose, next } = view;
  const name = (source: LogSource): string => sourceName(source, report, view);
  const time = (at: number | null): string | null => (at === null ? null : localTime(at));
  return [
    ...(read.length === 0 ? [] : [report.read({ lines: linesOf(found), logs: read.length })]),
    ...(verbose
      ? read.map((one) => {
          const { lines, first, last } = one;
          return `  ${report.oneRead({ name: name(one), lines, from: time(first), to: time(last) })}`;
        })
      : []),
    ...read.flatMap((one) => (one.cut === null ? [] : [wrap(report.inPart(name(one), display(one.cut)), 2)])),
    ...unread.map((one) => wrap(report.notRead(name(one), display(one.reason)), 2)),
    ...(unjudged === null ? [] : [wrap(report.notJudged(display(unjudged)), 2)]),
    ...(next === null ? [] : [(next.there ? report.nextThere : report.next) + paint('bold', next.command)]),
  ].join('\n');
}
