import { dirname } from 'node:path';
import type { Files } from './files.ts';
import type { Entry } from './read-files.ts';

/**
 * The files as they would be after writing `changed` (null: after removing it): for asking what a change would mean
 * before it is made. Reading only; the writing functions are those of the files below and know nothing of the overlay.
 */
export function overlay(files: Files, changed: ReadonlyMap<string, Buffer | null>): Files {
  const written = new Map([...changed].filter((entry): entry is [string, Buffer] => entry[1] !== null));
  const gone = (path: string): boolean => changed.get(path) === null;
  const folders = new Map<string, Entry[]>();
  for (const path of written.keys()) {
    for (let at = path, isFile = true; at !== '/'; at = dirname(at), isFile = false) {
      const name = at.slice(at.lastIndexOf('/') + 1);
      const entries = folders.get(dirname(at)) ?? [];
      if (!entries.some((entry) => entry.name === name)) {
        entries.push({ name, kind: isFile ? 'file' : 'dir', isLink: false });
      }
      folders.set(dirname(at), entries);
    }
  }
  return {
    ...files,
    read(path) {
      if (gone(path)) return { state: 'absent' };
      const below = files.read(path);
      const bytes = written.get(path);
      if (!bytes) return below;
      const { mode, uid, gid } = below.state === 'there' ? below : { mode: 0o644, uid: 0, gid: 0 };
      return { state: 'there', bytes, mode, uid, gid };
    },
    list(path) {
      const below = files.list(path).filter((entry) => !gone(`${path}/${entry.name}`));
      const added = (folders.get(path) ?? []).filter(
        (entry) => !below.some(({ name }) => name === entry.name),
      );
      return [...below, ...added].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    kind: (path) =>
      gone(path) ? 'absent' : written.has(path) ? 'file' : folders.has(path) ? 'dir' : files.kind(path),
    stat(path) {
      if (gone(path))
        return { kind: 'absent', real: null, mode: null, uid: null, gid: null, modified: null, size: null };
      const below = files.stat(path);
      const added = written.has(path) ? 'file' : folders.has(path) ? 'dir' : null;
      if (added === null || below.kind !== 'absent') return below;
      const mode = added === 'file' ? 0o644 : 0o755;
      return { kind: added, real: path, mode, uid: null, gid: null, modified: null, size: null };
    },
    version: (path) => (changed.has(path) || folders.has(path) ? null : files.version(path)),
    readLink: (path) => (changed.has(path) ? null : files.readLink(path)),
    realPath: (path) =>
      gone(path) ? null : written.has(path) || folders.has(path) ? path : files.realPath(path),
  };
}
