import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import { ownProcess } from '../host/process-id.ts';
import type { Receipt, ReceiptChange } from '../model/receipt.ts';
import { tr } from '../texts/tr.ts';
import { lockOf, type StoreContext } from './context.ts';
import { beginJournal, type Journal, type JournalService, receiptService } from './journal.ts';
import { withLock } from './lock.ts';
import { backupFolder, prune, receiptPath, writeReceipt } from './receipts.ts';
import { forget, removeAt, standsAt, takeBack } from './undo.ts';
import { lastWritten, remember, sha256 } from './written.ts';

export { lastWritten, sha256 } from './written.ts';

/** A file to write. */
export interface Writing {
  path: string;
  /** Null: it is to be gone. */
  bytes: Buffer | null;
  /** For a new file; one that is replaced keeps its mode and owner. */
  mode: number;
  /** Its mode and owner from now on, whatever stands there. */
  exact?: { mode: number; uid: number; gid: number };
  /** Ours as a whole from now on. False for an edit of somebody else's file, which stays theirs. */
  ours: boolean;
  /** What it was made from (null: nothing was there). Where something else stands by now, nothing is written at all. */
  before?: Buffer | null;
}

/** What is to be done, beside the files. */
export interface Purpose {
  command: string;
  /** Where a manager is to act: each service as it was before. */
  services?: readonly JournalService[];
  /** The receipt that is taken back. */
  undoes?: string;
}

/** Work on files, and on services where there are any, that outlives its process. Who begins it ends its journal. */
export interface Transaction {
  /** Null when there is nothing to write. */
  receipt: Receipt | null;
  journal: Journal;
  /**
   * Writes all of it, and leaves the receipt. When one write fails, those before it are undone.
   * @throws Failure (host) also when a file has changed since the transaction was begun: then nothing is written
   */
  write(): void;
}

/**
 * Writes files so that nothing is lost: backs up what is there (verbatim, 0600), writes each atomically, then leaves a
 * receipt and notes what is ours now. When one write fails, those before it are undone and the error is thrown.
 */
export function publish(context: StoreContext, command: string, writings: readonly Writing[]): Receipt {
  const { receipt, journal, write } = beginTransaction(context, { command }, writings);
  try {
    write();
  } catch (error) {
    journal.end('rolled-back');
    throw error;
  }
  journal.end('committed');
  return receipt ?? { ...receiptOf(context, { command }), changes: [] };
}

/**
 * The same as a part of something larger: notes what is to be done and backs up what is there. Nothing is written before
 * `write`, so that what has to be done with the old files in place can be. Whoever is ended before `journal.end` leaves
 * enough behind to finish or undo all of it (`ops/undo/resume.ts`).
 */
export const beginTransaction = (
  context: StoreContext,
  purpose: Purpose,
  writings: readonly Writing[],
): Transaction => withLock(lockOf(context), () => begin(context, purpose, writings));

/** Two of the same moment are told apart by chance, and where that fails by counting: one must not write over the other's backups. */
function freeId({ files, folder, random }: StoreContext, at: string): string {
  const base = `${at.replace(/[-:]|\.\d+/g, '')}-${random}`;
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    const isTaken =
      files.kind(receiptPath(folder, id)) !== 'absent' || files.kind(backupFolder(folder, id)) !== 'absent';
    if (!isTaken) return id;
  }
}

function receiptOf(
  context: StoreContext,
  { command, services = [], undoes }: Purpose,
): Omit<Receipt, 'changes'> {
  const at = new Date(context.now).toISOString();
  return {
    schema: 1,
    id: freeId(context, at),
    at,
    command,
    ...(services.length > 0 && { services: services.map(receiptService) }),
    ...(undoes !== undefined && { undoes }),
  };
}

