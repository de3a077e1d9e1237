import { dirname } from 'node:path';
import { type Change, WRITES } from '../model/change.ts';
import type { FixPlan } from '../model/fix.ts';
import type { Receipt } from '../model/receipt.ts';
import type { StoreContext } from '../store/context.ts';
import { type Lifecycle, type LifecyclePlace, openLifecycle } from '../store/lifecycle.ts';
import { beginTransaction, type Purpose, publish, type Transaction, type Writing } from '../store/store.ts';
import type { Context } from './context.ts';

/** Where unitpin's own state of this account lies, and who new files belong to. */
export function storeOf({ host, account, scope, state }: Context): StoreContext {
  // Root that works on another account's home (a mounted disk, say) leaves nothing there that its owner cannot change.
  const foreign = host.caller.uid === 0 && scope === 'user' && account.uid !== 0;
  const owner = foreign ? { uid: account.uid, gid: account.gid } : null;
  return { files: host.files, folder: state, now: host.clock.now(), random: host.random(3), owner };
}

/** Where the events of this account's services are noted. `warn` is told once where they cannot be. */
export const lifecycleOf = (context: Context, warn: (message: string) => void): Lifecycle =>
  openLifecycle(lifecyclePlace(context, warn));

export function lifecyclePlace(context: Context, warn: (message: string) => void): LifecyclePlace {
  const { files, folder, owner } = storeOf(context);
  const { manager, host } = context;
  return { files, folder, owner, manager, now: host.clock.now, warn };
}

/**
 * Writes what the changes say, as a part of a transaction that also concerns services: `journal` is to be told what is
 * done with these, and to be ended.
 */
export function beginChanges(
  store: StoreContext,
  purpose: Purpose,
  changes: readonly Change[],
): Omit<Transaction, 'write'> {
  makeLogFolders(store, changes);
  const { receipt, journal, write } = beginTransaction(store, purpose, writingsOf(changes));
  try {
    write();
  } catch (error) {
    journal.end('rolled-back');
    throw error;
  }
  return { receipt, journal };
}

const writingsOf = (changes: readonly Change[]): Writing[] =>
  changes.flatMap(({ kind, path, before, after, mode }): Writing[] => {
    if (kind === 'remove orphan') return [{ path, bytes: null, mode, ours: false, before }];
    return WRITES.has(kind) && after !== null
      ? [{ path, bytes: after, mode, ours: kind !== 'edit keys' }]
      : [];
  });

/** Writes what the changes say. Null when none writes anything. */
export function publishChanges(
  store: StoreContext,
  command: string,
  changes: readonly Change[],
): Receipt | null {
  const writings = writingsOf(changes);
  if (writings.length === 0) return null;
  const receipt = publish(store, command, writings);
  makeLogFolders(store, changes);
  return receipt;
}

/** launchd opens a job's logs before its program runs, and gives up (exit 78) where their folder is missing. */
function makeLogFolders({ files, owner }: StoreContext, changes: readonly Change[]): void {
  for (const { service, kind, path } of changes) {
    const isWhole = kind === 'create' || kind === 'update';
    // In a folder of the caller's choice a definition is for somewhere else.
    const isInstalled = /\/Library\/Launch(Agents|Daemons)\//.test(path);
    // A home that is not there stays so: a folder in it would make it a profile.
    if (!isWhole || !isInstalled || files.kind(service.home) !== 'dir') continue;
    for (const log of Object.values(service.logs)) files.makeFolder(dirname(log), owner ?? undefined);
  }
}

/** Writes what a plan says, with backups and a receipt. Null when there is nothing to write. */
export function publishFixes(context: Context, { files }: FixPlan): Receipt | null {
  const writings = files.map(({ path, before, after, mode, ours }) => ({
    path,
    bytes: after,
    mode,
    ours,
    before,
  }));
  return writings.length === 0 ? null : publish(storeOf(context), 'audit --fix', writings);
}
