import { Failure } from '../../host/failure.ts';
import type { ServiceManager } from '../../model/manager.ts';
import type { ServiceResult } from '../../model/service-result.ts';
import { type Awaited, awaitReady } from '../../runtime/readiness.ts';
import type { ManagerWord } from '../../runtime/readiness-look.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { managerWord } from '../manager-word.ts';
import { lifecycleOf } from '../publish.ts';
import { tellWaiting } from '../tell-waiting.ts';
import type { Verb } from './may-run.ts';
import type { Owned } from './owned.ts';
import { toResults } from './results.ts';
import { byManager, type Sight, statesOf } from './sight.ts';
import type { ActOptions } from './start.ts';

/** A service that is begun, and what its readiness is judged by. */
export interface Begun extends Awaited {
  sight: Sight;
}

/** Begins one level, and waits for it. */
export async function startLevel(
  context: Context,
  here: readonly Sight[],
  awaited: readonly Begun[],
  options: ActOptions,
  verb: Verb,
): Promise<[Owned, ServiceResult][]> {
  if (here.length === 0) return [];
  const { host, app } = context;
  const groups = byManager(
    context,
    here.map(({ one }) => one),
  );
  const said = new Map<Owned, Failure>();
  const log = lifecycleOf(context, options.progress);
  for (const { one } of here) log.note('starting', one.profile, { service: one.name });
  await Promise.all(
    groups.map(async ([manager, members]) => {
      try {
        await trigger(
          manager,
          here.filter(({ one }) => members.includes(one)),
          verb,
        );
      } catch (error) {
        // Of several only one may have been refused: what is not ready in time has this to say.
        if (!(error instanceof Failure)) throw error;
        for (const one of members) said.set(one, error);
      }
    }),
  );
  const ofUnit = new Map(here.map((sight) => [sight.one.name, sight]));
  const show = async (units: readonly string[]) => {
    if (options.interrupted()) {
      for (const { one } of here) log.note('interrupted', one.profile, { service: one.name });
      throw interrupted();
    }
    return wordsOf(
      context,
      units.flatMap((unit) => ofUnit.get(unit)?.one ?? []),
    );
  };
  const begun = awaited.map((one) => ({ ...one, old: verb === 'restart' ? one.sight.state.mainPid : null }));
  const result = await awaitReady(
    host,
    app,
    // Who was refused gets no more time than it takes to see whether it is there all the same.
    begun.map((one) =>
      said.has(one.sight.one) ? { ...one, service: { ...one.service, readyTimeout: 1 } } : one,
    ),
    show,
    tellWaiting(host.clock, options.progress),
  );
  const results = await toResults(groups, ofUnit, result, said, verb);
  for (const [, { profile, name, pid, reason, outcome, warnings }] of results) {
    const event = outcome === 'failed' ? 'failed' : warnings.length > 0 ? 'degraded' : 'ready';
    log.note(event, profile, { service: name, ...(pid === null ? { reason } : { pid }) });
  }
  return results;
}

/** One that has used up its tries does not start otherwise. */
async function trigger(manager: ServiceManager, sights: readonly Sight[], verb: Verb): Promise<void> {
  const failed = sights.filter(({ state }) => state.active === 'failed').map(({ one }) => one.name);
  if (failed.length > 0) await manager.clearFailure(failed);
  const jobs = sights.map(({ one: { name, path } }) => ({ name, path }));
  await (verb === 'start' ? manager.start(jobs) : manager.restart(jobs));
}

async function wordsOf(context: Context, owned: readonly Owned[]): Promise<Map<string, ManagerWord>> {
  const states = await statesOf(context, owned);
  return new Map([...states].map(([{ name }, state]) => [name, managerWord(state)]));
}

const interrupted = (): Failure =>
  new Failure('interrupted', tr('interrupted; what was begun goes on'), { next: 'unitpin status' });
