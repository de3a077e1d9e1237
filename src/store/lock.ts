import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import { isGone, isProcessId, ownProcess, type ProcessId } from '../host/process-id.ts';
import { shellWord } from '../model/shell-word.ts';
import { tr } from '../texts/tr.ts';

/** Which lock is meant, and where. */
export interface LockPlace {
  files: Files;
  /** The state folder. */
  folder: string;
  /** The name of the file in it. */
  name: string;
  /** Who folders made for it belong to; null for the caller. */
  owner: { uid: number; gid: number } | null;
}

/** What is done under a lock takes far less; whoever holds it longer is not well. Milliseconds. */
const PATIENCE = 10_000;
const PAUSE = 20;

/**
 * Runs `work` while no other unitpin of this account does: two at once would forget each other's files. A lock whose
 * owner has ended is taken away; what does not tell its owner is not guessed about.
 * @throws Failure (host) when somebody holds it for too long.
 */
export function withLock<T>(place: LockPlace, work: () => T): T {
  const self = record();
  for (let waited = 0; !acquire(place, self); waited += PAUSE) {
    if (waited >= PATIENCE) throw held(place);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
  try {
    return work();
  } finally {
    release(place, self);
  }
}

/** The same for work that waits for something. `sleep`: milliseconds. */
export async function withLockAwaited<T>(
  place: LockPlace,
  sleep: (ms: number) => Promise<void>,
  work: () => Promise<T>,
): Promise<T> {
  const self = record();
  for (let waited = 0; !acquire(place, self); waited += PAUSE) {
    if (waited >= PATIENCE) throw held(place);
    await sleep(PAUSE);
  }
  try {
    return await work();
  } finally {
    release(place, self);
  }
}

/** A lock that is ours until it is given back, or whose it is: null where that cannot be told. */
export type Taken = { release: () => void } | { owner: ProcessId | null };

/** More often than dead processes can have left locks upon locks. */
const TRIES = 10;

/**
 * Takes a lock at once or not at all.
 * @param hasEnded whether an owner holds it no more
 */
export function takeLock(place: LockPlace, hasEnded: (owner: ProcessId) => boolean = isGone): Taken {
  const self = record();
  let owner: ProcessId | null = null;
  for (let tries = 0; tries < TRIES; tries++) {
    if (acquire(place, self, hasEnded)) return { release: () => release(place, self) };
    const text = textOf(place.files, pathOf(place));
    owner = parseOwner(text ?? '');
    const isHeld = owner === null ? text !== null : !hasEnded(owner);
    // What a dead process has left is cleared away by now, or whoever was ended while doing that had left it in the way.
    if (isHeld) break;
  }
  return { owner };
}

const pathOf = ({ folder, name }: LockPlace): string => `${folder}/${name}`;
const record = (): string => `${JSON.stringify(ownProcess())}\n`;

/** False when it is held, or was a moment ago. */
function acquire(place: LockPlace, self: string, hasEnded: (owner: ProcessId) => boolean = isGone): boolean {
  const path = pathOf(place);
  if (place.files.claim(path, self, place.owner ?? undefined)) return true;
  clearWhenGone(place, path, self, hasEnded);
  return false;
}

/**
 * Takes away a lock whose owner has ended. Of several who see that only one may: between its look and its hand, the lock
 * could be another one's by then. So it claims a second file, looks again, and removes; that file is a lock like the first.
 */
function clearWhenGone(
  place: LockPlace,
  path: string,
  self: string,
  hasEnded: (owner: ProcessId) => boolean,
): void {
  const { files } = place;
  const stale = textOf(files, path);
  const owner = stale === null ? null : parseOwner(stale);
  if (owner === null || !hasEnded(owner)) return;
  const guard = `${path}.clearing`;
  if (!files.claim(guard, self, place.owner ?? undefined)) {
    clearWhenGone(place, guard, self, hasEnded);
    return;
  }
  try {
    if (textOf(files, path) === stale) files.remove(path);
  } finally {
    files.remove(guard);
  }
}

/** Somebody may have taken it away by hand, and another one claimed it since. */
function release(place: LockPlace, self: string): void {
  const { files } = place;
  const path = pathOf(place);
  if (textOf(files, path) === self) files.remove(path);
}

function textOf(files: Files, path: string): string | null {
  const found = files.read(path);
  return found.state === 'there' ? found.bytes.toString('utf8') : null;
}

/** Null for what an older version wrote, and for anything else that is no such record. */
function parseOwner(text: string): ProcessId | null {
  try {
    const data: unknown = JSON.parse(text);
    return isProcessId(data) ? data : null;
  } catch {
    return null;
  }
}

function held(place: LockPlace): Failure {
  const path = pathOf(place);
  const text = textOf(place.files, path)?.trim() ?? '';
  const owner = parseOwner(text);
  const pid = owner?.pid ?? (/^\d{1,10}$/.test(text) ? text : 'unknown');
  const elsewhere =
    owner !== null && owner.host !== ownProcess().host ? tr(' on {host}', { host: owner.host }) : '';
  return new Failure(
    'host',
    tr('another unitpin (process {pid}{elsewhere}) has been writing for {patience} s', {
      pid,
      elsewhere,
      patience: PATIENCE / 1000,
    }),
    { where: path, next: tr('when no such process is there any more: rm {path}', { path: shellWord(path) }) },
  );
}
