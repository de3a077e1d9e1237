import { dirname } from 'node:path';
import type { Files } from './files.ts';
import type { ReadResult, Stat } from './read-files.ts';

/**
 * The same files, each looked at once: whoever asks again gets the answer of the first time. What is not in its folder need not be
 * looked for, where the folder is one of `folders`: a thousand homes lack most of what could stand in them. Reading only.
 */
export function seenFiles(files: Files, folders: Iterable<string>): Files {
  const wanted = new Set(folders);
  const listed = new Map<string, ReadonlySet<string>>();
  const reads = new Map<string, ReadResult>();
  const isAbsent = (path: string): boolean => {
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, slash);
    // What is in a folder that is not there is not there either.
    if (!wanted.has(folder)) return folder !== '' && wanted.has(dirname(folder)) && isAbsent(folder);
    const names = listed.get(folder) ?? new Set(files.list(folder).map(({ name }) => name));
    listed.set(folder, names);
    // One that cannot be listed looks empty, and may hold what can be read.
    return names.size > 0 && !names.has(path.slice(slash + 1));
  };
  return {
    ...files,
    read(path) {
      const known = reads.get(path);
      if (known) return known;
      const found: ReadResult = isAbsent(path) ? { state: 'absent' } : files.read(path);
      reads.set(path, found);
      return found;
    },
    kind: (path) => (isAbsent(path) ? 'absent' : files.kind(path)),
    tail: (path, bytes) => (isAbsent(path) ? { state: 'absent' } : files.tail(path, bytes)),
    stat: (path): Stat => (isAbsent(path) ? ABSENT : files.stat(path)),
  };
}

const ABSENT: Stat = {
  kind: 'absent',
  real: null,
  mode: null,
  uid: null,
  gid: null,
  modified: null,
  size: null,
};
