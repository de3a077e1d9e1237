import type { Files } from './files.ts';
import type { Version } from './read-files.ts';

/** What was changed so shortly before it was read could change again, and look the same. Milliseconds. */
const SETTLED = 1_000;

/**
 * The same files, for somebody who looks again and again: what has not changed since is not read a second time, and is the same
 * object. Files of /proc have no size and no time of their own, and are always read.
 */
export function keptFiles(files: Files, now: () => number): Files {
  return { ...files, read: keep(files, now, files.read), list: keep(files, now, files.list) };
}

function keep<R>(files: Files, now: () => number, look: (path: string) => R): (path: string) => R {
  const known = new Map<string, { version: Version; found: R }>();
  return (path) => {
    if (path.startsWith('/proc/')) return look(path);
    // Before it is read: what changes in between is another version the next time.
    const version = files.version(path);
    const before = known.get(path);
    if (before && version && isSame(before.version, version)) return before.found;
    const found = look(path);
    if (version && now() - version.changed > SETTLED) known.set(path, { version, found });
    else known.delete(path);
    return found;
  };
}

const isSame = (a: Version, b: Version): boolean =>
  a.inode === b.inode && a.size === b.size && a.written === b.written && a.changed === b.changed;
