import { closeSync, constants, lstatSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Failure } from './failure.ts';
import { code, failed } from './os-error.ts';
import { makeFolder, type Owner, replaceFile, type WriteOptions } from './replace-file.ts';
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
  /** Makes a file that is not there yet (0600); false when it is. For locks. */
  claim(path: string, text: string, owner?: Owner): boolean;
  /** Removes a file; nothing happens when it is absent. */
  remove(path: string): void;
}

export function writeFiles({ realPath, entryAt }: RootedPaths): WriteFiles {
  /** Where an entry lies, its folder made where it is missing. */
  function entryMade(path: string, owner: Owner | undefined): string | null {
    const folder = dirname(resolve('/', path));
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
        const what = old.isSymbolicLink() ? 'a link' : 'not a regular file';
        throw new Failure('host', `${path} is ${what}; it is left as it is`, {
          where: path,
          next: 'replace it by a regular file, or use --strategy dropin',
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
      entryMade(join(path, 'x'), owner);
    } catch (error) {
      throw failed('make', path, error);
    }
  }

  function claim(path: string, text: string, owner?: Owner): boolean {
    try {
      const target = entryMade(path, owner);
      if (target === null) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      const fd = openSync(target, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
      try {
        writeSync(fd, text);
      } catch (error) {
        // On a full disk the file is there, empty: nobody would ever take it away again.
        rmSync(target, { force: true });
        throw error;
      } finally {
        closeSync(fd);
      }
      return true;
    } catch (error) {
      if (code(error) === 'EEXIST') return false;
      throw failed('write', path, error);
    }
  }

  function remove(path: string): void {
    try {
      const target = entryAt(path);
      if (target !== null) rmSync(target, { force: true });
    } catch (error) {
      throw failed('remove', path, error);
    }
  }

  return { writeAtomic, makeFolder: makeFolderAt, claim, remove };
}
