import { dirname, resolve } from 'node:path';
import type { Files } from '../host/files.ts';
import type { Entry } from '../host/read-files.ts';
import { dropInFolderNames, filesInOrder, isMask, typeFolderName } from './drop-ins.ts';
import { parseUnitName, templateOf } from './unit-name.ts';
import { namesOfUnits, wantsLinks } from './wants.ts';

/** One service a manager would know: its name, its main file and its drop-ins. */
export interface UnitSource {
  name: string;
  /** Null: there are only drop-ins. */
  fragment: string | null;
  dropIns: readonly string[];
  /** The units whose `.wants/`, `.requires/` or `.upholds/` folder holds a link of this name. */
  wantedBy: readonly string[];
  /** Names of all units in the same folders, whatever their type. */
  unitNames: ReadonlySet<string>;
}

/** Where a name leads: to a file, nowhere (masked, or a link to nothing), or to another unit's name. */
type Place = { kind: 'file'; path: string } | { kind: 'masked' } | { kind: 'alias'; target: string };

/**
 * The services in several unit folders, the first of which wins (systemd.unit(5), "Unit File Load Path"): plain units,
 * templates, and every instance that a `.wants/` or `.requires/` folder, a link or a drop-in folder names. Masked units
 * and aliases are left out; an alias's drop-ins count for the unit it names. With `loneDropIns` also units of which
 * there are only drop-ins.
 */
export function findUnits(files: Files, folders: readonly string[], loneDropIns: boolean): UnitSource[] {
  const places = new Map<string, Place>();
  /** Paths of the drop-in folders of a name, and the rank of the folder they stand in. */
  const dropInFolders = new Map<string, { path: string; rank: number }[]>();
  for (const [rank, folder] of folders.entries()) {
    for (const entry of files.list(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.kind === 'dir') {
        if (entry.name.endsWith('.service.d') || entry.name === 'service.d') {
          dropInFolders.set(entry.name, [...(dropInFolders.get(entry.name) ?? []), { path, rank }]);
        }
      } else if (isService(entry.name, loneDropIns) && !places.has(entry.name)) {
        const place = placeOf(files, folder, entry, folders);
        if (place) places.set(entry.name, place);
      }
    }
  }

  const aliases = new Map<string, string[]>();
  for (const [name, place] of places) {
    if (place.kind === 'alias' && !isInstanceLink(name, place))
      aliases.set(place.target, [...(aliases.get(place.target) ?? []), name]);
  }
  const dropInsOf = (name: string): string[] => {
    const names = [name, ...(aliases.get(name) ?? [])].flatMap(dropInFolderNames);
    // A folder's place in the load path counts first, then how specific its name is.
    const own = names.flatMap((one) => dropInFolders.get(one) ?? []).sort((a, b) => a.rank - b.rank);
    const inOrder = [...own, ...(dropInFolders.get(typeFolderName(name)) ?? [])];
    return filesInOrder(
      files,
      inOrder.map(({ path }) => path),
    );
  };

  const candidates = new Set(places.keys());
  const wanted = wantsLinks(files, folders);
  const unitNames = namesOfUnits(files, folders);
  const wantedBy = (name: string): string[] => [
    ...new Set([name, ...(aliases.get(name) ?? [])].flatMap((one) => wanted.get(one) ?? [])),
  ];
  for (const name of [...wanted.keys(), ...[...dropInFolders.keys()].map((one) => one.slice(0, -2))]) {
    if (isService(name, false) && parseUnitName(name)?.instance != null) candidates.add(name);
  }
  const found: UnitSource[] = [];
  for (const name of candidates) {
    const fragment = fragmentOf(name, places);
    if (fragment !== null)
      found.push({ name, fragment, dropIns: dropInsOf(name), wantedBy: wantedBy(name), unitNames });
  }
  if (loneDropIns) {
    for (const folder of dropInFolders.keys()) {
      const name = folder.slice(0, -2);
      const unit = parseUnitName(name);
      // `foo-.service.d` and `service.d` are for units of many names.
      if (!unit || unit.prefix.endsWith('-') || fragmentOf(name, places) !== null || places.has(name))
        continue;
      const dropIns = dropInsOf(name);
      if (dropIns.length > 0)
        found.push({ name, fragment: null, dropIns, wantedBy: wantedBy(name), unitNames });
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `odd`: also one whose name systemd would not take (a template of another tool, say), in a folder that was named. */
const isService = (name: string, odd: boolean): boolean =>
  name.endsWith('.service') && (odd || parseUnitName(name) !== null);

/** A link `foo@x.service` to `foo@.service` is that instance, not another name for the template. */
function isInstanceLink(name: string, place: Place): boolean {
  const unit = parseUnitName(name);
  return place.kind === 'alias' && unit !== null && place.target === templateOf(unit);
}

/** The main file of a unit: its own, or its template's. Null: none, masked, or an alias of another unit. */
function fragmentOf(name: string, places: ReadonlyMap<string, Place>): string | null {
  const own = places.get(name);
  const unit = parseUnitName(name);
  const template = unit ? templateOf(unit) : null;
  if (own && !isInstanceLink(name, own)) return own.kind === 'file' ? own.path : null;
  const place = template === null ? undefined : places.get(template);
  return place?.kind === 'file' ? place.path : null;
}

function placeOf(files: Files, folder: string, entry: Entry, folders: readonly string[]): Place | null {
  const path = `${folder}/${entry.name}`;
  if (entry.isLink) {
    if (isMask(files, path)) return { kind: 'masked' };
    const target = resolve(folder, files.readLink(path) ?? '');
    if (folders.includes(files.realPath(dirname(target)) ?? '') || folders.includes(dirname(target))) {
      const name = target.slice(target.lastIndexOf('/') + 1);
      // A link to the same name further down says nothing.
      return name === entry.name ? null : { kind: 'alias', target: name };
    }
  }
  // What cannot be read (a link to nowhere, a FIFO) still hides what stands further down.
  return entry.kind === 'file' ? { kind: 'file', path } : { kind: 'masked' };
}
