import type { Receipt } from '../../model/receipt.ts';
import type { RenameResult } from '../../model/renaming.ts';
import { beginTransaction } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { exclusively } from '../exclusive.ts';
import { lifecycleOf, storeOf } from '../publish.ts';
import { serviceManager } from '../service-manager.ts';
import { holdProfiles } from '../single-flight.ts';
import { runsOutside } from './may-run.ts';
import type { Rename } from './rename-plan.ts';
import {
  asRestored,
  giveBack,
  journalServices,
  letGo,
  type Moving,
  startNew,
  wasEnabled,
  wasUp,
  wasWrong,
} from './rename-steps.ts';
import { lookAtServices } from './sight.ts';
import type { ActOptions } from './start.ts';

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
