import { dirname } from 'node:path';
import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import type { ReceiptChange } from '../model/receipt.ts';
import { tr } from '../texts/tr.ts';
import { lockOf, type StoreContext } from './context.ts';
import { withLock } from './lock.ts';
import { readReceipts, receiptPath, removeBackups, writeReceipt } from './receipts.ts';
import { remember, sha256 } from './written.ts';

/** What is told of an undoing: files that somebody has changed since are left as they are. */
export interface Undone {
  /** Their paths. */
  left: readonly string[];
}

/** Undoes changes of a receipt (all, or those of some paths), what was noted about them, and says so in the receipt. */
export const undo = (context: StoreContext, id: string, changes: readonly ReceiptChange[]): Undone =>
  withLock(lockOf(context), () => takeBack(context, id, changes));

/** The last change first. Doing it twice, or again after being ended in the middle of it, is harmless. */
export function takeBack(context: StoreContext, id: string, changes: readonly ReceiptChange[]): Undone {
  const { files } = context;
  const left = [...changes].reverse().flatMap((change) => (restore(files, change) ? [] : [change.path]));
  const back = changes.filter(({ path }) => !left.includes(path));
  if (back.length === 0) return { left };
  remember(
    context,
    back.map(({ path, before }) => [path, before?.ours ? before.sha256 : null] as const),
  );
  const paths = new Set(back.map(({ path }) => path));
  const receipt = readReceipts(context).receipts.find((one) => one.id === id);
  if (!receipt) return { left };
  const marked = receipt.changes.map((one) => (paths.has(one.path) ? { ...one, undone: true } : one));
  writeReceipt(context, { ...receipt, changes: marked });
  return { left };
}

/** Of what was undone before it had a receipt nothing is kept. */
export function forget({ files, folder }: StoreContext, id: string): void {
  files.remove(receiptPath(folder, id));
  removeBackups(files, folder, id);
}

/** What stands at the path of a change. */
export function standsAt(files: Files, { path, before, after }: ReceiptChange): 'before' | 'after' | 'other' {
  const found = files.read(path);
  if (found.state === 'unreadable') return 'other';
  const hash = found.state === 'there' ? sha256(found.bytes) : null;
  // Before the other one: where both are the same there is nothing to do.
  if (hash === (before?.sha256 ?? null)) return 'before';
  return hash === (after?.sha256 ?? null) ? 'after' : 'other';
}

/** Puts back what stood there before; false where somebody has changed it since. */
function restore(files: Files, change: ReceiptChange): boolean {
  const stands = standsAt(files, change);
  if (stands !== 'after') return stands === 'before';
  const { path, before } = change;
  if (before === null) {
    removeAt(files, path);
    return true;
  }
  const backup = files.read(before.backup);
  if (backup.state !== 'there' || sha256(backup.bytes) !== before.sha256) {
    throw new Failure(
      'unrestored',
      tr('cannot restore {path}: its backup {backup} is not what it was', { path, backup: before.backup }),
      {
        where: path,
      },
    );
  }
  files.writeAtomic(path, backup.bytes, { mode: before.mode, owner: { uid: before.uid, gid: before.gid } });
  return true;
}

/** A folder of drop-ins with nothing in it is of no use to anybody. */
export function removeAt(files: Files, path: string): void {
  files.remove(path);
  if (dirname(path).endsWith('.d')) files.removeFolder(dirname(path));
}
