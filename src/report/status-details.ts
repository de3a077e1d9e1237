import type { Sourced } from '../model/facts.ts';
import type { HealthLevel, LevelHealth } from '../model/gateway.ts';
import type { Location } from '../model/location.ts';
import type { ServiceStatus, Status } from '../model/status.ts';
import { type English, tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';
import { inWords } from './duration.ts';
import { localTime } from './local-time.ts';
import { ADDRESS, CONDITION_STYLE, identityText, lockText, managedText, noService } from './status-words.ts';

/** Everything that is known about one: names and what they say. */
export function details(
  one: ServiceStatus,
  { at }: Pick<Status, 'at'>,
  { home }: { home: string | null },
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
    ...row('condition', paint(CONDITION_STYLE[one.condition], tr(one.condition))),
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
