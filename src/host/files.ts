import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Failure } from './failure.ts';
import { makeFolder, type Owner, replaceFile, type WriteOptions } from './replace-file.ts';

/** What stands at a path. `other` is a FIFO, socket or device: never opened. */
export type FileKind = 'file' | 'dir' | 'other';

/** The three answers: there, not there, could not find out (with the reason in plain words). */
export type ReadResult =
  | { state: 'there'; bytes: Buffer; mode: number; uid: number; gid: number }
  | { state: 'absent' }
  | { state: 'unreadable'; reason: string };

export interface Entry {
  name: string;
  /** Kind after following links, within the root. */
  kind: FileKind | 'dangling';
  isLink: boolean;
}

/** What a path leads to. `unknown`: could not find out. */
export interface Stat {
  kind: FileKind | 'absent' | 'unknown';
  /** The path with every link resolved inside the root. */
  real: string | null;
  /** Permission bits and owner; null where there is nothing to have them. */
  mode: number | null;
  uid: number | null;
}

/** Files below one root. Absolute paths in, absolute paths out, as a process living in that root sees them. */
export interface Files {
  readonly root: string;
  /** Reads a regular file, following links inside the root. Never opens FIFOs, sockets or devices. */
  read(path: string): ReadResult;
  /** Names in a folder, sorted; empty when it is absent or cannot be read. */
  list(path: string): Entry[];
  kind(path: string): FileKind | 'absent';
  stat(path: string): Stat;
  /** Why a file or folder that is there cannot be read; null when it can. */
  whyUnreadable(path: string): string | null;
  /** The text of a link; null when it is none. Not resolved. */
  readLink(path: string): string | null;
  /** The path with every link resolved inside the root; null when it does not exist or loops. */
  realPath(path: string): string | null;
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

/** More than any unit, plist or config has: systemd itself refuses lines of over 1 MiB. Bytes. */
const MAX_BYTES = 16 * 1024 * 1024;
/** As the kernel: more links than this on one path are a loop. */
const MAX_LINKS = 40;

const code = (error: unknown): string => (error as NodeJS.ErrnoException)?.code ?? String(error);
const ABSENT = new Set(['ENOENT', 'ENOTDIR']);

const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links go round in a circle',
  EIO: 'the disk reports a read error',
  ENAMETOOLONG: 'the name is too long',
  ENOTDIR: 'a file stands where a folder should be',
  EEXIST: 'a file stands where a folder should be',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

/** The files of a host whose file system is mounted at `root` (`/` for this machine). */
export function filesBelow(root: string): Files {
  const base = resolve(root);
  const outside = (path: string): string => (base === '/' ? path : join(base, path));

  /** Resolves every link as if `base` were `/`: an absolute target or `..` never leaves it. Null: absent or a loop. */
  function realPath(path: string): string | null {
    let links = 0;
    let done = '/';
    const todo = resolve('/', path).split('/').filter(Boolean);
    while (todo.length > 0) {
      const next = join(done, todo.shift() as string);
      let target: string | null;
      try {
        target = lstatSync(outside(next)).isSymbolicLink() ? readlinkSync(outside(next)) : null;
      } catch {
        return null;
      }
      if (target === null) {
        done = next;
        continue;
      }
      if (++links > MAX_LINKS) return null;
      const absolute = resolve('/', target.startsWith('/') ? target : join(done, target));
      todo.unshift(...absolute.split('/').filter(Boolean));
      done = '/';
    }
    return done;
  }

  /** The path to open: on this machine's own root the kernel resolves links, elsewhere we do. */
  function inside(path: string): string | null {
    if (base === '/') return path;
    const real = realPath(path);
    return real === null ? null : outside(real);
  }

  function read(path: string): ReadResult {
    const real = inside(path);
    if (real === null) return absentOrLoop(path);
    let fd: number;
    try {
      // O_NONBLOCK: opening a FIFO nobody writes to would otherwise wait for ever.
      fd = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch (error) {
      if (ABSENT.has(code(error))) return { state: 'absent' };
      return { state: 'unreadable', reason: REASONS[code(error)] ?? code(error) };
    }
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) return { state: 'unreadable', reason: 'it is not a regular file' };
      if (stat.size > MAX_BYTES) {
        return { state: 'unreadable', reason: `it is larger than ${MAX_BYTES / 1024 / 1024} MiB` };
      }
      return {
        state: 'there',
        bytes: readAll(fd, stat.size),
        mode: stat.mode & 0o7777,
        uid: stat.uid,
        gid: stat.gid,
      };
    } catch (error) {
      return { state: 'unreadable', reason: REASONS[code(error)] ?? code(error) };
    } finally {
      closeSync(fd);
    }
  }

