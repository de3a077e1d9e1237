import { createHash } from 'node:crypto';
import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import type { Receipt, ReceiptChange } from '../model/receipt.ts';
import { withLock } from './lock.ts';

/** A file to write. */
export interface Writing {
  path: string;
  bytes: Buffer;
  /** For a new file; one that is replaced keeps its mode and owner. */
  mode: number;
  /** Ours as a whole from now on. False for an edit of somebody else's file, which stays theirs. */
  ours: boolean;
  /** What it was made from (null: nothing was there). Where something else stands by now, nothing is written at all. */
  before?: Buffer | null;
}

export interface StoreContext {
  files: Files;
  /** The state folder, `$XDG_STATE_HOME/unitpin`. */
  folder: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Hex digits that make the receipt's id unique. */
  random: string;
  /** Who new files and folders belong to, where the caller is root and works for somebody else. */
  owner: { uid: number; gid: number } | null;
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What was last written, by path. A file whose bytes have this hash is ours; another one at the path was edited. */
export function lastWritten(files: Files, folder: string): ReadonlyMap<string, string> {
  const path = `${folder}/written.json`;
  const found = files.read(path);
  if (found.state === 'absent') return new Map();
  if (found.state === 'unreadable')
    throw new Failure('host', `cannot read ${path}: ${found.reason}`, { where: path });
  try {
    return new Map(Object.entries(JSON.parse(found.bytes.toString('utf8')) as Record<string, string>));
  } catch (cause) {
    throw new Failure('usage', `${path} is not valid JSON`, {
      where: path,
      why: 'without it unitpin cannot tell its own files from yours',
      next: `move it away (every definition then counts as yours, and is kept): mv ${path} ${path}.broken`,
      cause,
    });
  }
}

/**
 * Writes files so that nothing is lost: backs up what is there (verbatim, 0600), writes each atomically, then leaves a
 * receipt and notes what is ours now. When one write fails, those before it are undone and the error is thrown.
 */
export const publish = (context: StoreContext, command: string, writings: readonly Writing[]): Receipt =>
  withLock(context.files, context.folder, context.owner, () => publishAlone(context, command, writings));

function publishAlone(context: StoreContext, command: string, writings: readonly Writing[]): Receipt {
  const { files, folder, now, random, owner } = context;
  refuseMoved(files, command, writings);
  const at = new Date(now).toISOString();
  const id = `${at.replace(/[-:]|\.\d+/g, '')}-${random}`;
  const own = owner === null ? {} : { owner };
  const written = lastWritten(files, folder);
  const changes: ReceiptChange[] = [];
  const kept = `${folder}/receipts/${id}.json`;
  try {
    for (const [index, { path, bytes, mode, ours }] of writings.entries()) {
      const before = backUp(context, path, `${folder}/backups/${id}/${index}`, written);
      const keep = before
        ? { mode: before.mode, owner: { uid: before.uid, gid: before.gid } }
        : { mode, ...own };
      const change = { path, before, after: { sha256: sha256(bytes), mode: keep.mode, ours } };
      files.writeAtomic(path, bytes, keep);
      changes.push(change);
    }
    const receipt: Receipt = { schema: 1, id, at, command, changes };
    const text = `${JSON.stringify(receipt, null, 2)}\n`;
    files.writeAtomic(kept, text, { mode: 0o600, ...own });
    const ours = changes.map(({ path, after }) => [path, after.ours ? after.sha256 : null] as const);
    remember(context, ours);
    return receipt;
  } catch (error) {
    restore(files, changes);
    files.remove(kept);
    throw error;
  }
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
  const paths = moved.map(({ path }) => path).join(' and ');
  throw new Failure('host', `${paths} changed since it was read; nothing was written`, {
    next: `unitpin ${command}`,
  });
}

function backUp(
  { files, owner }: StoreContext,
  path: string,
  backup: string,
  written: ReadonlyMap<string, string>,
): ReceiptChange['before'] {
  const found = files.read(path);
  if (found.state === 'absent') return null;
  if (found.state === 'unreadable') {
    throw new Failure('host', `cannot back up ${path}: ${found.reason}`, {
      where: path,
      why: 'nothing is replaced that could not be brought back',
    });
  }
  files.writeAtomic(backup, found.bytes, { mode: 0o600, ...(owner && { owner }) });
  const hash = sha256(found.bytes);
  return {
    sha256: hash,
    backup,
    mode: found.mode,
    uid: found.uid,
    gid: found.gid,
    ours: written.get(path) === hash,
  };
}

/** Undoes changes that `publish` made, and what it noted about them. */
export function undo(context: StoreContext, changes: readonly ReceiptChange[]): void {
  withLock(context.files, context.folder, context.owner, () => {
    restore(context.files, changes);
    const before = changes.map(({ path, before }) => [path, before?.ours ? before.sha256 : null] as const);
    remember(context, before);
  });
}

/** Notes which hash is ours at a path (null: none). Files that are gone are forgotten. */
function remember(context: StoreContext, hashes: readonly (readonly [string, string | null])[]): void {
  const { files, folder, owner } = context;
  const written = new Map(lastWritten(files, folder));
  for (const [path, hash] of hashes) {
    if (hash === null) written.delete(path);
    else written.set(path, hash);
  }
  const kept = [...written].filter(([path]) => files.kind(path) !== 'absent').sort();
  const text = `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`;
  files.writeAtomic(`${folder}/written.json`, text, { mode: 0o600, ...(owner && { owner }) });
}

/** Puts back what stood at these paths before, the last change first. */
function restore(files: Files, changes: readonly ReceiptChange[]): void {
  for (const { path, before } of [...changes].reverse()) {
    if (before === null) {
      files.remove(path);
      continue;
    }
    const backup = files.read(before.backup);
    if (backup.state !== 'there') {
      throw new Failure('unrestored', `cannot restore ${path}: its backup ${before.backup} is not readable`, {
        where: path,
      });
    }
    files.writeAtomic(path, backup.bytes, { mode: before.mode, owner: { uid: before.uid, gid: before.gid } });
  }
}
