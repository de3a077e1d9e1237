import type { Files } from '../host/files.ts';
import { jobKey } from './launchctl.ts';
import { readPlist } from './plist.ts';

/** Where launchd keeps what `launchctl enable` and `disable` note. */
const FOLDER = '/var/db/com.apple.xpc.launchd';
const OF_PEOPLE = /^disabled\.(\d+)\.plist$/;
/** macOS numbers people from here on. */
const FIRST_PERSON = 501;

/**
 * What `launchctl enable` and `disable` have noted, from launchd's own files, by `jobKey`. Below another root an account's
 * number is only guessed: where notes of one person alone are kept, they are meant.
 */
export function readDisabled(files: Files, uid: number): Map<string, 'enabled' | 'disabled'> {
  const people = files
    .list(FOLDER)
    .map(({ name }) => name)
    .filter((name) => Number(OF_PEOPLE.exec(name)?.[1]) >= FIRST_PERSON);
  const own = `disabled.${uid}.plist`;
  const [only] = people.length === 1 ? people : [];
  return new Map([
    ...read(files, `${FOLDER}/disabled.plist`, 'system'),
    ...read(files, `${FOLDER}/${only ?? own}`, 'user'),
  ]);
}

function read(files: Files, path: string, scope: 'user' | 'system'): [string, 'enabled' | 'disabled'][] {
  const found = files.read(path);
  const value = found.state === 'there' ? readPlist(found.bytes, path).value : null;
  if (value?.type !== 'dict') return [];
  return value.entries.flatMap(({ key, value: noted }) =>
    noted.type === 'boolean'
      ? [
          [jobKey({ label: key, scope }), noted.value ? 'disabled' : 'enabled'] as [
            string,
            'enabled' | 'disabled',
          ],
        ]
      : [],
  );
}
