import { type English, tr } from '../texts/tr.ts';
import { Failure } from './failure.ts';

/** The system's name for what went wrong, such as `ENOENT`. */
export const code = (error: unknown): string => (error as NodeJS.ErrnoException)?.code ?? String(error);

/** What says that nothing is there. */
export const isAbsence = (error: unknown): boolean => code(error) === 'ENOENT' || code(error) === 'ENOTDIR';

const REASONS: Record<string, English> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links go round in a circle',
  EIO: 'the disk reports a read error',
  ENAMETOOLONG: 'the name is too long',
  ENOTDIR: 'a file stands where a folder should be',
  EEXIST: 'a file stands where a folder should be',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EISDIR: 'it is a folder',
  ENXIO: 'it is not a regular file',
};

/** The same in plain words. */
export function reason(error: unknown): string {
  const known = REASONS[code(error)];
  return known === undefined ? code(error) : tr(known);
}

/** What could not be done to a file. */
type Verb = 'write' | 'make' | 'open' | 'copy' | 'remove' | 'rename';

export const failed = (verb: Verb, path: string, error: unknown): Failure =>
  new Failure('host', tr('cannot {verb} {path}: {error}', { verb: tr(verb), path, error: reason(error) }), {
    where: path,
    cause: error,
  });
