import { nearest } from '../../audit/nearest.ts';
import { Failure } from '../../host/failure.ts';
import { sockets } from '../../host/local-socket.ts';
import type { AnyManager, Environment } from '../../model/definition.ts';
import type { ManagedState } from '../../model/manager.ts';
import type { ServiceResult } from '../../model/service-result.ts';
import type { ManagerAnswer } from '../../model/status.ts';
import { type SupervisorClient, supervisorClient } from '../../supervisor/client.ts';
import { findSupervisor } from '../../supervisor/instances.ts';
import { supervisorManager } from '../../supervisor/manager.ts';
import type { Phase, Supervised } from '../../supervisor/service-state.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import type { Wanted } from '../services/owned.ts';
import type { ActOptions } from '../services/start.ts';

type Verb = 'start' | 'stop' | 'restart';

const LAST_LINES = 10;
/** Milliseconds. */
const POLL = 50;

/**
 * `start`, `stop` and `restart` where a supervisor runs the services: it is asked, and does the waiting.
 * @throws Failure (usage) for a name that is none; Failure (host) when it cannot be asked
 */
export async function actSupervised(
  context: Context,
  client: SupervisorClient,
  verb: Verb,
  wanted: Wanted,
  options: ActOptions,
): Promise<ServiceResult[]> {
  const { clock, files } = context.host;
  const manager = supervisorManager(client, files);
  const names = chosenOf(await client.list(), verb, wanted);
  const jobs = names.map((name) => ({ name, path: '' }));
  const before = await manager.states(names);
  const until =
    options.timeout === null ? Number.POSITIVE_INFINITY : clock.elapsed() + options.timeout * 1_000;
  const work = { over: false, said: null as Failure | null };
  const acting = (verb === 'stop' ? manager.stop(names) : manager[verb](jobs))
    .catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      work.said = error;
    })
    .finally(() => {
      work.over = true;
    });
  while (!work.over && clock.elapsed() < until) {
    if (options.interrupted())
      throw new Failure('interrupted', tr('interrupted; what was begun goes on'), { next: 'unitpin status' });
    await Promise.race([acting, clock.sleep(POLL)]);
  }
  if (work.said) throw work.said;
  const after = await manager.states(names);
  return Promise.all(
    names.map(async (name) => {
      const [old, now] = [before.get(name), after.get(name)];
      const outcome = outcomeOf(verb, old, now);
      const isBad = outcome === 'failed';
      return {
        profile: name,
        name,
        manager: 'supervisor' as const satisfies AnyManager,
        scope: 'user' as const,
        path: context.manifest?.path ?? context.root,
        outcome,
        pid: now?.mainPid ?? null,
        reason: isBad ? tr('it is {detail}', { detail: now?.detail }) : null,
        next: isBad ? `unitpin logs ${name}` : null,
        lines: isBad && verb !== 'stop' ? await manager.lastLines(name, LAST_LINES) : [],
        warnings: now?.detail.startsWith('degraded') ? [now.detail] : [],
      };
    }),
  );
}

function outcomeOf(verb: Verb, old?: ManagedState, now?: ManagedState): ServiceResult['outcome'] {
  if (verb === 'stop') {
    if (now?.mainPid != null) return 'failed';
    return old?.mainPid == null ? 'not-running' : 'stopped';
  }
  if (now?.active !== 'active' || now.detail.startsWith('failed')) return 'failed';
  if (verb === 'start' && old?.mainPid === now.mainPid) return 'already-running';
  return old?.mainPid == null || verb === 'start' ? 'started' : 'restarted';
}

const UP: Readonly<Record<Phase, ManagerAnswer['up']>> = {
  stopped: 'down',
  starting: 'coming',
  ready: 'up',
  degraded: 'up',
  stopping: 'coming',
  failed: 'coming',
  parked: 'down',
};

/** What a supervisor says of one of its services. */
export interface SupervisedAnswer {
  home: string;
  managed: ManagerAnswer;
  /** What it gives its gateway, as a definition would. */
  environment: Environment;
}

/** What the supervisor of this root home says of its services, by profile; null: none runs, or it does not answer. */
export async function supervisedAnswers({
  host,
  root,
  state,
}: Context): Promise<ReadonlyMap<string, SupervisedAnswer> | null> {
  const record = host.live ? findSupervisor(host, state, root) : null;
  if (!record) return null;
  try {
    const services = await supervisorClient(sockets, record).list();
    return new Map(
      services.map(({ profile, configured, home, environment, actual }) => [
        profile,
        { home, managed: managedBy(actual, configured === 'enabled'), environment: given(environment) },
      ]),
    );
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

const managedBy = (
  { phase, reason, pid, since, restarts }: Supervised['actual'],
  enabled: boolean,
): ManagerAnswer => ({
  // A word that for every manager means that it has given up.
  state: phase === 'parked' ? 'failed' : phase,
  detail: phase === 'parked' ? tr('parked: {reason}', { reason }) : reason,
  up: pid !== null && phase === 'failed' ? 'up' : UP[phase],
  enabled,
  pid,
  since: pid === null ? null : since,
  restarts,
});

const given = (environment: Supervised['environment']): Environment =>
  new Map(
    Object.entries(environment).map(([name, value]) => [
      name,
      { value, origin: { kind: 'manager', location: null } },
    ]),
  );

/** Of all, a start means those that `unitpin.yaml` enables. @throws Failure (usage) for a name that is none */
function chosenOf(all: readonly Supervised[], verb: Verb, { names, all: isAll }: Wanted): string[] {
  const known = all.map(({ profile }) => profile);
  if (isAll)
    return all
      .filter(({ configured, actual }) => verb === 'stop' || configured === 'enabled' || actual.pid !== null)
      .map(({ profile }) => profile);
  for (const name of names) {
    if (known.includes(name)) continue;
    const close = nearest(name, known);
    throw new Failure('usage', tr('the supervisor has no service called {name}', { name }), {
      why:
        close === null
          ? tr('it has {known}', { known: known.join(tr(', ')) })
          : tr('did you mean {close}?', { close }),
      next: 'unitpin status',
    });
  }
  return [...new Set(names)];
}
