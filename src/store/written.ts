import { createHash } from 'node:crypto';
import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import { shellWord } from '../model/shell-word.ts';
import { tr } from '../texts/tr.ts';
import { tableOf } from './shape.ts';

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What was last written, by path. A file whose bytes have this hash is ours; another one at the path was edited. */
export function lastWritten(files: Files, folder: string): ReadonlyMap<string, string> {
  const path = `${folder}/written.json`;
  const found = files.read(path);
  if (found.state === 'absent') return new Map();
  if (found.state === 'unreadable')
    throw new Failure(
      'host',
      tr('cannot read {path}: {reason}', { path, reason: found.reason }),
      adviceOn(path),
    );
  let data: unknown;
  try {
    data = JSON.parse(found.bytes.toString('utf8'));
  } catch (cause) {
    throw unusable(path, tr('is not valid JSON'), cause);
  }
  if (!isTable(data)) throw unusable(path, tr('is not what unitpin writes'));
  return new Map(Object.entries(data as Record<string, string>));
}

/** Hashes by path. */
const isTable = tableOf((hash) => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash));

const unusable = (path: string, what: string, cause?: unknown): Failure =>
  new Failure('usage', `${path} ${what}`, { ...adviceOn(path), cause });

const adviceOn = (path: string) => ({
  where: path,
  why: tr('without it unitpin cannot tell its own files from yours'),
  next: tr('move it away (every definition then counts as yours, and is kept): mv {path} {path}.broken', {
    path: shellWord(path),
  }),
});

/** Notes which hash is ours at a path (null: none). Files that are gone are forgotten. */
export function remember(
  { files, folder, owner }: { files: Files; folder: string; owner: { uid: number; gid: number } | null },
  hashes: readonly (readonly [string, string | null])[],
): void {
  const written = new Map(lastWritten(files, folder));
  for (const [path, hash] of hashes) {
    if (hash === null) written.delete(path);
    else written.set(path, hash);
  }
  const kept = [...written].filter(([path]) => files.kind(path) !== 'absent').sort();
  const text = `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`;
  files.writeAtomic(`${folder}/written.json`, text, { mode: 0o600, ...(owner && { owner }) });
}
