import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

export interface Owner {
  uid: number;
  gid: number;
}

export interface WriteOptions {
  mode: number;
  /** Who the file, and the folders made for it, belong to; the caller where nothing is said. */
  owner?: Owner;
}

/**
 * Puts a file in the place of another (or of none) so that at any moment one of the two is there whole: written beside,
 * fsynced, renamed, the folder fsynced. Throws the system's errors; nothing stays beside then.
 */
export function replaceFile(target: string, bytes: Buffer | string, { mode, owner }: WriteOptions): void {
  // Not the file's own name and more: that may be as long as a name can be.
  const beside = join(dirname(target), `.unitpin-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const fd = openSync(beside, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
    try {
      const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
      for (let done = 0; done < buffer.length; ) done += writeSync(fd, buffer, done);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    if (owner) chownSync(beside, owner.uid, owner.gid);
    // The umask has no say in it, and a new owner takes the set-user-ID bit away.
    chmodSync(beside, mode);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  syncFolder(dirname(target));
}

/** Makes one folder, 0755; nothing happens when it is there. */
export function makeFolder(path: string, owner: Owner | undefined): void {
  try {
    mkdirSync(path, { mode: 0o755 });
    if (owner) chownSync(path, owner.uid, owner.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function syncFolder(path: string): void {
  const fd = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
