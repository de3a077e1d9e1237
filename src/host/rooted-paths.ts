import { lstatSync, readlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

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

  /** Links on the way are resolved here, never by the kernel, which would follow them out of the root. */
  function entryAt(path: string): string | null {
    const clean = resolve('/', path);
    const real = realPath(dirname(clean));
    return real === null ? null : outside(join(real, clean.slice(clean.lastIndexOf('/') + 1)));
  }

  return { realPath, outside, inside, entryAt };
}
