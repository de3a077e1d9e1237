import { basename, dirname } from 'node:path';
import type { Files } from '../host/files.ts';
import type { SystemdDefinition } from '../model/definition.ts';
import { define, type ObserveOptions } from './define.ts';
import { dropInFolderNames, filesInOrder, typeFolderName } from './drop-ins.ts';
import { findUnits, type UnitSource } from './unit-index.ts';
import { parseUnitName, templateOf } from './unit-name.ts';
import { namesOfUnits, wantsLinks } from './wants.ts';

export type { ObserveOptions } from './define.ts';

/**
 * Every service in the folders, which are in priority order (see `unitFolders()`), as systemd understands it: plain
 * units, templates, and one definition per instance found. Masked units are no definitions. Sorted by name.
 */
export function observeSystemd(
  files: Files,
  folders: readonly string[],
  options: ObserveOptions,
): SystemdDefinition[] {
  // The instances of a template, and units with common drop-ins, share their files.
  const shared = remembering(files);
  return findUnits(shared, folders, options.loneDropIns ?? false)
    .map((unit) => define(shared, unit, options))
    .filter((one) => one !== null);
}

/**
 * One file that is named: a unit with the drop-ins beside it, or a drop-in by itself (`…/foo.service.d/x.conf`, or a
 * `.conf` anywhere), which is read as what it is. Of an instance `fragment` is the template. Empty when the file is masked
 * or not there.
 */
export function observeSystemdFile(
  files: Files,
  path: string,
  options: ObserveOptions,
  fragment = path,
): SystemdDefinition[] {
  const definition = define(files, sourceOf(files, path, fragment), options);
  return definition ? [definition] : [];
}

/** Where the template of an instance would be (`foo@.service` for `foo@bar.service`); null for a name that is no instance. */
export function templateBeside(path: string): string | null {
  const name = parseUnitName(basename(path));
  const template = name && templateOf(name);
  return template ? `${dirname(path)}/${template}` : null;
}

function sourceOf(files: Files, path: string, fragment: string): UnitSource {
  const name = basename(path);
  const folder = dirname(path);
  if (name.endsWith('.conf')) {
    const unit = folder.endsWith('.d') ? basename(folder).slice(0, -2) : '';
    return {
      name: parseUnitName(unit) ? unit : name,
      fragment: null,
      dropIns: [path],
      wantedBy: [],
      unitNames: new Set(),
    };
  }
  const beside = [...dropInFolderNames(name), typeFolderName(name)].map((one) => `${folder}/${one}`);
  const wantedBy = wantsLinks(files, [folder]).get(name) ?? [];
  const unitNames = namesOfUnits(files, [folder]);
  return { name, fragment, dropIns: filesInOrder(files, beside), wantedBy, unitNames };
}

/** The same files, each read and each folder listed only once. */
function remembering(files: Files): Files {
  const once = <T>(get: (path: string) => T): ((path: string) => T) => {
    const known = new Map<string, T>();
    return (path) => {
      const value = known.get(path) ?? get(path);
      known.set(path, value);
      return value;
    };
  };
  return { ...files, read: once(files.read), list: once(files.list) };
}
