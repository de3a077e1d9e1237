import type { ServiceStatus, Status } from '../model/status.ts';
import { tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display } from './display.ts';
import { duration } from './duration.ts';
import { type Column, fitTable } from './fit.ts';
import { table, wrap } from './layout.ts';
import { details } from './status-details.ts';
import { CONDITION_STYLE, conditionCounts, lockText, managedText, noService } from './status-words.ts';

export interface StatusView {
  /** Columns of the terminal. */
  width: number;
  /** Home of the account, shown as `~`. */
  home: string | null;
  /** A row also for each profile that has no service and does not run. */
  all: boolean;
  /** A block with everything for each, instead of the table. */
  verbose: boolean;
}

/** The state of every service for people: a table, and below it what is wrong. */
export function statusText(status: Status, view: StatusView, paint: Paint): string {
  const resting = view.all || view.verbose ? [] : status.services.filter(isNothing);
  const shown = status.services.filter((one) => !resting.includes(one));
  const blocks = view.verbose
    ? shown.map((one) => block(one, status, view, paint))
    : [
        ...(shown.length === 0
          ? []
          : [fitTable(shown, columns(status, paint), view.width, bold(paint)).join('\n')]),
        ...shown.flatMap((one) => notes(one, paint)),
      ];
  return [
    ...blocks,
    ...(resting.length === 0 ? [] : [wrap(withoutService(resting), 0)]),
    conditionCounts(status.services, (kind, text) => paint(CONDITION_STYLE[kind], text)),
  ].join('\n\n');
}

const bold =
  (paint: Paint) =>
  (text: string): string =>
    paint('bold', text);

/** Who is left out. */
export const withoutService = (resting: readonly ServiceStatus[]): string =>
  tr('without a service, not running: {resting}', { resting: resting.map(nameOf).join(tr(', ')) });

/** A profile on disk that nobody has made a service for, and that does not run. */
export const isNothing = ({ definition, managed, condition }: ServiceStatus): boolean =>
  definition === null && managed === null && condition === 'off';

/** The profile; of a definition that is for none, or one of several for the same, its own name. */
export const nameOf = ({ profile, definition }: ServiceStatus): string =>
  display(profile ?? definition?.name ?? '-');

/** The columns of the table. */
export function columns({ at, services }: Status, paint: Paint): Column<ServiceStatus>[] {
  const profiles = services.map(({ profile }) => profile);
  const isTwice = (one: ServiceStatus): boolean =>
    profiles.indexOf(one.profile) !== profiles.lastIndexOf(one.profile);
  return [
    { title: tr('PROFILE'), cell: nameOf, least: 16, paint: (text) => paint('bold', text) },
    // Only where the profile does not tell which one it is.
    {
      title: tr('SERVICE'),
      cell: (one) => (isTwice(one) ? display(one.definition?.name ?? '-') : ''),
      least: 16,
    },
    {
      title: tr('HEALTH'),
      cell: ({ condition }) => tr(condition),
      paint: (text, { condition }) => paint(CONDITION_STYLE[condition], text),
    },
    { title: tr('IDENTITY'), cell: oddIdentity },
    {
      title: tr('STATE'),
      cell: (one) => (one.definition || one.managed ? managedText(one.managed) : noService()),
      least: 12,
    },
    { title: tr('PID'), cell: (one) => String(one.health.pid ?? one.managed?.pid ?? '-') },
    { title: tr('SINCE'), cell: ({ since }) => (since === null ? '-' : duration(at - since)), drop: 4 },
    { title: tr('RESTARTS'), cell: ({ managed }) => String(managed?.restarts || '-'), drop: 3 },
    { title: tr('PORT'), cell: port },
    { title: tr('LOCK'), cell: oddLock, drop: 2 },
    {
      title: tr('LOG'),
      cell: ({ log, health }) =>
        health.pid === null || log?.written == null ? '-' : duration(at - log.written),
      drop: 1,
    },
    { title: tr('PLATFORMS'), cell: platforms, drop: 5, least: 10 },
  ];
}

/** Pinned to its own profile is what every one should be. */
function oddIdentity({ identity, profile }: ServiceStatus): string {
  if (identity === null || (identity.kind === 'pinned' && identity.profile === profile)) return '';
  return identity.profile === null || identity.profile === profile
    ? tr(identity.kind)
    : `${tr(identity.kind)}${tr(': ')}${display(identity.profile)}`;
}

/** Held by the gateway that runs, free where none does: the rest is worth a word. */
function oddLock({ lock, health }: ServiceStatus): string {
  const isRight =
    lock.state === 'held' ? lock.pid === health.pid : lock.state === 'free' && health.pid === null;
  return isRight || health.levels.process.answer === 'unknown' ? '' : lockText(lock);
}

function port({ endpoint, drift, listeners }: ServiceStatus): string {
  if (endpoint?.unreadable?.kind === 'unread') return '?';
  if (!endpoint?.serves) return '-';
  const actual = [...new Set(listeners?.map((one) => one.port) ?? [])];
  return drift.some(({ kind }) => kind === 'port')
    ? tr('{actual}, not {value}', { actual: actual.join(' '), value: endpoint.port.value })
    : String(endpoint.port.value);
}

const platforms = ({ health }: ServiceStatus): string =>
  health.platforms
    .map(({ name, state }) => display(CONNECTED.has(state) ? name : name + tr(': ') + state))
    .join(tr(', '));

const CONNECTED = new Set(['connected', 'running', 'ready', 'ok']);

/** What is wrong with one, in full. */
function notes(one: ServiceStatus, paint: Paint): string[] {
  const lines = told(one);
  if (lines.length === 0) return [];
  const head = `${paint('bold', nameOf(one))} ${paint(CONDITION_STYLE[one.condition], tr(one.condition))}`;
  return [[head, ...lines.map((text) => `  ${wrap(text, 2)}`)].join('\n')];
}

export const told = ({ reasons, drift }: ServiceStatus): string[] => [
  ...reasons.map((reason) => display(reason)),
  ...drift.map(({ kind, message }) =>
    tr('drift ({kind}): {message}', { kind: tr(kind), message: display(message) }),
  ),
];

function block(one: ServiceStatus, status: Status, view: StatusView, paint: Paint): string {
  const { definition } = one;
  const rows = details(one, status, view, paint);
  const name =
    definition === null
      ? ''
      : tr(' ({name}, {manager}, {scope})', {
          name: display(definition.name),
          manager: definition.manager,
          scope: definition.scope,
        });
  return [`${paint('bold', nameOf(one))}${name}`, ...table(rows).map((line) => `  ${line}`)].join('\n');
}
