import { basename } from 'node:path';
import { Failure } from '../../host/failure.ts';
import type { Receipt } from '../../model/receipt.ts';
import type { RemoveResult, Removing, ServiceResult } from '../../model/service-result.ts';
import type { JournalService } from '../../store/journal.ts';
import { beginTransaction, lastWritten, type Writing } from '../../store/store.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { exclusively } from '../exclusive.ts';
import { whyNotWritable } from '../gen/writable.ts';
import { definitionFolder, runsRight, whose } from '../proposal.ts';
import { lifecycleOf, storeOf } from '../publish.ts';
import { holdProfiles } from '../single-flight.ts';
import { chooseOwned, type Owned, type Wanted } from './owned.ts';
import { byManager, lookAtServices, plain, type Sight } from './sight.ts';
import type { ActOptions } from './start.ts';
import { stopAll } from './stop.ts';

export interface Removal extends Removing {
  one: Owned;
}

/** What would go: what unitpin has written and nobody has changed since; with `force` what is somebody else's, too. */
export async function planRemoval(context: Context, wanted: Wanted, force: boolean): Promise<Removal[]> {
  const { chosen } = await chooseOwned(context, wanted);
  const written = lastWritten(context.host.files, context.state);
  return chosen.map((one) => removalOf({ ...context, scope: one.scope }, one, written, force));
}

function removalOf(
  context: Context,
  one: Owned,
  written: ReadonlyMap<string, string>,
  force: boolean,
): Removal {
  const { host, account, scope } = context;
  const { name, path, judged } = one;
  const owner = (file: string): 'ours' | 'edited' | 'theirs' => {
    const found = host.files.read(file);
    return whose(written, file, found.state === 'there' ? found.bytes : null);
  };
  const refused = (reason: string, next: string | null): Removal => ({
    one,
    files: [],
    left: [],
    refused: { reason, next },
  });
  if (one.manager === 'systemd' && basename(path) !== name) {
    const next = `systemctl --${scope} disable --now ${name}`;
    return refused(tr('{name} is made from {path}, which may serve others, too', { name, path }), next);
  }
  const mainOwner = owner(path);
  // Those of other folders are the system's, or a package's.
  const dropIns = judged.definition.dropIns.filter((file) =>
    file.startsWith(`${definitionFolder(context)}/${name}.d/`),
  );
  const goes = force || mainOwner === 'ours';
  const ours = dropIns.filter((file) => force || owner(file) === 'ours');
  const files = [...(goes ? [path] : []), ...ours];
  if (files.length === 0) {
    const reason = mainOwner === 'edited' ? tr('was edited since unitpin wrote it') : tr("is not unitpin's");
    return refused(`${path} ${reason}`, tr('unitpin remove {name} --force (a backup is kept)', { name }));
  }
  const writer = scope === 'system' ? { ...account, uid: 0, gid: 0 } : account;
  for (const file of files) {
    const why = whyNotWritable(host.files, writer, file);
    if (why !== null) return refused(why, null);
  }
  return { one, files, left: [path, ...dropIns].filter((file) => !files.includes(file)), refused: null };
}

/**
 * Stops and disables the services, and takes their files away: backed up, with a receipt. One that does not end keeps its
 * files. What stays of somebody else's is stopped and disabled: without its pin it must not run.
 */
export async function removeServices(
  context: Context,
  plan: readonly Removal[],
  options: ActOptions,
): Promise<{ results: RemoveResult[]; receipt: Receipt | null }> {
  const owned = plan.map(({ one }) => one);
  const profiles = owned.map(({ profile }) => profile);
  const work = async (): Promise<{ results: RemoveResult[]; receipt: Receipt | null }> => {
    const sights = await lookAtServices(context, owned, owned);
    const going = sights.filter(({ one }) => plan.find((removal) => removal.one === one)?.refused === null);
    const stopped = new Map((await stopAll(context, going, options)).map((one) => [one.path, one]));
    const ended = going.filter(({ one }) => stopped.get(one.path)?.outcome !== 'failed');
    const receipt = await takeAway(context, ended, plan, options);
    const results = plan.map((removal) => {
      const sight = sights.find(({ one }) => one === removal.one) as Sight;
      return resultOf(sight, removal, stopped.get(removal.one.path), ended.includes(sight));
    });
    return { results, receipt };
  };
  return exclusively(context, options.progress, () => {
    const { release } = holdProfiles(context, profiles);
    return work().finally(release);
  });
}

async function takeAway(
  context: Context,
  ended: readonly Sight[],
  plan: readonly Removal[],
  options: ActOptions,
): Promise<Receipt | null> {
  if (ended.length === 0) return null;
  const { host } = context;
  const owned = ended.map(({ one }) => one);
  const goes = (one: Owned): readonly string[] => plan.find((removal) => removal.one === one)?.files ?? [];
  const writings = owned.flatMap(goes).map((path): Writing => {
    const found = host.files.read(path);
    return {
      path,
      bytes: null,
      mode: 0o644,
      ours: false,
      before: found.state === 'there' ? found.bytes : null,
    };
  });
  const services = ended.map((sight) => journalService(context, sight, goes(sight.one)));
  const { receipt, journal, write } = beginTransaction(
    storeOf(context),
    { command: 'remove', services },
    writings,
  );
  try {
    for (const [manager, members] of byManager(context, owned)) {
      // A job without its file is not loaded again; a note that it is disabled would outlive it (openclaw #80384).
      const disabled = ended.filter(
        ({ one, state }) =>
          members.includes(one) &&
          state.enabled === 'yes' &&
          (manager.name === 'systemd' || !goes(one).includes(one.path)),
      );
      await manager.disable(disabled.map(({ one }) => one.name));
    }
    write();
    for (const [manager, members] of byManager(context, owned)) {
      await manager.reload();
      // One whose last end counts as a failure (exit 1 at a stop) is kept in memory without its file.
      await manager.clearFailure(members.map(({ name }) => name));
    }
    journal.note({ type: 'reloaded' });
  } catch (error) {
    journal.end('rolled-back');
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.exit, error.message, {
      why: tr('the services are stopped; their files may still be there'),
      next: error.next ?? 'unitpin status',
      cause: error,
    });
  }
  journal.end('committed');
  const log = lifecycleOf(context, options.progress);
  for (const { profile, name } of owned) log.note('removed', profile, { service: name });
  return receipt;
}

const journalService = (
  { app }: Context,
  { one, state: { load, active, enabled, mainPid } }: Sight,
  writes: readonly string[],
): JournalService => ({
  name: one.name,
  profile: one.profile,
  manager: one.manager,
  scope: one.scope,
  path: one.path,
  writes,
  actions: ['stop', 'disable'],
  before: { load, active, enabled, mainPid },
  wrong: !runsRight(one.judged, one.profile, app),
});

function resultOf(
  sight: Sight,
  { refused, files, left }: Removal,
  stopped: ServiceResult | undefined,
  isEnded: boolean,
): RemoveResult {
  const nothing = { removed: [], left: [] };
  if (refused) return { ...plain(sight), ...refused, ...nothing };
  if (!stopped || !isEnded) return { ...(stopped ?? plain(sight)), ...nothing };
  // A gateway outside of it was not touched, and is told.
  const { reason, next, pid } = stopped.outcome === 'refused' ? stopped : { ...plain(sight), pid: null };
  const warnings = reason === null ? [] : [reason];
  return { ...plain(sight), outcome: 'removed', pid, warnings, next, removed: files, left };
}
