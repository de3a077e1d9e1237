import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isAbsence, reason } from './os-error.ts';
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
}

/** What can be asked about files. */
export interface ReadFiles {
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
}

/** More than any unit, plist or config has: systemd itself refuses lines of over 1 MiB. Bytes. */
const MAX_BYTES = 16 * 1024 * 1024;

export function readFiles({ realPath, outside, inside, entryAt }: RootedPaths): ReadFiles {
  function read(path: string): ReadResult {
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
      return kindOf(stat);
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
      return { kind: kindOf(found), real, mode: found.mode & 0o7777, uid: found.uid };
    } catch (error) {
      const kind = isAbsence(error) ? 'absent' : 'unknown';
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
          const target = kind(join(path, entry.name));
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

  return { read, list, kind, stat, whyUnreadable, readLink, realPath };
}

const kindOf = (found: Pick<Stats, 'isFile' | 'isDirectory'>): FileKind =>
  found.isFile() ? 'file' : found.isDirectory() ? 'dir' : 'other';

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
