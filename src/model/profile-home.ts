import type { App } from './app.ts';

/** The home of a profile: the root itself for `default`, else what the app's rule makes of both. */
export const profileHome = (root: string, profile: string, { home }: App): string =>
  profile === 'default'
    ? root
    : home.profiles.replaceAll(/\{(root|profile)\}/g, (_, what) => (what === 'root' ? root : profile));

/** Whether a word may be the name of a profile. */
export const isProfileName = (name: string, { home }: Pick<App, 'home'>): boolean =>
  new RegExp(home.names).test(name);

/**
 * What the path of a profile's home says: its root, and the profile (by the rule for names or not); null for a path that is
 * no such home. Homes beside their root are told by its own name, which they begin with.
 */
export function splitHome(path: string, { home }: App): { root: string; profile: string } | null {
  const between = betweenIn(home.profiles);
  const name = home.default.slice(home.default.lastIndexOf('/') + 1);
  const beside = `/${name}${between}`;
  const isBelow = between.startsWith('/');
  const at = isBelow ? path.lastIndexOf(between) : path.lastIndexOf(beside);
  const begin = at + (isBelow ? between.length : beside.length);
  const profile = path.slice(begin);
  if (at < 0 || profile === '' || profile.includes('/')) return null;
  return { root: isBelow ? path.slice(0, at) || '/' : path.slice(0, at + 1 + name.length), profile };
}

/** The folder in which the homes of a root's profiles lie, and what their names there begin with. */
export function folderOfHomes(root: string, { home }: App): { folder: string; prefix: string } {
  const start = `${root}${betweenIn(home.profiles)}`;
  const slash = start.lastIndexOf('/');
  return { folder: start.slice(0, slash) || '/', prefix: start.slice(slash + 1) };
}

const betweenIn = (pattern: string): string => pattern.slice('{root}'.length, -'{profile}'.length);
