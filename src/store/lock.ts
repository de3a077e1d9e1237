import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';

/** Writing takes milliseconds; whoever holds the lock longer has died with it. Milliseconds. */
const PATIENCE = 10_000;
const PAUSE = 20;

/**
 * Runs `work` while no other unitpin of this account writes: two at once would forget each other's files. A lock whose
 * owner died is not broken by guessing: it is said, and how to take it away.
 */
export function withLock<T>(
  files: Files,
  folder: string,
  owner: { uid: number; gid: number } | null,
  work: () => T,
): T {
  const path = `${folder}/lock`;
  for (let waited = 0; !files.claim(path, `${process.pid}\n`, owner ?? undefined); waited += PAUSE) {
    if (waited >= PATIENCE) throw held(files, path);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
  try {
    return work();
  } finally {
    files.remove(path);
  }
}

function held(files: Files, path: string): Failure {
  const found = files.read(path);
  const pid = found.state === 'there' ? found.bytes.toString('utf8').trim() : 'unknown';
  return new Failure('host', `another unitpin (process ${pid}) has been writing for ${PATIENCE / 1000} s`, {
    where: path,
    next: `when no such process is there any more: rm ${path}`,
  });
}
