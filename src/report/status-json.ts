import type { Sourced } from '../model/facts.ts';
import type { Health } from '../model/gateway.ts';
import type { ServiceStatus, Status, StatusEvent, Tick } from '../model/status.ts';
import { redactText } from './redact.ts';

/** The state of every service for programs: the shape that `docs/schema/status.json` describes. */
export const statusJson = ({ at, live, services, unreachable }: Status) => ({
  schema: 1,
  command: 'status',
  at: time(at),
  live,
  unreachable: unreachable && {
    reason: redactText(unreachable.reason),
    next: unreachable.next && redactText(unreachable.next),
  },
  services: services.map(serviceJson),
});

/** The same with what happened since the look before: one line of `status --watch --format json`. */
export const tickJson = ({ status, events }: Tick) => ({
  ...statusJson(status),
  events: events.map(eventJson),
});

export const eventJson = (event: StatusEvent) => ({
  ...event,
  definition: event.definition === null ? null : redactText(event.definition),
  ...('reason' in event && { reason: event.reason === null ? null : redactText(event.reason) }),
  ...('reasons' in event && { reasons: event.reasons.map(redactText) }),
});

const time = (ms: number): string => new Date(ms).toISOString();
const timeOrNull = (ms: number | null): string | null => (ms === null ? null : time(ms));

function serviceJson(one: ServiceStatus) {
  const { profile, home, wanted, definition, identity, managed, endpoint, listeners, lock, log } = one;
  return {
    profile,
    home: home === null ? null : redactText(home),
    wanted,
    condition: one.condition,
    reasons: one.reasons.map(redactText),
    definition: definition && { ...definition, name: redactText(definition.name) },
    identity: identity && {
      kind: identity.kind,
      by: identity.by,
      profile: identity.profile,
      home: identity.home === null ? null : redactText(identity.home),
      at: identity.at,
    },
    manager: managed && {
      state: managed.state,
      detail: managed.detail,
      up: managed.up,
      enabled: managed.enabled,
      pid: managed.pid,
      since: timeOrNull(managed.since),
      restarts: managed.restarts,
    },
    pid: one.health.pid,
    since: timeOrNull(one.since),
    endpoint: endpoint && {
      serves: endpoint.serves,
      host: sourced(endpoint.host),
      port: sourced(endpoint.port),
      key: endpoint.key,
      problems: endpoint.problems.map(({ kind, name, text, port, at }) => ({
        kind,
        name,
        text: redactText(text),
        port,
        at,
      })),
      unreadable: endpoint.unreadable && {
        ...endpoint.unreadable,
        message: redactText(endpoint.unreadable.message),
      },
    },
    listeners: listeners === null ? null : listeners.map(({ address, port }) => ({ address, port })),
    lock: 'reason' in lock ? { ...lock, reason: redactText(lock.reason) } : lock,
    log: log && { path: redactText(log.path), written: timeOrNull(log.written) },
    platforms: one.health.platforms.map(({ name, state, error }) => ({
      name: redactText(name),
      state: redactText(state),
      error: error === null ? null : redactText(error),
    })),
    health: healthJson(one.health),
    drift: one.drift.map(({ kind, message }) => ({ kind, message: redactText(message) })),
  };
}

const sourced = <T extends string | number>({ value, from, at }: Sourced<T>) => ({
  value: typeof value === 'string' ? redactText(value) : value,
  from,
  at,
});

const healthJson = ({ verdict, levels, phase, stateAge, latency, url }: Health) => ({
  verdict,
  levels: Object.fromEntries(
    Object.entries(levels).map(([level, { answer, reason }]) => [
      level,
      { answer, reason: reason === null ? null : redactText(reason) },
    ]),
  ),
  phase,
  stateAgeMs: stateAge === null ? null : Math.round(stateAge),
  latencyMs: latency === null ? null : Math.round(latency),
  url: url === null ? null : redactText(url),
});
