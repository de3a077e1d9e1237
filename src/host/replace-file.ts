import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { code, isAbsence } from './os-error.ts';

export interface Owner {
  uid: number;
  gid: number;
}

export interface WriteOptions {
  mode: number;
  /** Who the file, and the folders made for it, belong to; the caller where nothing is said. */
  owner?: Owner;
  /** What is of no use after a power loss need not outlive it: nothing waits for the disk then. */
  fleeting?: boolean;
}

/**
 * Puts a file in the place of another (or of none) so that at any moment one of the two is there whole: written beside,
 * fsynced, renamed, the folder fsynced. Throws the system's errors; nothing stays beside then.
 */
export function replaceFile(target: string, bytes: Buffer | string, options: WriteOptions): void {
  const { mode, owner, fleeting = false } = options;
  const beside = besideOf(target);
  try {
    const fd = openSync(beside, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
    try {
      const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
      for (let done = 0; done < buffer.length; ) done += writeSync(fd, buffer, done);
      if (owner) fchownSync(fd, owner.uid, owner.gid);
      // The umask has no say in it, and a new owner takes the set-user-ID bit away.
      fchmodSync(fd, mode);
      // Last: mode and owner are to outlive a power loss, too.
      if (!fleeting) fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  if (!fleeting) syncFolder(dirname(target));
}

/**
 * Makes a file that is not there yet, 0600. A hard link brings its text with it: whoever is ended in the middle leaves no
 * empty file at `target`, which nobody could tell the owner of. Throws the system's errors.
 */
export function claimWhole(target: string, text: string): void {
  const beside = besideOf(target);
  try {
    writeNew(beside, text);
    linkSync(beside, target);
  } catch (error) {
    // Some file systems have no hard links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code(error))) throw error;
    writeNew(target, text);
  } finally {
    rmSync(beside, { force: true });
  }
}

function writeNew(path: string, text: string): void {
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeSync(fd, text);
  } catch (error) {
    // On a full disk the file is there, empty: nobody would ever take it away again.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Not the file's own name and more: that may be as long as a name can be. */
const besideOf = (target: string): string =>
  join(dirname(target), `.unitpin-${randomBytes(6).toString('hex')}.tmp`);

/** Whether that is the name of a file that was written beside another one, and whose writer was ended before the rename. */
export const isLeftBeside = (name: string): boolean => /^\.unitpin-[0-9a-f]{12}\.tmp$/.test(name);

/**
 * Adds to the end of a file with one write(2), so that what several processes add does not mix; makes it (0600) where
 * there is none. Gives its size afterwards, in bytes. Throws the system's errors.
 */
export function appendTo(
  target: string,
  text: string,
  { sync, owner }: { sync: boolean; owner?: Owner },
): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  // O_NONBLOCK: opening a FIFO nobody reads from would otherwise wait for ever.
  const fd = openSync(target, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    if (!fstatSync(fd).isFile()) throw Object.assign(new Error(), { code: 'ENXIO' });
    const bytes = Buffer.from(text);
    const written = writeSync(fd, bytes);
    if (written < bytes.length) throw Object.assign(new Error(), { code: 'ENOSPC' });
    const { size } = fstatSync(fd);
    const isNew = size === bytes.length;
    if (isNew && owner) fchownSync(fd, owner.uid, owner.gid);
    if (sync) fsyncSync(fd);
    if (sync && isNew) syncFolder(dirname(target));
    return size;
  } finally {
    closeSync(fd);
  }
}

/** Takes a file away for good: not even a power loss brings it back. Nothing happens when it is absent. */
export function removeFile(target: string): void {
  try {
    unlinkSync(target);
  } catch (error) {
    if (isAbsence(error)) return;
    throw error;
  }
  syncFolder(dirname(target));
}

/** Makes one folder, 0755; nothing happens when it is there. */
export function makeFolder(path: string, owner: Owner | undefined): void {
  try {
    mkdirSync(path, { mode: 0o755 });
    if (owner) chownSync(path, owner.uid, owner.gid);
    syncFolder(dirname(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Where a folder may be written but not read, or its file system cannot do it, there is nothing to be done about it. */
function syncFolder(path: string): void {
  // Windows opens no folders.
  if (process.platform === 'win32') return;
  try {
    const fd = openSync(path, constants.O_RDONLY);
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (!['EACCES', 'EINVAL', 'ENOTSUP'].includes(code(error))) throw error;
  }
}
