import { Failure } from '../../host/failure.ts';
import { overlay } from '../../host/overlay.ts';
import type { ManagedState } from '../../model/manager.ts';
import type { Action } from '../../model/plan.ts';
import type { Receipt, ReceiptChange } from '../../model/receipt.ts';
import type { RollbackFile, RollbackView } from '../../model/rollback.ts';
import type { JournalService } from '../../store/journal.ts';
import { sha256, type Writing } from '../../store/store.ts';
import { standsAt } from '../../store/undo.ts';
import { tr } from '../../texts/tr.ts';
import { isUp } from '../apply/plan.ts';
import type { Context } from '../context.ts';
import { differences } from '../gen/differences.ts';
import type { Judged } from '../judge.ts';
import { userManagerEnvironment } from '../manager.ts';
import { serviceManager } from '../service-manager.ts';
import { surveyFiles } from '../survey.ts';
import { type Past, readHistory } from './history.ts';

/** What is to be done to undo a receipt. */
export interface RollbackPlan extends RollbackView {
  services: readonly JournalService[];
  writings: readonly Writing[];
}

/**
 * Plans to undo a receipt, or the last one that holds and is no rollback itself.
 * @throws Failure (usage) where there is none, or it is undone; Failure (host) where a file has changed since (not with
 * `force`), or its backup is not what it was
 */
export async function planRollback(
  context: Context,
  { id, force }: { id: string | undefined; force: boolean },
): Promise<RollbackPlan> {
  const { host } = context;
  const { past } = readHistory(context);
  const { receipt } = choose(past, id);
  const open = receipt.changes.filter(({ undone }) => undone !== true);
  const edited = open.filter((change) => standsAt(host.files, change) === 'other');
  if (edited.length > 0 && !force) throw changedSince(past, receipt, edited);

  const turned = open.filter((change) => standsAt(host.files, change) !== 'before');
  const then = new Map(turned.map((change) => [change.path, bytesBefore(context, change)]));
  const environment = await userManagerEnvironment(context, context.manager === 'systemd');
  const now = surveyFiles(context, host.files, environment);
  const pairs = pairsOf(now, surveyFiles(context, overlay(host.files, then), environment), then);
  const wrong = pairs.filter((pair) => isWrong(context, pair));
  const kept = new Set(wrong.flatMap(({ paths }) => paths));
  const goes = turned.filter(({ path }) => !kept.has(path));
  const files = open.map((change): RollbackFile => {
    const { path, before } = change;
    const does = kept.has(path) ? 'stays' : then.has(path) ? (before ? 'restore' : 'remove') : 'none';
    return { path, does, edited: edited.includes(change) };
  });
  return {
    receipt,
    files,
    services: await servicesOf(
      context,
      receipt,
      pairs.filter((pair) => !wrong.includes(pair)),
    ),
    stays: wrong.map(({ now, old }) => nameAndProfile(now ?? old)),
    writings: goes.map((change) => writingOf(context, change, then.get(change.path) ?? null)),
  };
}

function choose(past: readonly Past[], id: string | undefined): Past {
  if (id === undefined) {
    const last = past.find(({ receipt, standing }) => standing !== 'undone' && receipt.undoes === undefined);
    if (last) return last;
    throw new Failure('usage', tr('there is nothing to roll back'), { next: 'unitpin history' });
  }
  const named = past.find(({ receipt }) => receipt.id === id);
  if (!named) throw new Failure('usage', tr('there is no receipt {id}', { id }), { next: 'unitpin history' });
  if (named.standing !== 'undone') return named;
  const taker = past.find(({ receipt, standing }) => receipt.undoes === id && standing !== 'undone')?.receipt;
  throw new Failure('usage', tr('{id} is undone already', { id }), {
    next: taker ? tr('to do it again: unitpin rollback {id}', { id: taker.id }) : 'unitpin history',
  });
}

function changedSince(past: readonly Past[], receipt: Receipt, edited: readonly ReceiptChange[]): Failure {
  const paths = edited.map(({ path }) => path);
  const later = past
    .slice(
      0,
      past.findIndex((one) => one.receipt === receipt),
    )
    .find(({ receipt: { changes } }) =>
      changes.some(({ path, undone }) => undone !== true && paths.includes(path)),
    )?.receipt;
  return new Failure(
    'host',
    tr('{paths} changed since; nothing was rolled back', { paths: paths.join(tr(' and ')) }),
    {
      where: paths[0] ?? '',
      why: later
        ? tr('{command} wrote it again ({id})', { command: later.command, id: later.id })
        : tr('somebody edited it: what they wrote would be lost from there'),
      next: later
        ? tr('first: unitpin rollback {id}', { id: later.id })
        : tr('unitpin rollback {id} --force (what they wrote is backed up)', { id: receipt.id }),
    },
  );
}

