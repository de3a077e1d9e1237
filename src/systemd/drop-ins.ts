import type { Files } from '../host/files.ts';
import { parseUnitName, templateOf } from './unit-name.ts';

/**
 * The `*.conf` files of several folders in the order in which they are read: by name, whatever the folder; of one name
 * the first folder's counts. A link to /dev/null takes the name out.
 */
export function filesInOrder(files: Files, folders: readonly string[]): string[] {
  const paths = new Map<string, string>();
  for (const folder of folders) {
    for (const { name, kind } of files.list(folder)) {
      if (name.endsWith('.conf') && kind !== 'dir' && !paths.has(name)) paths.set(name, `${folder}/${name}`);
    }
  }
  const sorted = [...paths].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, path]) => path).filter((path) => files.readLink(path) !== '/dev/null');
}

/**
 * The names of the folders that hold drop-ins for a unit, most specific first (systemd.unit(5)): its own, its
 * template's, those of each prefix up to a dash, and the one of all services.
 */
export function dropInFolderNames(unit: string): string[] {
  const name = parseUnitName(unit);
  if (!name) return [`${unit}.d`];
  const prefixes: string[] = [];
  for (
    let dash = name.prefix.lastIndexOf('-', name.prefix.length - 2);
    dash > 0;
    dash = name.prefix.lastIndexOf('-', dash - 1)
  ) {
    prefixes.push(`${name.prefix.slice(0, dash + 1)}.${name.type}.d`);
  }
  const template = templateOf(name);
  return [`${unit}.d`, ...(template === null ? [] : [`${template}.d`]), ...prefixes, `${name.type}.d`];
}
