import type { Host } from '../host/host.ts';
import type { App } from '../model/app.ts';
import type { GatewayState, Health, HealthRequest, Listeners, Liveness, Verdict } from '../model/gateway.ts';
import { tr } from '../texts/tr.ts';
import { askHealth, type HttpHealth } from './ask-health.ts';
import { beforeAsking } from './health-levels.ts';
import { readListeners } from './listeners.ts';
import { inPool } from './pool.ts';

export interface HealthOptions {
  /** For one answer. Milliseconds; 2,000 when not said. */
  timeoutMs?: number;
  /** For all together: what has not answered by then is not known. Milliseconds; 5,000 when not said. */
  deadlineMs?: number;
  /** How many are asked at a time; 64 when not said. */
  concurrency?: number;
  /** Hosts beside the loopback that may be asked. */
  allowHosts?: readonly string[];
  /** Those of this machine, with their owners, where they have been read already. */
  listeners?: Listeners;
}

/**
 * How the gateways of these profiles are, by their ids: the process, who listens on its port, what `/health` answers, what its
 * state file says, what its log says. They are asked side by side, so that one that hangs delays nobody.
 */
export async function checkHealth(
  host: Host,
  app: App,
  wanted: readonly HealthRequest[],
  options: HealthOptions = {},
): Promise<Map<string, Health>> {
  const { timeoutMs = 2_000, deadlineMs = 5_000, concurrency = 64, allowHosts = [] } = options;
  const end = host.clock.elapsed() + deadlineMs;
  const listeners = options.listeners ?? (await listenersOf(host, wanted));
  const known = wanted.map((request) => ({ request, ...beforeAsking(host, app, request, listeners) }));
  const answers = await inPool(known, concurrency, async ({ ask, owner }) => {
    if (!ask) return null;
    const left = Math.min(timeoutMs, end - host.clock.elapsed());
    if (left <= 0) return outOfTime();
    return askHealth(host, app, ask, { timeoutMs: left, allowHosts, isOwn: owner === 'own' });
  });
  return new Map(
    known.map(({ request, levels, state }, index) => {
      const http = answers[index] ?? null;
      return [
        request.id,
        healthOf(host, request.process, { ...levels, http: http ?? levels.http }, state, http),
      ];
    }),
  );
}

const outOfTime = (): HttpHealth => ({
  answer: 'unknown',
  reason: tr('not asked: the time for all was over'),
  url: null,
  latency: null,
});

/** None are read where nobody has an API server. All their owners are wanted: one may listen on another port. */
function listenersOf(host: Host, wanted: readonly HealthRequest[]): Promise<Listeners> | Listeners {
  return wanted.some(({ endpoint }) => endpoint?.serves) ? readListeners(host) : { source: null, all: null };
}

function healthOf(
  { clock }: Pick<Host, 'clock'>,
  process: Liveness,
  levels: Health['levels'],
  state: GatewayState | null,
  http: HttpHealth | null,
): Health {
  const { answer, reason } = levels.http;
  return {
    verdict: verdictOf(process, levels, state),
    levels: { ...levels, http: { answer, reason } },
    pid: process.state === 'running' ? process.pid : null,
    phase: state?.phase ?? null,
    platforms: state?.platforms ?? [],
    stateAge: state?.updated == null ? null : Math.max(0, clock.now() - state.updated),
    latency: http?.latency ?? null,
    url: http?.url ?? null,
  };
}

/**
 * All levels together. A gateway that says itself that it is degraded (its port is taken, say) works, though not all of
 * it; one whose levels say nothing at all is not called well.
 */
function verdictOf(process: Liveness, levels: Health['levels'], state: GatewayState | null): Verdict {
  if (process.state !== 'running') return process.state;
  if (state?.phase === 'starting') return 'starting';
  const { http, listener, log } = levels;
  const answers = Object.values(levels).map(({ answer }) => answer);
  const owns = state?.phase === 'degraded' && levels.state.answer === 'degraded' && log.answer !== 'not';
  if (answers.includes('not')) return owns ? 'degraded' : 'sick';
  if (answers.includes('degraded')) return 'degraded';
  if (http.answer === 'unknown') return 'unknown';
  const witnesses = [http, levels.state].map(({ answer }) => answer);
  if (witnesses.includes('well')) return 'well';
  return [...witnesses, listener.answer].includes('unknown') ? 'unknown' : 'well';
}
