import { dependencyLevels } from '../../fleet/levels.ts';
import { Failure } from '../../host/failure.ts';
import type { ManagedState } from '../../model/manager.ts';
import type { ServiceResult } from '../../model/service-result.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { lifecycleOf } from '../publish.ts';
import { aloneWith } from '../single-flight.ts';
import { awaitEnd, type Left, POLL, toEnd } from './ended.ts';
import { runsOutside } from './may-run.ts';
import { chooseOwned, type Owned, type Wanted } from './owned.ts';
import { byManager, lookAtServices, plain, type Sight } from './sight.ts';
import type { ActOptions } from './start.ts';

/** More than a unit of ours takes with the app's defaults, before its manager ends it. Seconds. */
const DEFAULT_TIMEOUT = 120;

/**
 * Stops services through their managers: what depends on others first, side by side within a level. Done is what is gone
 * by proof and has left its lock. Nothing is signalled from here: who does not end in its time its manager ends, and what
 * runs outside of a service is told and left alone.
 * @throws Failure (usage) for a name that is none; Failure (host) when the manager cannot be asked, or somebody else is at it.
 */
export async function stopServices(
  context: Context,
  wanted: Wanted,
  options: ActOptions,
): Promise<ServiceResult[]> {
  const { chosen, owned } = await chooseOwned(context, wanted);
  const profiles = chosen.map(({ profile }) => profile);
  return aloneWith(context, profiles, options.progress, async () => {
    const seen = await lookAtServices(context, chosen, owned);
    const results = await stopAll(context, seen, options);
    const stopped = seen.filter((_, index) => results[index]?.outcome === 'stopped').map(({ one }) => one);
    // An app may end with 1 whenever a signal tells it to: what was asked for is no failure.
    for (const [manager, members] of byManager(context, stopped))
      await manager.clearFailure(members.map(({ name }) => name));
    return results;
  });
}

/** The same for what has been looked at already, by somebody who holds the locks. */
export async function stopAll(
  context: Context,
  seen: readonly Sight[],
  options: ActOptions,
): Promise<ServiceResult[]> {
  const until = context.host.clock.elapsed() + (options.timeout ?? DEFAULT_TIMEOUT) * 1_000;
  const results = new Map<Owned, ServiceResult>();
  for (const level of levelsDown(context, seen)) {
    for (const [one, result] of await stopLevel(context, level, options, until)) results.set(one, result);
  }
  return seen.flatMap(({ one }) => results.get(one) ?? []);
}

/** Those that nothing depends on come first. */
function levelsDown({ manifest }: Context, seen: readonly Sight[]): Sight[][] {
  const known = new Set(seen.map(({ one }) => one.profile));
  const nodes = seen.map((sight) => {
    const { profile } = sight.one;
    const needs = manifest?.profiles.get(profile)?.dependsOn ?? [];
    return { sight, profile, state: 'enabled' as const, dependsOn: needs.filter((name) => known.has(name)) };
  });
  const levels = dependencyLevels(nodes, manifest?.path ?? 'unitpin.yaml');
  return levels.reverse().map((level) => level.map(({ sight }) => sight));
}

/** One that waits for its next try is up, too: its manager would start it again. */
const isUp = ({ active, mainPid }: ManagedState): boolean =>
  mainPid !== null || (active !== 'inactive' && active !== 'failed');

async function stopLevel(
  context: Context,
  level: readonly Sight[],
  options: ActOptions,
  until: number,
): Promise<[Owned, ServiceResult][]> {
  const up = level.filter(({ state, pids }) => isUp(state) || pids.length > 0);
  const endings = up.map((sight) => toEnd(context.host, sight));
  const said = new Map<Owned, Failure>();
  const enough = new AbortController();
  const log = lifecycleOf(context, options.progress);
  for (const { one } of up) log.note('stopping', one.profile, { service: one.name });
  const stopping = askToStop(context, up, enough.signal, said);
  let isAnswered = false;
  const answered = (): void => {
    isAnswered = true;
  };
  void stopping.then(answered, answered);
  const tell = teller(options);
  const left = await awaitEnd(context, endings, until, (waiting) => {
    if (options.interrupted()) return true;
    tell(waiting);
    // A manager that refused will not end anything later on, either.
    return isAnswered && said.size > 0;
  });
  // What stops it may have more to do than to end processes; that is waited for, too, but no longer.
  const { clock } = context.host;
  while (left.length === 0 && !isAnswered && clock.elapsed() < until && !options.interrupted()) {
    await clock.sleep(POLL);
  }
  // What it was told it goes on with; only the one that waits for its answer is ended.
  if (!isAnswered) enough.abort();
  await stopping;
  if (options.interrupted()) {
    for (const { one } of up) log.note('interrupted', one.profile, { service: one.name });
    const goesOn = tr('interrupted; the service manager goes on with what it was told');
    throw new Failure('interrupted', goesOn, { next: 'unitpin status' });
  }
  const results = level.map((sight): [Owned, ServiceResult] => [sight.one, resultOf(sight, up, left, said)]);
  for (const [one, { profile, name, outcome, reason }] of results) {
    if (!up.some((sight) => sight.one === one)) continue;
    log.note(outcome === 'failed' ? 'failed' : 'stopped', profile, { service: name, reason });
  }
  return results;
}

/** Each manager with all that it has. `said`: takes what those said that refused. */
async function askToStop(
  context: Context,
  up: readonly Sight[],
  signal: AbortSignal,
  said: Map<Owned, Failure>,
): Promise<void> {
  const { host } = context;
  const exec: Context['host']['exec'] = (argv, options) => host.exec(argv, { ...options, signal });
  const groups = byManager(
    { ...context, host: { ...host, exec } },
    up.map(({ one }) => one),
  );
  await Promise.all(
    groups.map(async ([manager, members]) => {
      try {
        await manager.stop(members.map(({ name }) => name));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        if (!signal.aborted) for (const one of members) said.set(one, error);
      }
    }),
  );
}

function teller({ progress }: ActOptions): (waiting: readonly Left[]) => void {
  let last = '';
  return (waiting) => {
    const line = tr('waiting for {waiting}', {
      waiting: waiting
        .map(({ sight, pids }) => tr('{name} ({text})', { name: sight.one.name, text: processes(pids) }))
        .join(tr(', ')),
    });
    if (line !== last) progress(line, true);
    last = line;
  };
}

const processes = (pids: readonly number[]): string =>
  tr('process{es} {pids}', { es: pids.length === 1 ? '' : 'es', pids: pids.join(tr(', ')) });

function resultOf(
  sight: Sight,
  up: readonly Sight[],
  left: readonly Left[],
  said: ReadonlyMap<Owned, Failure>,
): ServiceResult {
  const { one, outside } = sight;
  const rest = left.find((other) => other.sight === sight);
  const refusal = said.get(one);
  if (rest) {
    const reason = tr('{pids} still there; its manager will end it when its own time is up', {
      pids: processes(rest.pids),
    });
    return {
      ...plain(sight),
      outcome: 'failed',
      reason: refusal?.message ?? reason,
      next: refusal?.next ?? 'unitpin status',
    };
  }
  const outcome = up.includes(sight) ? 'stopped' : 'not-running';
  const foreign = outside.filter(({ name }) => name === null);
  const [first] = foreign;
  if (!first) return { ...plain(sight), outcome, pid: null };
  const reason = runsOutside(first, tr(' and is left alone'));
  // Somebody wanted the profile to be down, and it is not.
  return {
    ...plain(sight),
    outcome: 'refused',
    pid: first.pid,
    reason,
    next: tr('end it where it was started (process {pid})', { pid: first.pid }),
  };
}
