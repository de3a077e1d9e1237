import { nearest } from '../audit/nearest.ts';
import { Failure } from '../host/failure.ts';
import { quoted } from '../texts/quoted.ts';
import { tr } from '../texts/tr.ts';

/** For the name of a profile that is not there. @param where the root home, where it was looked for */
export function noSuchProfile(name: string, known: readonly string[], where?: string): Failure {
  const meant = nearest(name, known);
  const all = tr('the profiles are {known}', { known: known.join(tr(', ')) });
  return new Failure('usage', tr('there is no profile {name}', { name: quoted(name) }), {
    ...(where !== undefined && { where }),
    why: meant === null ? all : tr('did you mean {meant}? {all}', { meant, all }),
  });
}
