import { Failure } from '../../host/failure.ts';
import type { ManagedState, ServiceManager } from '../../model/manager.ts';
import type { Receipt } from '../../model/receipt.ts';
import type { RenameResult } from '../../model/renaming.ts';
import { awaitReady } from '../../runtime/readiness.ts';
import { sayAll } from '../../runtime/readiness-text.ts';
import type { JournalService } from '../../store/journal.ts';
import { beginTransaction, type Transaction } from '../../store/store.ts';
import { undo } from '../../store/undo.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { exclusively } from '../exclusive.ts';
import { managerWord } from '../manager-word.ts';
import { runsRight } from '../proposal.ts';
import { lifecycleOf, storeOf } from '../publish.ts';
import { serviceManager } from '../service-manager.ts';
import { holdProfiles } from '../single-flight.ts';
import { tellWaiting } from '../tell-waiting.ts';
import { runsOutside } from './may-run.ts';
import type { Rename } from './rename-plan.ts';
import type { ActOptions } from './services.ts';
import { lookAtServices, type Sight } from './sight.ts';
import { stopAll } from './stop.ts';

/** A rename under way: the old service as it was seen. */
interface Moving {
  rename: Rename;
  sight: Sight;
}

/**
 * Gives definitions their new names: the old service is stopped and gone before the new one is there, so that there are
 * never two for one profile. One whose new service does not get ready is put back, unless it ran the wrong profile.
 * @throws Failure (host) when somebody else is at it; Failure (restored) when one does not end
 */
export async function renameServices(
  context: Context,
  renames: readonly Rename[],
  options: ActOptions,
): Promise<{ results: RenameResult[]; receipt: Receipt | null }> {
  const going = renames.filter(({ refused }) => refused === null);
  const refused = renames
    .filter(({ refused }) => refused !== null)
    .map((one) => resultOf(one, 'refused', null));
  if (going.length === 0) return { results: refused, receipt: null };
  const owned = going.map(({ one }) => one);
  const profiles = going.map(({ profile }) => profile);
  return exclusively(context, options.progress, async () => {
    const { release } = holdProfiles(context, profiles);
    try {
      const sights = await lookAtServices(context, owned, owned);
      const moving = going.flatMap((rename) => {
        const sight = sights.find(({ one }) => one === rename.one);
        return sight ? [{ rename, sight }] : [];
      });
      const { results, receipt } = await move(context, moving, options);
      return { results: [...refused, ...results], receipt };
    } finally {
      release();
    }
  });
}

async function move(
  context: Context,
  all: readonly Moving[],
  options: ActOptions,
): Promise<{ results: RenameResult[]; receipt: Receipt | null }> {
  // What runs outside of its service would be the second one.
  const free = all.filter(({ sight }) => sight.outside.length === 0);
  const blocked = all
    .filter(({ sight }) => sight.outside.length > 0)
    .map(({ rename, sight }) =>
      resultOf(rename, 'refused', null, sight.outside[0] && runsOutside(sight.outside[0])),
    );
  if (free.length === 0) return { results: blocked, receipt: null };
  const manager = serviceManager(context);
  const begun = beginTransaction(
    storeOf(context),
    { command: 'apply --rename', services: free.flatMap((one) => journalServices(context, one)) },
    free.flatMap(({ rename }) => [...rename.gone, ...rename.made]),
  );
  await letGo(context, manager, free, begun, options);
  try {
    begun.write();
    await manager.reload();
    // One whose last end counts as a failure is kept in memory without its file.
    await manager.clearFailure(free.map(({ rename }) => rename.from));
    begun.journal.note({ type: 'reloaded' });
    await manager.enable(free.filter(wasEnabled).map(({ rename }) => rename.to));
  } catch (error) {
    await giveBack(context, manager, free, begun);
    throw asRestored(error);
  }
  const began = await startNew(context, manager, free, begun, options);
  const failed = free.filter(({ rename }) => began.failed.has(rename.to));
  const kept = new Set(failed.filter((one) => wasWrong(context, one)));
  if (failed.length > 0) {
    begun.journal.note({ type: 'failed', names: failed.flatMap(({ rename }) => [rename.to, rename.from]) });
    await manager.stop(failed.map(({ rename }) => rename.to));
    await giveBack(
      context,
      manager,
      failed.filter((one) => !kept.has(one)),
      begun,
    );
  }
  begun.journal.end(failed.length === free.length && kept.size === 0 ? 'rolled-back' : 'committed');
  const log = lifecycleOf(context, options.progress);
  const results = free.map((one) => {
    const { rename } = one;
    const missing = began.failed.get(rename.to) ?? null;
    const outcome = missing === null ? 'renamed' : kept.has(one) ? 'kept' : 'restored';
    if (wasUp(one))
      log.note(missing === null ? 'ready' : outcome === 'kept' ? 'failed' : 'rolled-back', rename.profile, {
        service: rename.to,
      });
    return resultOf(rename, outcome, began.pids.get(rename.to) ?? null, missing);
  });
  return { results: [...blocked, ...results], receipt: begun.receipt };
}

const wasUp = ({ sight: { state } }: Moving): boolean =>
  state.active !== 'inactive' && state.active !== 'failed';
const wasEnabled = ({ sight: { state } }: Moving): boolean => state.enabled === 'yes';
const wasWrong = ({ app }: Context, { rename: { one, profile } }: Moving): boolean =>
  !runsRight(one.judged, profile, app);

const OFF: Pick<ManagedState, 'load' | 'active' | 'enabled' | 'mainPid'> = {
  load: 'not-loaded',
  active: 'inactive',
  enabled: 'no',
  mainPid: null,
};

