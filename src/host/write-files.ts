import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
} from 'node:fs';
import { posix } from 'node:path';
import { tr } from '../texts/tr.ts';
import { Failure } from './failure.ts';
import { code, failed, isAbsence } from './os-error.ts';
import {
  appendTo,
  claimWhole,
  makeFolder,
  type Owner,
  removeFile,
  replaceFile,
  type WriteOptions,
} from './replace-file.ts';
import type { RootedPaths } from './rooted-paths.ts';

/** What can be done to files. */
export interface WriteFiles {
  /**
   * Writes a file so that at any moment either the old or the new one is there: written beside, fsynced, renamed, the
   * folder fsynced. Makes missing folders (0755). Refuses to replace a link or anything that is not a regular file.
   */
  writeAtomic(path: string, bytes: Buffer | string, options: WriteOptions): void;
  /** Makes a folder (0755) and those above it that are missing; nothing happens when it is there. */
  makeFolder(path: string, owner?: Owner): void;
  /** Makes a file that is not there yet (0600), whole from the first moment on; false when it is. For locks. */
  claim(path: string, text: string, owner?: Owner): boolean;
  /**
   * Adds to a file's end in one write, whatever others add to it at the same moment; makes it (0600) where there is none.
   * With `sync` it is on the disk afterwards. Gives the file's size, in bytes.
   */
  append(path: string, text: string, options: { sync: boolean; owner?: Owner | undefined }): number;
  /** Gives a file another name, in the place of what has that one. */
  rename(from: string, to: string): void;
  /** Copies a file that others add to (the copy is 0600, a link in its place is replaced), and empties it. */
  copyAndEmpty(from: string, to: string): void;
  /** Removes a file, for good; nothing happens when it is absent. */
  remove(path: string): void;
  /** Removes a folder that has nothing in it; nothing happens to another one. */
  removeFolder(path: string): void;
}

export function writeFiles({ realPath, entryAt }: RootedPaths): WriteFiles {
  /** Where an entry lies, its folder made where it is missing. */
  function entryMade(path: string, owner: Owner | undefined): string | null {
    // A path of Windows begins at its drive.
    const folder = posix.dirname(path.startsWith('/') ? posix.resolve('/', path) : posix.normalize(path));
    if (realPath(folder) === null) {
      const missing = entryMade(folder, owner);
      if (missing !== null) makeFolder(missing, owner);
    }
    return entryAt(path);
  }

  function writeAtomic(path: string, bytes: Buffer | string, options: WriteOptions): void {
    try {
      const target = entryMade(path, options.owner);
      if (target === null) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      const old = lstatSync(target, { throwIfNoEntry: false });
      if (old && !old.isFile()) {
        const what = old.isSymbolicLink() ? tr('a link') : tr('not a regular file');
        throw new Failure('host', tr('{path} is {what}; it is left as it is', { path, what }), {
          where: path,
          next: tr('replace it by a regular file, or use --strategy dropin'),
        });
      }
      replaceFile(target, bytes, options);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw failed('write', path, error);
    }
  }

  function makeFolderAt(path: string, owner?: Owner): void {
    try {
      // The folder of something in it.
      entryMade(posix.join(path, 'x'), owner);
    } catch (error) {
      throw failed('make', path, error);
    }
  }

  function claim(path: string, text: string, owner?: Owner): boolean {
    try {
      const target = entryMade(path, owner);
      if (target === null) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      claimWhole(target, text);
      return true;
    } catch (error) {
      if (code(error) === 'EEXIST') return false;
      throw failed('write', path, error);
    }
  }

  function remove(path: string): void {
    try {
      const target = entryAt(path);
      if (target !== null) removeFile(target);
    } catch (error) {
      throw failed('remove', path, error);
    }
  }

  function append(
    path: string,
    text: string,
    { sync, owner }: { sync: boolean; owner?: Owner | undefined },
  ): number {
    try {
      const target = entryMade(path, owner);
      if (target === null) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      return appendTo(target, text, { sync, ...(owner && { owner }) });
    } catch (error) {
      throw failed('write', path, error);
    }
  }

  function rename(from: string, to: string): void {
    try {
      const [source, target] = [entryAt(from), entryAt(to)];
      if (source === null || target === null) throw Object.assign(new Error(), { code: 'ENOENT' });
      renameSync(source, target);
    } catch (error) {
      throw failed('rename', from, error);
    }
  }

  function copyAndEmpty(from: string, to: string): void {
    try {
      const [source, target] = [entryAt(from), entryAt(to)];
      if (source === null || target === null) throw Object.assign(new Error(), { code: 'ENOENT' });
      rmSync(target, { force: true });
      copyFileSync(source, target, constants.COPYFILE_EXCL);
      chmodSync(target, 0o600);
      truncateSync(source);
    } catch (error) {
      throw failed('copy', from, error);
    }
  }

  function removeFolder(path: string): void {
    try {
      const target = entryAt(path);
      if (target !== null) rmdirSync(target);
    } catch (error) {
      if (!isAbsence(error) && code(error) !== 'ENOTEMPTY') throw failed('remove', path, error);
    }
  }

  return { writeAtomic, makeFolder: makeFolderAt, claim, append, rename, copyAndEmpty, remove, removeFolder };
}
