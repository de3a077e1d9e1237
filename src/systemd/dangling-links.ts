import type { Files } from '../host/files.ts';
import { isMask } from './drop-ins.ts';
import { parseUnitName, templateOf } from './unit-name.ts';

export interface DanglingLink {
  /** The unit that is not there. */
  name: string;
  /** The unit that pulls it in. */
  by: string;
  path: string;
}

/**
 * Links in `.wants/`, `.requires/` and `.upholds/` folders for units that none of the folders has, among names that
 * `matters` says yes to. Only a link's name counts, not where it leads (systemd.unit(5)).
 */
export function danglingLinks(
  files: Files,
  folders: readonly string[],
  matters: (name: string) => boolean,
): DanglingLink[] {
  const isThere = (name: string): boolean =>
    folders.some(
      (folder) => files.kind(`${folder}/${name}`) !== 'absent' || isMask(files, `${folder}/${name}`),
    );
  return folders.flatMap((folder) =>
    files.list(folder).flatMap((entry) => {
      const by = /^(.+)\.(?:wants|requires|upholds)$/.exec(entry.name)?.[1];
      if (by === undefined || entry.kind !== 'dir') return [];
      return files.list(`${folder}/${entry.name}`).flatMap(({ name }) => {
        const path = `${folder}/${entry.name}/${name}`;
        if (!matters(name) || isMask(files, path)) return [];
        const unit = parseUnitName(name);
        const template = unit ? templateOf(unit) : null;
        return isThere(name) || (template !== null && isThere(template)) ? [] : [{ name, by, path }];
      });
    }),
  );
}
