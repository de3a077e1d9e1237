import type { Files } from '../host/files.ts';
import type { Entry } from '../host/read-files.ts';
import { isMask } from './drop-ins.ts';
import { parseUnitName } from './unit-name.ts';

/**
 * By name, the units that pull it in: those with a link of that name in their `.wants/`, `.requires/` or `.upholds/`
 * folder. The folders are in priority order: a link to nothing hides the same one further down.
 */
export function wantsLinks(files: Files, folders: readonly string[]): Map<string, string[]> {
  const seen = new Set<string>();
  const wantedBy = new Map<string, string[]>();
  for (const folder of folders) {
    for (const { name, kind } of files.list(folder)) {
      const by = /^(.+)\.(?:wants|requires|upholds)$/.exec(name)?.[1];
      if (by === undefined || kind !== 'dir') continue;
      for (const link of files.list(`${folder}/${name}`)) {
        if (seen.has(`${name}/${link.name}`)) continue;
        seen.add(`${name}/${link.name}`);
        if (isNothing(files, `${folder}/${name}/${link.name}`, link)) continue;
        const known = wantedBy.get(link.name) ?? [];
        if (!known.includes(by)) wantedBy.set(link.name, [...known, by]);
      }
    }
  }
  return wantedBy;
}

/** Names of the units in the folders, masked ones left out. */
export const namesOfUnits = (files: Files, folders: readonly string[]): Set<string> =>
  new Set(
    folders.flatMap((folder) =>
      files
        .list(folder)
        .filter(
          ({ name, kind, isLink }) =>
            kind !== 'dir' && parseUnitName(name) !== null && !(isLink && isMask(files, `${folder}/${name}`)),
        )
        .map(({ name }) => name),
    ),
  );

/** A link to /dev/null or an empty file takes a dependency away; of all others only the name counts. */
function isNothing(files: Files, path: string, entry: Entry): boolean {
  if (entry.isLink) return isMask(files, path);
  const found = files.read(path);
  return found.state === 'there' && found.bytes.length === 0;
}