function bytesBefore({ host }: Context, { path, before }: ReceiptChange): Buffer | null {
  if (before === null) return null;
  const backup = host.files.read(before.backup);
  if (backup.state === 'there' && sha256(backup.bytes) === before.sha256) return backup.bytes;
  throw new Failure(
    'host',
    tr('the backup of {path} is not what it was; nothing was rolled back', { path }),
    {
      where: before.backup,
    },
  );
}

function writingOf({ host }: Context, { path, before, after }: ReceiptChange, bytes: Buffer | null): Writing {
  const found = host.files.read(path);
  return {
    path,
    bytes,
    mode: before?.mode ?? after?.mode ?? 0o644,
    ...(before && { exact: { mode: before.mode, uid: before.uid, gid: before.gid } }),
    ours: before?.ours ?? false,
    before: found.state === 'there' ? found.bytes : null,
  };
}

/** One definition with the files as they are, and as they would be. */
interface Pair {
  now: Judged | null;
  old: Judged | null;
  /** The files of the rollback that are its own. */
  paths: readonly string[];
}

function pairsOf(
  now: readonly Judged[],
  old: readonly Judged[],
  changed: ReadonlyMap<string, unknown>,
): Pair[] {
  const ids = new Set([...now, ...old].map(({ definition }) => definition.id));
  return [...ids].flatMap((id): Pair[] => {
    const pair = {
      now: now.find(({ definition }) => definition.id === id) ?? null,
      old: old.find(({ definition }) => definition.id === id) ?? null,
    };
    const sources = [pair.now, pair.old].flatMap((one) => [...(one?.definition.sources.keys() ?? [])]);
    const paths = [...new Set(sources)].filter((path) => changed.has(path));
    return paths.length > 0 ? [{ ...pair, paths }] : [];
  });
}

/** Whether the old definition would not run, for certain, the profile that the new one does. */
function isWrong({ app }: Context, { now, old }: Pair): boolean {
  if (old === null) return false;
  const { kind, profile, action } = old.identity;
  const named = kind === 'pinned' || kind === 'guarded';
  const meant = now?.meant ?? old.meant;
  return !named || profile !== meant || action !== app.command.run;
}

const nameAndProfile = (one: Judged | null) => ({
  name: one?.definition.name ?? '',
  profile: one?.meant ?? one?.definition.name ?? '',
});

/** What the managers are asked for: what goes is stopped, what comes is what it was, what changes and runs is restarted. */
async function servicesOf(
  context: Context,
  receipt: Receipt,
  pairs: readonly Pair[],
): Promise<JournalService[]> {
  const result: JournalService[] = [];
  for (const manager of ['systemd', 'launchd'] as const) {
    for (const scope of ['user', 'system'] as const) {
      const here = pairs.filter(({ now, old }) => {
        const definition = (now ?? old)?.definition;
        const isTemplate = definition?.manager === 'systemd' && definition.template;
        return definition?.manager === manager && definition.scope === scope && !isTemplate;
      });
      if (here.length === 0) continue;
      const names = here.map(({ now, old }) => nameAndProfile(now ?? old).name);
      const states = await serviceManager({ ...context, manager, scope }).states(names);
      for (const pair of here) {
        const { name, profile } = nameAndProfile(pair.now ?? pair.old);
        const state = states.get(name);
        if (!state) continue;
        const { load, active, enabled, mainPid } = state;
        const was = receipt.services?.find((one) => one.name === name)?.before;
        result.push({
          name,
          profile,
          manager,
          scope,
          path: (pair.old ?? pair.now)?.definition.path ?? '',
          writes: pair.paths,
          actions: actionsOf(pair, state, was, receipt.command === 'remove'),
          before: { load, active, enabled, mainPid },
          // What it would go back to, when this is interrupted, is what runs now.
          wrong: false,
        });
      }
    }
  }
  return result;
}

function actionsOf(
  { now, old }: Pair,
  state: ManagedState,
  was: Pick<ManagedState, 'active' | 'enabled'> | undefined,
  wasRemoved: boolean,
): Action[] {
  const up = isUp(state);
  if (old === null)
    return [...(up ? (['stop'] as const) : []), ...(state.enabled === 'yes' ? (['disable'] as const) : [])];
  // `remove` stops and disables also what keeps a file of somebody else's.
  if (now === null || (wasRemoved && !up)) {
    const enable = was?.enabled === 'yes' ? (['enable'] as const) : [];
    return [...enable, ...(was && isUp(was) ? (['start'] as const) : [])];
  }
  return up && differences(now.definition, old.definition).length > 0 ? ['restart'] : [];
}