/** Both of them: whoever goes on after a power loss has to know which one was which. */
function journalServices(context: Context, moving: Moving): JournalService[] {
  const { rename, sight } = moving;
  const { load, active, enabled, mainPid } = sight.state;
  const common = {
    profile: rename.profile,
    manager: sight.one.manager,
    scope: sight.one.scope,
    wrong: wasWrong(context, moving),
  };
  return [
    {
      ...common,
      name: rename.from,
      path: sight.one.path,
      writes: rename.gone.map(({ path }) => path),
      actions: ['stop', 'disable'],
      before: { load, active, enabled, mainPid },
    },
    {
      ...common,
      name: rename.to,
      path: rename.path,
      writes: rename.made.map(({ path }) => path),
      actions: [
        ...(wasEnabled(moving) ? (['enable'] as const) : []),
        ...(wasUp(moving) ? (['start'] as const) : []),
      ],
      before: OFF,
    },
  ];
}

/** The old ones end, and nothing starts them any more, as long as their files are there. */
async function letGo(
  context: Context,
  manager: ServiceManager,
  moving: readonly Moving[],
  { journal }: Transaction,
  options: ActOptions,
): Promise<void> {
  const again = async (): Promise<void> => {
    await manager.enable(moving.filter(wasEnabled).map(({ rename }) => rename.from));
    await manager.start(
      moving.filter(wasUp).map(({ rename: { from }, sight }) => ({ name: from, path: sight.one.path })),
    );
    journal.end('rolled-back');
  };
  try {
    const stopped = await stopAll(
      context,
      moving.map(({ sight }) => sight),
      options,
    );
    const stays = stopped.filter(({ outcome }) => outcome === 'failed');
    if (stays.length > 0) {
      throw new Failure(
        'restored',
        tr('{name} does not end; nothing was renamed', { name: stays[0]?.name }),
        {
          why: stays.map(({ name, reason }) => `${name}: ${reason}`).join('\n  '),
          next: 'unitpin status',
        },
      );
    }
    await manager.disable(moving.filter(wasEnabled).map(({ rename }) => rename.from));
  } catch (error) {
    await again();
    throw error;
  }
}

async function startNew(
  context: Context,
  manager: ServiceManager,
  moving: readonly Moving[],
  { journal }: Transaction,
  options: ActOptions,
): Promise<{ pids: ReadonlyMap<string, number>; failed: ReadonlyMap<string, string> }> {
  const { host, app } = context;
  const up = moving.filter(wasUp);
  const names = up.map(({ rename }) => rename.to);
  const log = lifecycleOf(context, options.progress);
  journal.note({ type: 'starting', names });
  for (const { rename } of up) log.note('starting', rename.profile, { service: rename.to });
  const said: Failure[] = [];
  try {
    await manager.start(up.map(({ rename }) => ({ name: rename.to, path: rename.path })));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    said.push(error);
  }
  const awaited = up.flatMap(({ rename: { service, to } }) => {
    const readyTimeout = said.length > 0 ? 1 : (options.timeout ?? service?.readyTimeout ?? null);
    return service ? [{ service: { ...service, readyTimeout }, unit: to, old: null }] : [];
  });
  const show = async (units: readonly string[]) => {
    if (options.interrupted()) throw new Failure('interrupted', 'interrupted');
    const states = await manager.states(units);
    return new Map([...states].map(([name, state]) => [name, managerWord(state)]));
  };
  try {
    const { ready, failed } = await awaitReady(
      host,
      app,
      awaited,
      show,
      tellWaiting(host.clock, options.progress),
    );
    journal.note({ type: 'ready', names: ready.map(({ unit }) => unit) });
    const words = said.map(({ message }) => tr('; {message}', { message })).join('');
    return {
      pids: new Map(ready.map(({ unit, pid }) => [unit, pid])),
      failed: new Map(failed.map(({ unit, missing }) => [unit, `${sayAll(missing)}${words}`])),
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { pids: new Map(), failed: new Map(names.map((name) => [name, error.message])) };
  }
}

/** The old files, names and states, in this order: the new one is down and its start at boot gone before. */
async function giveBack(
  context: Context,
  manager: ServiceManager,
  moving: readonly Moving[],
  { receipt }: Transaction,
): Promise<void> {
  if (moving.length === 0) return;
  const paths = new Set(
    moving.flatMap(({ rename }) => [...rename.gone, ...rename.made]).map(({ path }) => path),
  );
  const changes = receipt?.changes.filter(({ path }) => paths.has(path)) ?? [];
  try {
    await manager.disable(moving.filter(wasEnabled).map(({ rename }) => rename.to));
  } catch (error) {
    // It may not have been enabled yet; its links are looked at below.
    if (!(error instanceof Failure)) throw error;
  }
  if (receipt) undo(storeOf(context), receipt.id, changes);
  try {
    await manager.reload();
    await manager.enable(moving.filter(wasEnabled).map(({ rename }) => rename.from));
    await manager.start(
      moving.filter(wasUp).map(({ rename, sight }) => ({ name: rename.from, path: sight.one.path })),
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('unrestored', tr('{message}; that was while going back', { message: error.message }), {
      why: tr('the files are as they were'),
      next: error.next ?? 'unitpin apply',
      cause: error,
    });
  }
}

function asRestored(error: unknown): unknown {
  if (!(error instanceof Failure) || error.exit !== 'host') return error;
  const { message, next } = error;
  return new Failure('restored', message, {
    why: tr('everything is as it was'),
    ...(next !== undefined && { next }),
    cause: error,
  });
}

const resultOf = (
  { profile, from, to, path, refused }: Rename,
  outcome: RenameResult['outcome'],
  pid: number | null,
  reason: string | null = null,
): RenameResult => ({
  profile,
  from,
  to,
  path,
  refused,
  outcome,
  pid,
  reason: reason ?? refused?.reason ?? null,
});
