import type { Files } from '../host/files.ts';

/**
 * The paths that match a pattern of glob(7), sorted: `*`, `?` and `[…]` within a path's components, a backslash for
 * what is meant as it is. Names that start with a dot match only where the pattern says so.
 */
export function glob(files: Files, pattern: string): string[] {
  if (!/[*?[\\]/.test(pattern)) return [pattern];
  let found = [''];
  for (const part of pattern.split('/').slice(1)) {
    const matches = matcher(part);
    found = found.flatMap((folder) =>
      matches === null
        ? [`${folder}/${part}`]
        : files
            .list(folder || '/')
            .filter(({ name }) => (!name.startsWith('.') || part.startsWith('.')) && matches.test(name))
            .map(({ name }) => `${folder}/${name}`),
    );
  }
  return found.filter((path) => files.kind(path) !== 'absent');
}

/** A pattern of more stars takes longer than anybody waits. */
const MAX_STARS = 4;

/** Null for a component without anything special. */
function matcher(part: string): RegExp | null {
  if (!/[*?[\\]/.test(part)) return null;
  // Each star may be tried at every place: what nobody writes by hand is not matched at all.
  if ((part.match(/\*+/g) ?? []).length > MAX_STARS) return /(?!)/;
  const source = part.replace(
    /\\([\s\S])|\[([!^]?)(\]?[^\]]*)\]|[\s\S]/g,
    (all, escaped: string | undefined, not: string | undefined, set: string | undefined) => {
      if (escaped !== undefined) return literal(escaped);
      if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\\]^]/g, '\\$&')}]`;
      if (all === '*') return '.*';
      return all === '?' ? '.' : literal(all);
    },
  );
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    // A range that runs backwards matches nothing.
    return /(?!)/;
  }
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
