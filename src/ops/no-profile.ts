import { nearest } from '../audit/nearest.ts';
import { Failure } from '../host/failure.ts';

/** For the name of a profile that is not there. @param where the root home, where it was looked for */
export function noSuchProfile(name: string, known: readonly string[], where?: string): Failure {
  const meant = nearest(name, known);
  const all = `the profiles are ${known.join(', ')}`;
  return new Failure('usage', `there is no profile ${JSON.stringify(name)}`, {
    ...(where !== undefined && { where }),
    why: meant === null ? all : `did you mean ${meant}? ${all}`,
  });
}
