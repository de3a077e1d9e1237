import { Failure } from '../host/failure.ts';
import type { Wanted } from '../ops/services/owned.ts';
import { tr } from '../texts/tr.ts';
import type { GlobalOptions } from './options.ts';

/** Which services a command line is about. @throws Failure (usage) where it does not say, or says it in two ways. */
export function wantedServices(
  command: string,
  options: GlobalOptions & { names: readonly string[] },
): Wanted {
  if (options.root !== undefined) {
    throw new Failure(
      'usage',
      tr('{command} works on this machine: --root is for looking at another one', { command }),
    );
  }
  const names = [...options.names, ...(options.profile ?? [])];
  if (names.length === 0 && !options.all) {
    throw new Failure(
      'usage',
      tr('{command} what? name profiles, units or labels, or say --all', { command }),
      {
        next: 'unitpin status',
      },
    );
  }
  if (names.length > 0 && options.all) {
    throw new Failure('usage', tr('--all and names: which of them is meant?'));
  }
  return { names, all: options.all, scope: options.scope ?? null };
}
