import { dirname } from 'node:path';
import type { Place } from '../model/definition.ts';
import type { Location } from '../model/location.ts';
import type { Subject } from '../model/subject.ts';
import { programsOf } from './programs.ts';
import { topFolder } from './values.ts';

/** A path that a definition mentions, and for what. */
export interface Mention {
  /**
   * `log-folder`: the folder a log is written to. `search`: an entry of PATH. `file`: the definition's own. `above`: a
   * folder above a file, which may be closed to others.
   */
  what: 'program' | 'home' | 'search' | 'log-folder' | 'file' | 'above' | Exclude<Place['what'], 'log'>;
  path: string;
  at: Location | null;
}

/** Every path a definition mentions; what host facts are collected for. Only absolute ones: no other can be looked at. */
export function mentions(subject: Subject): Mention[] {
  const { definition, identity } = subject;
  const { environment } = definition.resolved;
  const result: Mention[] = [{ what: 'file', path: definition.path, at: null }];
  for (const path of definition.dropIns) result.push({ what: 'file', path, at: null });
  for (const { paths, at } of programsOf(subject))
    result.push(...paths.map((path): Mention => ({ what: 'program', path, at })));
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
  // A pattern may name files, too.
  const files = [...environment.values()].flatMap(({ origin }) =>
    origin.kind === 'file' ? origin.location.path : [],
  );
  for (const path of new Set(files)) result.push({ what: 'environment-file', path, at: null });
  for (const { what, path } of [...result])
    if (what === 'file' || what === 'environment-file')
      result.push(...above(path).map((folder): Mention => ({ what: 'above', path: folder, at: null })));
  const absolute = result.filter(({ path }) => path.startsWith('/'));
  const tops = new Set(absolute.map(({ path }) => topFolder(path)));
  return [...absolute, ...[...tops].map((path): Mention => ({ what: 'above', path, at: null }))];
}

/** The folders above a path, without `/`: whether that one is closed says nothing of a mounted disk. */
export const above = (path: string): string[] => {
  const folder = dirname(path);
  return folder === path || folder === '/' ? [] : [folder, ...above(folder)];
};
