import { type Change, WRITES } from '../model/change.ts';
import type { Receipt } from '../model/receipt.ts';
import { publish, type StoreContext } from '../store/store.ts';
import type { Context } from './context.ts';

/** Where unitpin's own state of this account lies, and who new files belong to. */
export function storeOf({ host, account, scope, state }: Context): StoreContext {
  // Root that works on another account's home (a mounted disk, say) leaves nothing there that its owner cannot change.
  const foreign = host.caller.uid === 0 && scope === 'user' && account.uid !== 0;
  const owner = foreign ? { uid: account.uid, gid: account.gid } : null;
  return { files: host.files, folder: state, now: host.clock.now(), random: host.random(3), owner };
}

/** Writes what the changes say. Null when none writes anything. */
export function publishChanges(
  store: StoreContext,
  command: string,
  changes: readonly Change[],
): Receipt | null {
  const writings = changes.flatMap(({ kind, path, after, mode }) =>
    WRITES.has(kind) && after !== null ? [{ path, bytes: after, mode, ours: kind !== 'edit keys' }] : [],
  );
  return writings.length === 0 ? null : publish(store, command, writings);
}
