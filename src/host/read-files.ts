import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  type Stats,
  statSync,
} from 'node:fs';
import { posix } from 'node:path';
import { tr } from '../texts/tr.ts';
import { isAbsence, reason } from './os-error.ts';
import { readLast, readWhole } from './read-bytes.ts';
import type { RootedPaths } from './rooted-paths.ts';

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
  gid: number | null;
  /** When it was written last, in milliseconds since 1970; null with them. */
  modified: number | null;
  /** Bytes; null with them. */
  size: number | null;
}

/** Two of these that are equal are of the same bytes, unless they changed twice within one tick of the file system's clock. */
export interface Version {
  inode: number;
  size: number;
  /** Milliseconds since 1970. Nobody can set the time of the change, as they can that of writing. */
  written: number;
  changed: number;
}

/** What can be asked about files. */
export interface ReadFiles {
  /** Reads a regular file, following links inside the root. Never opens FIFOs, sockets or devices. */
  read(path: string): ReadResult;
  /** The same of its last lines, of no more than so many bytes together; however large it is. */
  tail(path: string, bytes: number): ReadResult;
  /** What differs as soon as a file or folder is another one, links followed; null when there is none, or it cannot be told. */
  version(path: string): Version | null;
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
}

const NOTHING = { mode: null, uid: null, gid: null, modified: null, size: null };

export function readFiles({ realPath, outside, inside, entryAt }: RootedPaths): ReadFiles {
  const read = (path: string): ReadResult => open(path, (fd, { size }) => readWhole(fd, size));

  const tail = (path: string, bytes: number): ReadResult =>
    open(path, (fd, { size }) => readLast(fd, size, bytes));

  function open(path: string, bytesOf: (fd: number, stat: Stats) => Buffer): ReadResult {
    const real = inside(path);
    if (real === null) return absentOrLoop(path);
    let fd: number;
    try {
      // O_NONBLOCK: opening a FIFO nobody writes to would otherwise wait for ever.
      fd = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch (error) {
      if (isAbsence(error)) return { state: 'absent' };
      return { state: 'unreadable', reason: reason(error) };
    }
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) return { state: 'unreadable', reason: tr('it is not a regular file') };
      return {
        state: 'there',
        bytes: bytesOf(fd, stat),
        mode: stat.mode & 0o7777,
        uid: stat.uid,
        gid: stat.gid,
      };
    } catch (error) {
      return { state: 'unreadable', reason: reason(error) };
    } finally {
      closeSync(fd);
    }
  }

  function absentOrLoop(path: string): ReadResult {
    try {
      return lstatSync(outside(path)).isSymbolicLink() && kind(path) === 'absent' && isLoop(path)
        ? { state: 'unreadable', reason: reason({ code: 'ELOOP' }) }
        : { state: 'absent' };
    } catch {
      return { state: 'absent' };
    }
  }

  function isLoop(path: string): boolean {
    const seen = new Set<string>();
    for (let at = posix.resolve('/', path); ; ) {
      if (seen.has(at)) return true;
      seen.add(at);
      const target = readLink(at);
      if (target === null) return false;
      at = posix.resolve(posix.dirname(at), target);
    }
  }

  function kind(path: string): FileKind | 'absent' {
    const real = inside(path);
    if (real === null) return 'absent';
    try {
      const found = statSync(real, { throwIfNoEntry: false });
      return found ? kindOf(found) : 'absent';
    } catch {
      return 'absent';
    }
  }

  function stat(path: string): Stat {
    const real = realPath(path);
    try {
      // Without a real path even the entry itself may be missing; a link to nowhere is there, and leads to nothing.
      const found = lstatSync(outside(real ?? path));
      if (real === null) return { kind: 'absent', real, ...NOTHING };
      return {
        kind: kindOf(found),
        real,
        mode: found.mode & 0o7777,
        uid: found.uid,
        gid: found.gid,
        modified: found.mtimeMs,
        size: found.size,
      };
    } catch (error) {
      const kind = isAbsence(error) ? 'absent' : 'unknown';
      return { kind, real: null, ...NOTHING };
    }
  }

  function version(path: string): Version | null {
    const real = inside(path);
    try {
      const found = real === null ? undefined : statSync(real, { throwIfNoEntry: false });
      if (!found) return null;
      return { inode: found.ino, size: found.size, written: found.mtimeMs, changed: found.ctimeMs };
    } catch {
      return null;
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
      return reason(error);
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
          const target = kind(posix.join(path, entry.name));
          return { name: entry.name, kind: target === 'absent' ? 'dangling' : target, isLink: true };
        }
        return {
          name: entry.name,
          kind: kindOf(entry),
          isLink: false,
        };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  return { read, tail, version, list, kind, stat, whyUnreadable, readLink, realPath };
}

const kindOf = (found: Pick<Stats, 'isFile' | 'isDirectory'>): FileKind =>
  found.isFile() ? 'file' : found.isDirectory() ? 'dir' : 'other';

const readDir = (path: string) => readdirSync(path, { withFileTypes: true });
