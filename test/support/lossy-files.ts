import { dirname } from 'node:path';
import type { Files } from '../../src/host/files.ts';
import type { ReadResult } from '../../src/host/read-files.ts';

interface Entry {
  bytes: Buffer;
  mode: number;
}
type Tree = ReadonlyMap<string, Entry>;

/** Thrown in the place of what the power loss has prevented; nothing works after it. */
export class PowerLoss extends Error {}

/**
 * Files in memory, with a disk under them that has only what was brought there. What `Files` promises to be on the disk
 * when it returns is: `writeAtomic`, `append` with `sync`, `remove`. All else may be lost, or not.
 * @param lossAt the power goes just before the n-th change; 0: never
 */
export function lossyFiles(start: Tree, lossAt: number) {
  const cache = new Map(start);
  const disk = new Map(start);
  let changes = 0;
  let isOut = false;
  const change = (): void => {
    if (isOut || ++changes === lossAt) {
      isOut = true;
      throw new PowerLoss();
    }
  };
  const read = (path: string): ReadResult => {
    if (isOut) throw new PowerLoss();
    const found = cache.get(path);
    return found ? { state: 'there', ...found, uid: 1000, gid: 1000 } : { state: 'absent' };
  };
  const isFolder = (path: string): boolean => [...cache.keys()].some((one) => one.startsWith(`${path}/`));
  const files: Pick<
    Files,
    | 'read'
    | 'stat'
    | 'tail'
    | 'list'
    | 'kind'
    | 'writeAtomic'
    | 'makeFolder'
    | 'claim'
    | 'append'
    | 'rename'
    | 'remove'
    | 'removeFolder'
  > = {
    read,
    tail(path, bytes) {
      const found = read(path);
      if (found.state !== 'there') return found;
      const part = found.bytes.subarray(Math.max(0, found.bytes.length - bytes));
      return {
        ...found,
        bytes: part.length < found.bytes.length ? part.subarray(part.indexOf(10) + 1) : part,
      };
    },
    list: (path) =>
      [...cache.keys()]
        .filter((one) => dirname(one) === path)
        .sort()
        .map((one) => ({ name: one.slice(path.length + 1), kind: 'file', isLink: false })),
    kind: (path) => (cache.has(path) ? 'file' : isFolder(path) ? 'dir' : 'absent'),
    writeAtomic(path, bytes, { mode }) {
      change();
      const entry = { bytes: Buffer.from(bytes), mode };
      cache.set(path, entry);
      disk.set(path, entry);
    },
    makeFolder: () => undefined,
    claim(path, text) {
      change();
      if (cache.has(path)) return false;
      cache.set(path, { bytes: Buffer.from(text), mode: 0o600 });
      return true;
    },
    append(path, text, { sync }) {
      change();
      const { bytes } = cache.get(path) ?? { bytes: Buffer.alloc(0) };
      const entry = { bytes: Buffer.concat([bytes, Buffer.from(text)]), mode: 0o600 };
      cache.set(path, entry);
      if (sync) disk.set(path, entry);
      return entry.bytes.length;
    },
    rename(from, to) {
      change();
      const entry = cache.get(from);
      if (!entry) throw new Error(`nothing at ${from}`);
      cache.delete(from);
      cache.set(to, entry);
    },
    remove(path) {
      change();
      cache.delete(path);
      disk.delete(path);
    },
    removeFolder: () => undefined,
    // Folders are not told of, nor who may write to them.
    stat: () => ({
      kind: 'absent',
      real: null,
      mode: null,
      uid: null,
      gid: null,
      modified: null,
      size: null,
    }),
  };
  /** What is there when the power is back; `keeps` decides about each change that was not brought to the disk. */
  const afterwards = (keeps: () => boolean): Map<string, Entry> => {
    const tree = new Map(disk);
    for (const path of new Set([...cache.keys(), ...disk.keys()])) {
      const entry = cache.get(path);
      if (entry === disk.get(path) || !keeps()) continue;
      if (entry) tree.set(path, entry);
      else tree.delete(path);
    }
    return tree;
  };
  return { files: files as Files, afterwards, isOut: () => isOut };
}
