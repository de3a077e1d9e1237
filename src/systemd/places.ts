import type { Place } from '../model/definition.ts';
import { lastValue, listValues } from './effective.ts';
import { environmentFile } from './effective-environment.ts';
import type { Expand } from './specifiers.ts';
import type { Assignment } from './syntax.ts';

/** The paths that systemd opens for a service before its program runs (systemd.exec(5)). */
export function placesOf(
  settings: readonly Assignment[],
  expand: Expand,
  accountHome: string | null,
): Place[] {
  const resolve = (path: string): string => {
    const result = expand(path);
    return result.ok ? result.text : path;
  };
  const places: Place[] = [];
  const add = (what: Place['what'], { key, location }: Assignment, path: string, optional: boolean): void => {
    places.push({ what, key, path, optional, location });
  };

  const folder = lastValue(settings, 'Service', 'WorkingDirectory');
  if (folder) {
    const path = resolve(folder.value.replace(/^-/, ''));
    add(
      'working-directory',
      folder,
      path === '~' ? (accountHome ?? path) : path,
      folder.value.startsWith('-'),
    );
  }
  for (const key of ['StandardOutput', 'StandardError']) {
    const log = lastValue(settings, 'Service', key);
    const path = /^(?:append|file|truncate):(.*)$/s.exec(log?.value ?? '')?.[1];
    if (log && path !== undefined) add('log', log, resolve(path), false);
  }
  for (const assignment of listValues(settings, 'Service', 'EnvironmentFile')) {
    const named = environmentFile(assignment.value, expand);
    if ('path' in named) add('environment-file', assignment, named.path, named.optional);
  }
  return places;
}
