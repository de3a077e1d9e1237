import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';

/** Where paths of a host lie whose file system is mounted at some folder: links are resolved as that host would. */
export interface RootedPaths {
  /** The path with every link resolved inside the root; null when it does not exist or loops. */
  realPath(path: string): string | null;
  /** Where a path that is resolved already lies on this machine. */
  outside(path: string): string;
  /** What to open for a path; null when it does not exist or loops. */
  inside(path: string): string | null;
  /** Where an entry lies, its own last component not followed; null when its folder is not there. */
  entryAt(path: string): string | null;
}

/** As the kernel: more links than this on one path are a loop. */
const MAX_LINKS = 40;

export function pathsBelow(base: string): RootedPaths {
  const outside = (path: string): string => (base === '/' ? path : join(base, path));

  /** Resolves every link as if `base` were `/`: an absolute target or `..` never leaves it. Null: absent or a loop. */
  function realPath(path: string): string | null {
    let links = 0;
    let done = '/';
    const todo = posix.resolve('/', path).split('/').filter(Boolean);
    while (todo.length > 0) {
      const next = posix.join(done, todo.shift() as string);
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
      const absolute = posix.resolve('/', target.startsWith('/') ? target : posix.join(done, target));
      todo.unshift(...absolute.split('/').filter(Boolean));
      done = '/';
    }
    return done;
  }

  /** The same on this machine's own root, by the system itself: one call, not one for each folder on the way. */
  function realHere(path: string): string | null {
    try {
      return realpathSync.native(posix.resolve('/', path));
    } catch {
      return null;
    }
  }

  const real = base === '/' ? realHere : realPath;

  /** The path to open: on this machine's own root the kernel resolves links, elsewhere we do. */
  function inside(path: string): string | null {
    if (base === '/') return path;
    const found = real(path);
    return found === null ? null : outside(found);
  }

  /** Links on the way are resolved here, never by the kernel, which would follow them out of the root. */
  function entryAt(path: string): string | null {
    const clean = posix.resolve('/', path);
    const folder = real(posix.dirname(clean));
    return folder === null ? null : outside(posix.join(folder, clean.slice(clean.lastIndexOf('/') + 1)));
  }

  return { realPath: real, outside, inside, entryAt };
}

/** The same for a whole machine whose paths do not begin at one `/`: Windows. The system itself follows links there. */
export function pathsOfDrives(): RootedPaths {
  function realPath(path: string): string | null {
    try {
      return realpathSync.native(path);
    } catch {
      return null;
    }
  }
  return {
    realPath,
    outside: (path) => path,
    inside: (path) => path,
    entryAt(path) {
      const folder = realPath(dirname(path));
      return folder === null ? null : join(folder, basename(path));
    },
  };
}
