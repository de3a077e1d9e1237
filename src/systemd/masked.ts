import type { Files } from '../host/files.ts';
import { isMask } from './drop-ins.ts';

/**
 * Services that a link to /dev/null or an empty file takes away (systemd.unit(5)), among names that `matters` says yes
 * to. The folders are in priority order: only the first file of a name counts.
 */
export function maskedUnits(
  files: Files,
  folders: readonly string[],
  matters: (name: string) => boolean,
): { name: string; path: string }[] {
  const seen = new Set<string>();
  return folders.flatMap((folder) =>
    files.list(folder).flatMap(({ name, kind, isLink }) => {
      if (!name.endsWith('.service') || kind === 'dir' || seen.has(name) || !matters(name)) return [];
      seen.add(name);
      const path = `${folder}/${name}`;
      return (isLink ? isMask(files, path) : isEmpty(files, path)) ? [{ name, path }] : [];
    }),
  );
}

function isEmpty(files: Files, path: string): boolean {
  const found = files.read(path);
  return found.state === 'there' && found.bytes.length === 0;
}