function begin(context: StoreContext, purpose: Purpose, writings: readonly Writing[]): Transaction {
  const { files } = context;
  refuseMoved(files, purpose.command, writings);
  const head = receiptOf(context, purpose);
  const before = writings.map(({ path }) => readBefore(files, path));
  const changes = changesOf(context, head.id, writings, before);
  const { services = [], command, undoes } = purpose;
  const journal = beginJournal(context, {
    type: 'begin',
    schema: 1,
    id: head.id,
    at: head.at,
    command,
    owner: ownProcess(),
    services,
    writes: changes,
    ...(undoes !== undefined && { undoes }),
  });
  if (changes.length === 0) return { receipt: null, journal, write() {} };
  const receipt: Receipt = { ...head, changes };
  try {
    for (const [index, change] of changes.entries()) {
      const bytes = before[index]?.bytes;
      if (change.before && bytes) files.writeAtomic(change.before.backup, bytes, own(context, 0o600));
    }
    journal.note({ type: 'backed-up' });
  } catch (error) {
    forget(context, head.id);
    journal.end('rolled-back');
    throw error;
  }
  const write = (): void => withLock(lockOf(context), () => writeAll(context, receipt, writings, journal));
  return { receipt, journal, write };
}

function changesOf(
  { files, folder }: StoreContext,
  id: string,
  writings: readonly Writing[],
  before: readonly Before[],
): ReceiptChange[] {
  const written = lastWritten(files, folder);
  return writings.map(({ path, bytes, mode, exact, ours }, index) => {
    const found = before[index] ?? null;
    const after = bytes && { sha256: sha256(bytes), mode: exact?.mode ?? found?.mode ?? mode, ours };
    if (found === null) return { path, before: null, after };
    const hash = sha256(found.bytes);
    const kept = { mode: found.mode, uid: found.uid, gid: found.gid, ours: written.get(path) === hash };
    return { path, before: { sha256: hash, backup: `${backupFolder(folder, id)}/${index}`, ...kept }, after };
  });
}

function writeAll(
  context: StoreContext,
  receipt: Receipt,
  writings: readonly Writing[],
  journal: Journal,
): void {
  const { files } = context;
  const { id, changes, command } = receipt;
  const moved = changes.filter((change) => standsAt(files, change) !== 'before').map(({ path }) => path);
  if (moved.length > 0) throw movedFailure(command, moved);
  try {
    for (const [index, change] of changes.entries()) {
      put(context, change, writings[index] as Writing);
      journal.note({ type: 'written', path: change.path });
    }
    keep(context, receipt);
  } catch (error) {
    const { left } = takeBack(context, id, changes);
    if (left.length === 0) forget(context, id);
    throw error;
  }
}

const own = ({ owner }: StoreContext, mode: number) => ({ mode, ...(owner && { owner }) });

function put(context: StoreContext, { path, before, after }: ReceiptChange, { bytes, exact }: Writing): void {
  if (bytes === null || after === null) {
    removeAt(context.files, path);
    return;
  }
  const { uid, gid } = exact ?? before ?? {};
  const owner = uid !== undefined && gid !== undefined ? { owner: { uid, gid } } : {};
  context.files.writeAtomic(path, bytes, { ...own(context, after.mode), ...owner });
}

/** The receipt, and whose the files are now. */
export function keep(context: StoreContext, receipt: Receipt): void {
  writeReceipt(context, receipt);
  remember(
    context,
    receipt.changes.map(({ path, after }) => [path, after?.ours ? after.sha256 : null] as const),
  );
  prune(context, context.now);
}

/** With the lock held: two that plan at the same time must not write over each other. */
function refuseMoved(files: Files, command: string, writings: readonly Writing[]): void {
  const moved = writings.filter(({ path, before }) => {
    if (before === undefined) return false;
    const found = files.read(path);
    return found.state === 'there'
      ? before?.equals(found.bytes) !== true
      : before !== null || found.state !== 'absent';
  });
  if (moved.length === 0) return;
  throw movedFailure(
    command,
    moved.map(({ path }) => path),
  );
}

const movedFailure = (command: string, paths: readonly string[]): Failure =>
  new Failure(
    'host',
    tr('{paths} changed since it was read; nothing was written', { paths: paths.join(tr(' and ')) }),
    {
      next: `unitpin ${command}`,
    },
  );

type Before = { bytes: Buffer; mode: number; uid: number; gid: number } | null;

function readBefore(files: Files, path: string): Before {
  const found = files.read(path);
  if (found.state === 'absent') return null;
  if (found.state === 'there') return found;
  throw new Failure('host', tr('cannot back up {path}: {reason}', { path, reason: found.reason }), {
    where: path,
    why: tr('nothing is replaced that could not be brought back'),
  });
}
