import type { Files } from '../host/files.ts';
import type { App } from '../model/app.ts';
import { folderOfHomes, isProfileName } from '../model/profile-home.ts';

export { profileHome } from '../model/profile-home.ts';

/** A name that is a folder below `profiles/` and nothing else: no traversal, no tombstone, no staging folder. */
export const PROFILE_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/**
 * The profiles of a root home, from disk: `default`, then the folders that are homes by the app's rule, sorted.
 * Names that start with a dot (tombstones, staging folders) do not match the rule and are left out.
 */
export function listProfiles(files: Files, root: string, app: App): string[] {
  const { folder, prefix } = folderOfHomes(root, app);
  const named = files
    .list(folder)
    .filter(({ name, kind }) => kind === 'dir' && name.startsWith(prefix))
    .map(({ name }) => name.slice(prefix.length))
    .filter((name) => isProfileName(name, app) && name.toLowerCase() !== 'default');
  // The root home holds the others, or is one beside them, which may not be there.
  const hasDefault = prefix === '' || named.length === 0 || files.kind(root) === 'dir';
  return [...(hasDefault ? ['default'] : []), ...named];
}
