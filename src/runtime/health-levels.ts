import type { Host } from '../host/host.ts';
import type { App } from '../model/app.ts';
import type { Endpoint } from '../model/facts.ts';
import type {
  GatewayState,
  HealthRequest,
  LevelHealth,
  Listener,
  Listeners,
  Liveness,
} from '../model/gateway.ts';
import { tr } from '../texts/tr.ts';
import { isOfNow, readStateFile } from './gateway-files.ts';
import { logSigns } from './log-signs.ts';
import { type EndpointListener, endpointListener } from './own-listeners.ts';
import { isInContainer } from './running.ts';
import { isOfProcess } from './same-process.ts';

const WELL: LevelHealth = { answer: 'well', reason: null };
const none = (reason: string): LevelHealth => ({ answer: 'none', reason });

/** The levels that need no answer from the gateway, and what is to be asked of it. */
export function beforeAsking(host: Host, app: App, request: HealthRequest, listeners: Listeners) {
  const { process, home, endpoint } = request;
  const pid = process.state === 'running' ? process.pid : null;
  const serves = endpoint?.serves === true && !isUnread(endpoint);
  const found: EndpointListener | null =
    serves && process.state !== 'unknown'
      ? pid !== null && isInContainer(host, pid)
        ? { state: 'unknown', reason: tr('it runs in a container, with ports of its own') }
        : endpointListener(host, endpoint, pid, listeners)
      : null;
  const state = readState(host, app, home, process);
  const ask = serves && pid !== null && found !== null && mayAnswer(found) ? endpoint : null;
  return {
    ask,
    owner: found?.state ?? null,
    state: state.gateway,
    levels: {
      process: processLevel(process),
      listener: listenerLevel(endpoint, found, pid !== null),
      http: httpLevel(endpoint, found, pid !== null),
      state: state.level,
      log:
        pid === null
          ? none(tr('none runs'))
          : logSigns(host.files, app, `${home}/${app.logs.out}`, () => host.processes.startedAt(pid)),
    },
  };
}

/** A file of its settings could not be read: what the rest says may not count. */
const isUnread = (endpoint: Endpoint | null): boolean => endpoint?.unreadable?.kind === 'unread';

const mayAnswer = ({ state }: EndpointListener): boolean => state === 'own' || state === 'unknown';

function processLevel(process: Liveness): LevelHealth {
  if (process.state === 'unknown') return { answer: 'unknown', reason: process.reason };
  if (process.state === 'stopped') return { answer: 'not', reason: process.reason ?? tr('none runs') };
  if (process.others.length === 0) return WELL;
  const all = [process.pid, ...process.others].join(tr(', '));
  return { answer: 'degraded', reason: tr('several gateways of this profile run: {all}', { all }) };
}

const at = ({ address, port }: Pick<Listener, 'address' | 'port'>): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`;

function listenerLevel(
  endpoint: Endpoint | null,
  found: EndpointListener | null,
  runs: boolean,
): LevelHealth {
  if (runs && isUnread(endpoint)) return { answer: 'unknown', reason: whyNotAsked(endpoint, found, runs) };
  if (endpoint === null || found === null) return none(whyNotAsked(endpoint, found, runs));
  const place = at({ address: endpoint.host.value, port: endpoint.port.value });
  switch (found.state) {
    case 'own':
      return WELL;
    case 'unknown':
      return runs ? { answer: 'unknown', reason: found.reason } : none(tr('none runs'));
    case 'foreign':
      return {
        answer: 'not',
        reason: tr("{place} is another process's: {listener}", { place, listener: ownerOf(found.listener) }),
      };
    case 'nobody':
      if (!runs) return none(tr('none runs'));
      return {
        answer: 'not',
        reason: tr('nobody listens on {place}{others}', { place, others: elsewhere(found.others) }),
      };
  }
}

/** As long as it has not been asked. */
function httpLevel(endpoint: Endpoint | null, found: EndpointListener | null, runs: boolean): LevelHealth {
  const reason = whyNotAsked(endpoint, found, runs);
  return runs && isUnread(endpoint) ? { answer: 'unknown', reason } : none(reason);
}

const ownerOf = ({ owner }: Listener): string =>
  tr('{name} ({text})', { name: owner?.pid, text: owner?.command });
const elsewhere = (others: readonly Listener[]): string =>
  others.length === 0 ? '' : tr('; it listens on {others}', { others: others.map(at).join(tr(', ')) });

function whyNotAsked(endpoint: Endpoint | null, found: EndpointListener | null, runs: boolean): string {
  if (endpoint === null) return tr('where its API server would listen is not known');
  if (isUnread(endpoint))
    return tr('where its API server would listen is not known: {message}', {
      message: endpoint.unreadable?.message,
    });
  if (!endpoint.serves) return tr('it has no API server');
  if (!runs) return tr('none runs');
  return found?.state === 'foreign'
    ? tr("not asked: the port is another process's")
    : tr('not asked: nobody listens');
}

/** What the state file of this very process says; that of an earlier one is no witness. */
function readState(
  host: Host,
  app: App,
  home: string,
  process: Liveness,
): { gateway: GatewayState | null; level: LevelHealth } {
  const found = readStateFile(host.files, app, home);
  if (found.state === 'absent') return { gateway: null, level: none(tr('it writes no state file')) };
  if (found.state === 'broken') {
    return { gateway: null, level: { answer: 'unknown', reason: found.path + tr(': ') + found.reason } };
  }
  const { gateway } = found;
  if (process.state !== 'running') return { gateway: null, level: none(lastWords(gateway)) };
  if (!isOfProcess(host, gateway, process)) {
    const whose =
      gateway.pid === null ? tr('does not say whose it is') : tr('is of process {pid}', { pid: gateway.pid });
    return { gateway: null, level: { answer: 'unknown', reason: tr('its state file {whose}', { whose }) } };
  }
  return { gateway, level: stateLevel(app, gateway, host.clock.now()) };
}

const lastWords = ({ phase, exitReason }: GatewayState): string =>
  [tr('none runs'), phase && tr('its state file says {phase}', { phase }), exitReason]
    .filter(Boolean)
    .join(tr(': '));

function stateLevel(app: App, gateway: GatewayState, now: number): LevelHealth {
  const { phase, platforms, updated, exitReason } = gateway;
  const off = platforms.filter(({ state }) => !app.platformsWell.includes(state));
  const named = off.map(({ name, profile, state, error }) =>
    [
      tr('{more}{name} is {state}', { more: profile === null ? '' : `${profile}:`, name, state }),
      error ? tr(', {error}', { error }) : '',
    ].join(''),
  );
  switch (phase) {
    case null:
      return { answer: 'unknown', reason: tr('its state file says nothing that is known') };
    case 'stopped':
    case 'startup_failed':
      return {
        answer: 'not',
        reason: [tr('it says {phase}', { phase }), exitReason].filter(Boolean).join(tr(': ')),
      };
    case 'starting':
    case 'draining':
      return { answer: 'degraded', reason: tr('it says {phase}', { phase }) };
    case 'degraded':
      return { answer: 'degraded', reason: named.join(tr('; ')) || tr('it says degraded') };
  }
  if (named.length > 0) return { answer: 'degraded', reason: named.join(tr('; ')) };
  if (isOfNow(app, gateway, now)) return WELL;
  const age =
    updated === null
      ? tr('at an unknown time')
      : tr('{now} s ago', { now: Math.round((now - updated) / 1_000) });
  return { answer: 'unknown', reason: tr('its state file was written {age}', { age }) };
}
