import { resolve } from 'node:path';
import type { Files } from '../host/files.ts';
import { memo } from '../model/memo.ts';
import { parseUnitName, templateOf } from './unit-name.ts';

/**
 * The drop-in folders of a unit below one unit folder, most specific first, `service.d` not among them
 * (`unit_file_find_dirs()`; systemd.unit(5)). For `foo-bar@x.service`: `foo-bar@x.service.d`, `foo-bar@.service.d`,
 * `foo-.service.d`, `foo-@x.service.d`, `foo-@.service.d`.
 */
export const dropInFolderNames = memo((unitName: string): readonly string[] => {
  const name = parseUnitName(unitName);
  if (!name) return [`${unitName}.d`];
  const folders = [`${unitName}.d`];
  const template = templateOf(name);
  if (template !== null) folders.push(...dropInFolderNames(template));
  // `foo-bar` and `foo-bar-` are both shortened to `foo-`.
  const dash = name.prefix.replace(/-$/, '').lastIndexOf('-');
  if (dash >= 0) {
    const instance = name.instance === null ? '' : `@${name.instance}`;
    folders.push(...dropInFolderNames(`${name.prefix.slice(0, dash + 1)}${instance}.${name.type}`));
  }
  return [...new Set(folders)];
});

/** The folder of drop-ins for every unit of a type: `service.d`. */
export const typeFolderName = (unitName: string): string => `${parseUnitName(unitName)?.type ?? 'service'}.d`;

/**
 * The `.conf` files of several folders in the order systemd reads them: by file name. The same name in an earlier
 * folder hides a later one's, also when it is a link to /dev/null, a dangling link or a folder.
 */
export function filesInOrder(files: Files, folders: readonly string[]): string[] {
  const byName = new Map<string, string | null>();
  for (const folder of folders) {
    for (const entry of files.list(folder)) {
      if (!entry.name.endsWith('.conf') || entry.name.startsWith('.') || byName.has(entry.name)) continue;
      const path = `${folder}/${entry.name}`;
      byName.set(entry.name, entry.kind === 'file' && !(entry.isLink && isMask(files, path)) ? path : null);
    }
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, path]) => path)
    .filter((path) => path !== null);
}

/** Whether a link to /dev/null stands there, which need not exist below another root. */
export function isMask(files: Files, path: string): boolean {
  const target = files.readLink(path);
  return target !== null && resolve(path, '..', target) === '/dev/null';
}
