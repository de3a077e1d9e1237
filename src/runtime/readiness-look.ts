import type { Host } from '../host/host.ts';
import type { App } from '../model/app.ts';
import type { Environment } from '../model/definition.ts';
import type { Endpoint } from '../model/facts.ts';
import type { GatewayState, Listeners, Missing, Readiness, ReadyWarning } from '../model/gateway.ts';
import type { Service } from '../model/service.ts';
import type { UnitState } from '../model/unit-state.ts';
import { tr } from '../texts/tr.ts';
import { readEndpoint } from './endpoint.ts';
import { readStateFile } from './gateway-files.ts';
import { endpointListener } from './own-listeners.ts';
import type { Probes } from './probes.ts';
import { type Running, runningIn, runsProfile } from './running.ts';
import { isOfProcess } from './same-process.ts';
import { sourcesIn } from './sources.ts';

/** What a manager says of a service, as far as it matters here. */
export type ManagerWord = Pick<
  UnitState,
  'name' | 'load' | 'active' | 'sub' | 'result' | 'mainPid' | 'controlGroup'
> & {
  /** How often it has restarted it by itself; null or not there: it keeps no count. */
  restarts?: number | null;
};

type Look = (
  one: { service: Service; old: number | null },
  state: ManagerWord | undefined,
  listeners: () => Promise<Listeners>,
) => Promise<Readiness>;

/** What tells whether a service is ready now, or what it lacks. Each process's configuration is read once. */
export function readinessLooks(host: Host, app: App, probes: Probes): Look {
  const endpoints = new Map<number, Endpoint>();
  const endpointOf = (running: Running, service: Service): Endpoint => {
    const known = endpoints.get(running.pid) ?? endpointOfProcess(host, app, running, service);
    endpoints.set(running.pid, known);
    return known;
  };
  return async ({ service, old }, state, listeners) => {
    const lacks = (missing: Missing): Readiness => ({
      pid: null,
      missing: [missing],
      warnings: [],
      said: false,
    });
    if (state?.load !== 'loaded') return lacks({ kind: 'not-loaded', load: state?.load ?? 'unknown' });
    const { active, sub, result, mainPid } = state;
    if (active !== 'active') return lacks({ kind: 'not-active', active, sub, result });
    if (mainPid === old) return lacks({ kind: 'old-process', pid: mainPid });
    const running = runningIn(host, app, service.account.home, state);
    if (!running) return lacks({ kind: 'no-gateway', argv: host.processes.read(mainPid)?.argv ?? null });
    const { pid, identity } = running;
    if (!runsProfile(running, service.profile)) return lacks({ kind: 'wrong-profile', identity });

    const own = ownState(host, app, service.home, pid);
    if (own?.phase === 'starting') return lacks({ kind: 'still-starting' });
    if (own?.phase && own.phase !== 'running' && own.phase !== 'degraded') {
      return lacks({ kind: 'stopping', phase: own.phase });
    }
    const isDegraded = own?.phase === 'degraded';
    const warnings: ReadyWarning[] = isDegraded ? [{ kind: 'degraded', platforms: unwell(app, own) }] : [];
    const endpoint = endpointOf(running, service);
    const said = own?.phase != null;
    if (!endpoint.serves) return { pid, missing: [], warnings, said };
    const answer = answering(host, probes, pid, endpoint, await listeners());
    if (answer === null) return { pid, missing: [], warnings, said };
    // One that says itself that not all of it works does its work without an API server, too.
    const isReady = isDegraded || !isMissing(answer);
    return isReady ? { pid, missing: [], warnings: [...warnings, answer], said } : lacks(answer);
  };
}

const unwell = (app: App, { platforms }: GatewayState): GatewayState['platforms'] =>
  platforms.filter(({ state }) => !app.platformsWell.includes(state));

/** What the state file says of this very process. One that says nothing of it is no witness. */
function ownState(host: Host, app: App, home: string, pid: number): GatewayState | null {
  const found = readStateFile(host.files, app, home);
  if (found.state !== 'there') return null;
  const stat = host.processes.stat(pid);
  const start = typeof stat === 'string' ? null : stat.start;
  return isOfProcess(host, found.gateway, { pid, start }) ? found.gateway : null;
}

/** Where its API server listens: what the process was started with counts, not what a definition says by now. */
function endpointOfProcess(host: Host, app: App, { pid, environment }: Running, service: Service): Endpoint {
  const location = { path: `/proc/${pid}/environ`, line: 1, column: 1 };
  const given: Environment = new Map(
    [...(environment ?? Object.entries(service.environment))].map(([name, value]) => [
      name,
      { value, origin: { kind: 'definition', location } },
    ]),
  );
  const wanted = [...app.endpoint.config, ...app.endpoint.ignored];
  return readEndpoint(app, sourcesIn(host.files, app, service.home, given, wanted));
}

type Lack = Extract<Missing, { kind: 'nobody-listens' | 'foreign-listener' | 'no-answer' }>;
type Answering = Lack | Extract<ReadyWarning, { kind: 'other-port' }>;

const isMissing = (answer: Answering): answer is Lack => answer.kind !== 'other-port';

/** Whether `/health` answers from this process: null when it does, else what is wrong. */
function answering(
  host: Host,
  probes: Probes,
  pid: number,
  endpoint: Endpoint,
  listeners: Listeners,
): Answering | null {
  const found = endpointListener(host, endpoint, pid, listeners);
  if (found.state === 'foreign') return { kind: 'foreign-listener', listener: found.listener };
  if (found.state === 'nobody') {
    // What it has bound instead is told, never written back (hermes-studio: an older version did).
    const other = found.others.find(
      ({ address, port }) =>
        probes.last(pid, { host: sourced(address), port: sourced(port) }, true)?.answer === 'well',
    );
    if (other) return { kind: 'other-port', port: endpoint.port.value, actual: other.port };
    const { others } = found;
    return { kind: 'nobody-listens', address: endpoint.host.value, port: endpoint.port.value, others };
  }
  const isOwn = found.state === 'own';
  const said = probes.last(pid, endpoint, isOwn);
  // Another machine's address, or one of this machine's that looks like it: not asked, and no reason to wait.
  if (said?.answer === 'well' || (said?.answer === 'none' && isOwn)) return null;
  return { kind: 'no-answer', url: said?.url ?? null, reason: said?.reason ?? tr('it has not answered yet') };
}

const sourced = <T>(value: T) => ({ value, from: 'default' as const, at: null });
