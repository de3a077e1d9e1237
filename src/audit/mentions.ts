import { dirname } from 'node:path';
import type { Place } from '../model/definition.ts';
import type { Location } from '../model/location.ts';
import type { Subject } from '../model/subject.ts';

/** A path that a definition mentions, and for what. */
export interface Mention {
  /** `log-folder`: the folder a log is written to. `search`: an entry of PATH. `file`: the definition's own. */
  what: 'program' | 'home' | 'search' | 'log-folder' | 'file' | Exclude<Place['what'], 'log'>;
  path: string;
  at: Location | null;
}

/** Every path a definition mentions; what host facts are collected for. Only absolute ones: no other can be looked at. */
export function mentions({ definition, identity }: Subject): Mention[] {
  const { argv, environment } = definition.resolved;
  const result: Mention[] = [{ what: 'file', path: definition.path, at: null }];
  for (const path of definition.dropIns) result.push({ what: 'file', path, at: null });
  if (argv[0])
    result.push({ what: 'program', path: argv[0], at: definition.wordsAt[0] ?? definition.commandAt });
  if (identity.home) result.push({ what: 'home', path: identity.home, at: identity.at });
  const search = environment.get('PATH');
  for (const path of search?.value.split(':') ?? []) {
    result.push({ what: 'search', path, at: search?.origin.location ?? null });
  }
  for (const { what, path, location } of definition.places) {
    result.push(
      what === 'log'
        ? { what: 'log-folder', path: dirname(path), at: location }
        : { what, path, at: location },
    );
  }
  return result.filter(({ path }) => path.startsWith('/'));
}
