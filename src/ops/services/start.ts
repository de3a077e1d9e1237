import type { Service } from '../../model/service.ts';
import type { ServiceResult } from '../../model/service-result.ts';
import { runningGateways } from '../../runtime/running.ts';
import { lastWritten, sha256 } from '../../store/store.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { fleetOf } from '../fleet.ts';
import { aloneWith } from '../single-flight.ts';
import { adopt } from './adopted.ts';
import { mayRun, type Verb } from './may-run.ts';
import { needsSettling } from './needs-settling.ts';
import { type Choice, chooseOwned, type Owned, type Wanted } from './owned.ts';
import { byManager, lookAtServices, plain, type Sight } from './sight.ts';
import { type Begun, startLevel } from './start-level.ts';
import { blockerOf, levelsOf, withDependencies } from './start-order.ts';

export interface ActOptions {
  /** For all of it together, in seconds; null: for each service what `unitpin.yaml` says, or the default. */
  timeout: number | null;
  /** `passing`: what is waited for at the moment. */
  progress(line: string, passing?: boolean): void;
  /** Turns true on Ctrl-C. */
  interrupted(): boolean;
}

/**
 * Starts services, those they depend on first, side by side within a level, and waits until they are ready. What runs
 * its profile already is left as it is. Nothing is undone: what did not get ready goes on as its manager will have it.
 * @throws Failure (usage) for a name that is none; Failure (host) when the manager cannot be asked, or somebody else is at it.
 */
export const startServices = (context: Context, wanted: Wanted, options: ActOptions) =>
  act(context, wanted, options, 'start');

/** Restarts the services that are meant and no other, and waits as `startServices` does. */
export const restartServices = (context: Context, wanted: Wanted, options: ActOptions) =>
  act(context, wanted, options, 'restart');

async function act(
  context: Context,
  wanted: Wanted,
  options: ActOptions,
  verb: Verb,
): Promise<ServiceResult[]> {
  const choice = await chooseOwned(context, wanted);
  const { chosen, owned } = choice;
  const isAsked = (one: Owned): boolean => !wanted.all || !chosen.includes(one);
  const all = verb === 'start' ? withDependencies(context, chosen, owned) : chosen;
  const profiles = all.map(({ profile }) => profile);
  return aloneWith(context, profiles, options.progress, () =>
    bringUp(context, { ...choice, chosen: all }, options, verb, isAsked),
  );
}

async function bringUp(
  context: Context,
  choice: Choice,
  options: ActOptions,
  verb: Verb,
  isAsked: (one: Owned) => boolean,
): Promise<ServiceResult[]> {
  const { host } = context;
  const { chosen, owned } = choice;
  const started = host.clock.elapsed();
  const seen = await freshSights(context, chosen, owned);
  const results = new Map<Owned, ServiceResult>();
  const going: Sight[] = [];
  const running: Sight[] = [];
  for (const sight of seen) {
    const verdict = mayRun(context, choice, sight, verb, isAsked(sight.one));
    if (verdict === 'go') going.push(sight);
    else if (verdict.outcome === 'already-running') running.push(sight);
    else results.set(sight.one, { ...plain(sight), ...verdict });
  }
  for (const [one, result] of await adopt(context, running)) results.set(one, result);
  const services = servicesOf(context, going, owned);
  const settles = settlesAmong(context, choice);
  for (const level of levelsOf(context, chosen)) {
    const here: Sight[] = [];
    for (const sight of going.filter(({ one }) => level.includes(one))) {
      const blocker = verb === 'start' ? blockerOf(context, sight.one, results) : null;
      if (blocker === null) here.push(sight);
      else {
        const reason = tr('{profile}, which it depends on, is not there', { profile: blocker.profile });
        results.set(sight.one, { ...plain(sight), outcome: 'not-begun', reason });
      }
    }
    const left = options.timeout === null ? null : options.timeout - (host.clock.elapsed() - started) / 1_000;
    const awaited = here.map((sight) => ({ ...withTimeout(services, sight, left), settles: settles(sight) }));
    for (const [one, result] of await startLevel(context, here, awaited, options, verb))
      results.set(one, result);
  }
  return chosen.flatMap((one) => results.get(one) ?? []);
}

/** What is on disk counts: a manager that has read something older would start that. */
async function freshSights(
  context: Context,
  chosen: readonly Owned[],
  owned: readonly Owned[],
): Promise<Sight[]> {
  const seen = await lookAtServices(context, chosen, owned);
  const old = seen.filter(({ state }) => state.stale || state.load === 'not-loaded').map(({ one }) => one);
  if (old.length === 0) return seen;
  for (const [manager] of byManager(context, old)) await manager.reload();
  return lookAtServices(context, chosen, owned);
}

/** What readiness has to know of them. */
function servicesOf(context: Context, going: readonly Sight[], owned: readonly Owned[]): Map<Owned, Service> {
  const judged = owned.map((one) => one.judged);
  const all = new Map<Owned, Service>();
  for (const scope of new Set(going.map(({ one }) => one.scope))) {
    const here = going.filter(({ one }) => one.scope === scope).map(({ one }) => one);
    const profiles = here.map(({ profile }) => profile);
    const { services } = fleetOf({ ...context, scope }, judged, { profile: profiles });
    for (const one of here) {
      const service = services.find(({ profile }) => profile === one.profile);
      if (service) all.set(one, service);
    }
  }
  return all;
}

/** Whether the process of a service has to stay for a while, as things are before any is begun. */
function settlesAmong(context: Context, { judged: definitions }: Choice): (sight: Sight) => boolean {
  const { host, app, account, root, state: folder } = context;
  const gateways = runningGateways(host, app, account);
  const written = lastWritten(host.files, folder);
  return ({ one: { profile, path, judged }, state }) => {
    const { id, dropIns, sources } = judged.definition;
    const ours = dropIns.length === 0 && written.get(path) === sha256(Buffer.from(sources.get(path) ?? ''));
    return needsSettling({ service: { profile, root }, id, ours, state }, { definitions, gateways });
  };
}

function withTimeout(services: ReadonlyMap<Owned, Service>, sight: Sight, left: number | null): Begun {
  const service = services.get(sight.one);
  if (!service) throw new Error(tr('no service of {profile}', { profile: sight.one.profile }));
  const readyTimeout = left === null ? service.readyTimeout : Math.max(0, left);
  return { sight, service: { ...service, readyTimeout }, unit: sight.one.name, old: null };
}
