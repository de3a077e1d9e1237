import { Failure } from '../../host/failure.ts';
import type { ManagedState, ServiceManager } from '../../model/manager.ts';
import { awaitReady } from '../../runtime/readiness.ts';
import { sayAll } from '../../runtime/readiness-text.ts';
import type { JournalService } from '../../store/journal.ts';
import type { Transaction } from '../../store/store.ts';
import { undo } from '../../store/undo.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { managerWord } from '../manager-word.ts';
import { runsRight } from '../proposal.ts';
import { lifecycleOf, storeOf } from '../publish.ts';
import { tellWaiting } from '../tell-waiting.ts';
import type { Rename } from './rename-plan.ts';
import type { Sight } from './sight.ts';
import type { ActOptions } from './start.ts';
import { stopAll } from './stop.ts';

/** A rename under way: the old service as it was seen. */
export interface Moving {
  rename: Rename;
  sight: Sight;
}

export const wasUp = ({ sight: { state } }: Moving): boolean =>
  state.active !== 'inactive' && state.active !== 'failed';
export const wasEnabled = ({ sight: { state } }: Moving): boolean => state.enabled === 'yes';
export const wasWrong = ({ app }: Context, { rename: { one, profile } }: Moving): boolean =>
  !runsRight(one.judged, profile, app);

const OFF: Pick<ManagedState, 'load' | 'active' | 'enabled' | 'mainPid'> = {
  load: 'not-loaded',
  active: 'inactive',
  enabled: 'no',
  mainPid: null,
};

/** Both of them: whoever goes on after a power loss has to know which one was which. */
export function journalServices(context: Context, moving: Moving): JournalService[] {
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
export async function letGo(
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
          why: stays.map(({ name, reason }) => name + tr(': ') + reason).join('\n  '),
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

export async function startNew(
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
export async function giveBack(
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
    await manager.clearFailure(moving.map(({ rename }) => rename.to));
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

export function asRestored(error: unknown): unknown {
  if (!(error instanceof Failure) || error.exit !== 'host') return error;
  const { message, next } = error;
  return new Failure('restored', message, {
    why: tr('everything is as it was'),
    ...(next !== undefined && { next }),
    cause: error,
  });
}
