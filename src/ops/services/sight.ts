import type { Host } from '../../host/host.ts';
import type { ManagedState, ServiceManager } from '../../model/manager.ts';
import type { ServiceResult } from '../../model/service-result.ts';
import { besideFiles } from '../../model/unread.ts';
import { liveness } from '../../runtime/liveness.ts';
import { lockStates } from '../../runtime/lock-state.ts';
import { type Running, runningIn } from '../../runtime/running.ts';
import type { Context } from '../context.ts';
import { serviceManager } from '../service-manager.ts';
import type { Owned } from './owned.ts';

/** One service as its manager and the process table have it. */
export interface Sight {
  one: Owned;
  state: ManagedState;
  /** The gateway in it; null when there is none, or it cannot be looked at. */
  running: Running | null;
  /** All its processes. */
  pids: readonly number[];
  /** Gateways of its profile, and holders of the profile's lock, that are not in it. */
  outside: readonly Outside[];
}

export interface Outside {
  pid: number;
  /** Its words; empty when they cannot be read. */
  argv: readonly string[];
  /** The service it is in; null: no service of ours. */
  name: string | null;
}

/** The managers of these services, each with its own. */
export function byManager(context: Context, owned: readonly Owned[]): [ServiceManager, readonly Owned[]][] {
  const groups = new Map<string, Owned[]>();
  for (const one of owned) {
    const key = `${one.manager} ${one.scope}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((members): [ServiceManager, readonly Owned[]][] => {
    const [first] = members;
    if (!first) return [];
    const { manager, scope } = first;
    return [[serviceManager({ ...context, manager, scope }), members]];
  });
}

/** What the managers say of services, each asked once. */
export async function statesOf(
  context: Context,
  owned: readonly Owned[],
): Promise<ReadonlyMap<Owned, ManagedState>> {
  const answers = await Promise.all(
    byManager(context, owned).map(async ([manager, members]) => {
      const states = await manager.states(members.map(({ name }) => name));
      return members.map((one): [Owned, ManagedState] => [
        one,
        besideFiles(states.get(one.name) ?? UNKNOWN(one.name), one.judged.definition),
      ]);
    }),
  );
  return new Map(answers.flat());
}

const UNKNOWN = (name: string): ManagedState => ({
  name,
  load: 'unknown',
  active: 'inactive',
  detail: '',
  mainPid: null,
  controlGroup: null,
  enabled: 'no-say',
  stale: false,
  restarts: null,
  since: null,
  lastExit: null,
});

/** Looks at the chosen services; `owned` are all there are: a gateway may be in another one of its profile. */
export async function lookAtServices(
  context: Context,
  chosen: readonly Owned[],
  owned: readonly Owned[],
): Promise<Sight[]> {
  const { host, app, account } = context;
  const profiles = new Set(chosen.map(({ profile }) => profile));
  const related = owned.filter((one) => chosen.includes(one) || profiles.has(one.profile));
  const states = await statesOf(context, related);
  const pidsOf = new Map(related.map((one) => [one, pidsIn(host, states.get(one) ?? UNKNOWN(one.name))]));
  const alive = liveness(host, app, account, chosen);
  const homes = chosen.map(({ home }) => home);
  const locks = lockStates(host, app, homes);
  return chosen.map((one) => {
    const state = states.get(one) ?? UNKNOWN(one.name);
    const pids = pidsOf.get(one) ?? [];
    const life = alive.get(one.home);
    const lock = locks.get(one.home);
    const gateways = [
      ...(life?.state === 'running' ? [life.pid, ...life.others] : []),
      ...(lock?.state === 'held' ? [lock.pid] : []),
    ];
    const outside = [...new Set(gateways)].filter((pid) => !pids.includes(pid));
    const serviceOf = (pid: number): string | null =>
      related.find((other) => pidsOf.get(other)?.includes(pid))?.name ?? null;
    return {
      one,
      state,
      running: gatewayIn(context, state),
      pids,
      outside: outside.map((pid) => ({
        pid,
        argv: host.processes.read(pid)?.argv ?? [],
        name: serviceOf(pid),
      })),
    };
  });
}

/** The gateway in a service. */
export const gatewayIn = ({ host, app, account }: Context, state: ManagedState): Running | null =>
  runningIn(host, app, account.home, {
    name: state.name,
    mainPid: state.mainPid ?? 0,
    controlGroup: state.controlGroup ?? '',
  });

function pidsIn({ processes }: Host, { mainPid, controlGroup }: ManagedState): number[] {
  const inGroup = controlGroup === null ? [] : processes.inControlGroup(controlGroup);
  if (mainPid === null) return inGroup;
  const below = controlGroup === null ? processes.descendants(mainPid) : inGroup;
  return [...new Set([mainPid, ...below])];
}

/** A result in which nothing has happened yet. */
export const plain = ({ one, running }: Sight): ServiceResult => ({
  profile: one.profile,
  name: one.name,
  manager: one.manager,
  scope: one.scope,
  path: one.path,
  outcome: 'refused',
  pid: running?.pid ?? null,
  reason: null,
  next: null,
  lines: [],
  warnings: [],
});
