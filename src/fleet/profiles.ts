import type { Files } from '../host/files.ts';
import type { App } from '../model/app.ts';

/** A name that is a folder below `profiles/` and nothing else: no traversal, no tombstone, no staging folder. */
export const PROFILE_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/**
 * The profiles of a root home, from disk: `default` always, then the folders below `profiles/`, sorted. Names that
 * start with a dot (tombstones, staging folders) do not match the rule and are left out.
 */
export function listProfiles(files: Files, root: string, app: App): string[] {
  const named = files
    .list(`${root}/${app.home.profiles}`)
    .filter((entry) => entry.kind === 'dir' && PROFILE_NAME.test(entry.name) && entry.name !== 'default')
    .map((entry) => entry.name);
  return ['default', ...named];
}

/** The home of a profile: the root itself for `default`. */
export const profileHome = (root: string, profile: string, app: App): string =>
  profile === 'default' ? root : `${root}/${app.home.profiles}/${profile}`;