  function absentOrLoop(path: string): ReadResult {
    try {
      return lstatSync(outside(path)).isSymbolicLink() && kind(path) === 'absent' && isLoop(path)
        ? { state: 'unreadable', reason: REASONS.ELOOP as string }
        : { state: 'absent' };
    } catch {
      return { state: 'absent' };
    }
  }

  function isLoop(path: string): boolean {
    const seen = new Set<string>();
    for (let at = resolve('/', path); ; ) {
      if (seen.has(at)) return true;
      seen.add(at);
      const target = readLink(at);
      if (target === null) return false;
      at = resolve(dirname(at), target);
    }
  }

  function kind(path: string): FileKind | 'absent' {
    const real = realPath(path);
    if (real === null) return 'absent';
    try {
      const stat = lstatSync(outside(real));
      return stat.isFile() ? 'file' : stat.isDirectory() ? 'dir' : 'other';
    } catch {
      return 'absent';
    }
  }

  function stat(path: string): Stat {
    const real = realPath(path);
    try {
      // Without a real path even the entry itself may be missing; a link to nowhere is there, and leads to nothing.
      const found = lstatSync(outside(real ?? path));
      if (real === null) return { kind: 'absent', real, mode: null, uid: null };
      const kind = found.isFile() ? 'file' : found.isDirectory() ? 'dir' : 'other';
      return { kind, real, mode: found.mode & 0o7777, uid: found.uid };
    } catch (error) {
      const kind = ABSENT.has(code(error)) ? 'absent' : 'unknown';
      return { kind, real: null, mode: null, uid: null };
    }
  }

  function whyUnreadable(path: string): string | null {
    if (kind(path) !== 'dir') {
      const found = read(path);
      return found.state === 'unreadable' ? found.reason : null;
    }
    try {
      readDir(inside(path) ?? '');
      return null;
    } catch (error) {
      return REASONS[code(error)] ?? code(error);
    }
  }

  function readLink(path: string): string | null {
    try {
      return readlinkSync(entryAt(path) ?? '');
    } catch {
      return null;
    }
  }

  function list(path: string): Entry[] {
    const real = inside(path);
    if (real === null) return [];
    let entries: ReturnType<typeof readDir>;
    try {
      entries = readDir(real);
    } catch {
      return [];
    }
    return entries
      .map((entry): Entry => {
        if (entry.isSymbolicLink()) {
          const target = kind(join(path, entry.name));
          return { name: entry.name, kind: target === 'absent' ? 'dangling' : target, isLink: true };
        }
        return {
          name: entry.name,
          kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'dir' : 'other',
          isLink: false,
        };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * Where an entry really lies, its own last component not followed, its folder made when `make`: links on the way are
   * resolved here, never by the kernel, which would follow them out of the root. Null when the folder is not there.
   */
  function entryAt(path: string, make?: { owner?: Owner | undefined }): string | null {
    const clean = resolve('/', path);
    const folder = dirname(clean);
    let real = realPath(folder);
    if (real === null && make) {
      const parent = entryAt(folder, make);
      if (parent !== null) makeFolder(parent, make.owner);
      real = realPath(folder);
    }
    return real === null ? null : outside(join(real, clean.slice(clean.lastIndexOf('/') + 1)));
  }

  function writeAtomic(path: string, bytes: Buffer | string, options: WriteOptions): void {
    try {
      const target = entryAt(path, options);
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
      entryAt(join(path, 'x'), { owner });
    } catch (error) {
      throw failed('make', path, error);
    }
  }

  function claim(path: string, text: string, owner?: Owner): boolean {
    try {
      const target = entryAt(path, { owner });
      if (target === null) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      const fd = openSync(target, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
      writeSync(fd, text);
      closeSync(fd);
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

  return {
    root: base,
    read,
    list,
    kind,
    stat,
    whyUnreadable,
    readLink,
    realPath,
    writeAtomic,
    makeFolder: makeFolderAt,
    claim,
    remove,
  };
}

const failed = (verb: string, path: string, error: unknown): Failure =>
  new Failure('host', `cannot ${verb} ${path}: ${REASONS[code(error)] ?? code(error)}`, {
    where: path,
    cause: error,
  });

const readDir = (path: string) => readdirSync(path, { withFileTypes: true });

function readAll(fd: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const n = readSync(fd, bytes, length, size - length, null);
    if (n === 0) break;
    length += n;
  }
  return bytes.subarray(0, length);
}
