import type { Sourced } from '../model/facts.ts';
import type { HealthLevel, LevelHealth } from '../model/gateway.ts';
import type { Location } from '../model/location.ts';
import type { Condition, ServiceStatus, Status } from '../model/status.ts';
import { type English, tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';
import { duration, inWords } from './duration.ts';
import { type Column, fitTable } from './fit.ts';
import { table, wrap } from './layout.ts';
import { localTime } from './local-time.ts';
import { ADDRESS, conditionCounts, identityText, lockText, managedText, noService } from './status-words.ts';

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

const STYLE: Record<Condition, Parameters<Paint>[0]> = {
  well: 'green',
  degraded: 'yellow',
  starting: 'yellow',
  sick: 'red',
  down: 'red',
  off: 'dim',
  unknown: 'dim',
};

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
    conditionCounts(status.services, (kind, text) => paint(STYLE[kind], text)),
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
      paint: (text, { condition }) => paint(STYLE[condition], text),
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
  const head = `${paint('bold', nameOf(one))} ${paint(STYLE[one.condition], tr(one.condition))}`;
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

/** Everything that is known about one: names and what they say. */
export function details(
  one: ServiceStatus,
  { at }: Pick<Status, 'at'>,
  { home }: Pick<StatusView, 'home'>,
  paint: Paint,
): string[][] {
  const { definition, identity, managed, health, since, endpoint, listeners, lock, log, drift } = one;
  const place = (where: Location | null): string =>
    where === null
      ? ''
      : tr(' ({text})', { text: `${shortPath(where.path, home)}:${where.line}:${where.column}` });
  /** A supervisor gives what no file says. */
  const sourceText = ({ from, at: where }: Sourced<unknown>): string =>
    from === 'definition' && where === null ? tr('the manager') : tr(from);
  const row = (name: English, text: string): string[][] => (text === '' ? [] : [[tr(name), text]]);
  return [
    ...row('condition', paint(STYLE[one.condition], tr(one.condition))),
    ...row('wanted', one.wanted ?? ''),
    ...row('home', one.home === null ? '' : shortPath(one.home, home)),
    ...row(
      'definition',
      definition === null
        ? managed
          ? tr('none: a supervisor runs it')
          : noService()
        : shortPath(definition.path, home),
    ),
    ...row('identity', identity === null ? '' : identityText(identity) + place(identity.at)),
    ...row('manager', definition === null && managed === null ? '' : managedText(managed, true)),
    ...row('pid', health.pid === null ? '' : String(health.pid)),
    ...row('since', since === null ? '' : localTime(since) + tr(' ({text})', { text: inWords(at - since) })),
    ...row('restarts', managed === null ? '' : String(managed.restarts)),
    ...row(
      'port',
      endpoint === null
        ? ''
        : endpoint.unreadable?.kind === 'unread'
          ? tr('not known: {message}', { message: display(endpoint.unreadable.message) })
          : tr('{value} from {from}{at}{more}', {
              value: endpoint.port.value,
              from: sourceText(endpoint.port),
              at: place(endpoint.port.at),
              more: endpoint.serves ? '' : tr('; no API server'),
            }),
    ),
    ...row(
      'host',
      endpoint === null
        ? ''
        : display(
            tr('{value} from {from}', { value: endpoint.host.value, from: sourceText(endpoint.host) }),
          ) + place(endpoint.host.at),
    ),
    ...row('listens on', listeners?.map(ADDRESS).join(tr(', ')) ?? ''),
    ...row('lock', lockText(lock)),
    ...row(
      'log',
      log === null
        ? ''
        : shortPath(log.path, home) +
            (log.written === null ? '' : tr(', written {at} ago', { at: inWords(at - log.written) })),
    ),
    ...row(
      'platforms',
      health.platforms
        .map(({ name, state, error }) =>
          display(`${name} ${state}${error === null ? '' : tr(' ({text})', { text: error })}`),
        )
        .join(tr(', ')),
    ),
    ...(Object.entries(health.levels) as [HealthLevel, LevelHealth][]).map(([level, { answer, reason }]) => [
      tr(level),
      `${tr(answer)}${reason === null ? '' : tr(': {reason}', { reason: display(reason) })}`,
    ]),
    ...row(
      'asked',
      health.url === null
        ? ''
        : display(health.url) +
            (health.latency === null ? '' : `${tr(', ')}${Math.round(health.latency)} ms`),
    ),
    ...drift.map(({ kind, message }) => [tr('drift'), `${tr(kind)}${tr(': ')}${display(message)}`]),
  ];
}
