import { createHash } from 'node:crypto';
import type { App } from '../model/app.ts';
import { hasOwnPattern, ownPatterns } from '../model/service-name.ts';

export { labelName, unitName } from '../model/service-name.ts';

/**
 * What distinguishes a profile's unit and label from the bare name: null for the default profile of the native root
 * home, the name for a profile of it, 8 hex digits of the home's sha256 for any other root home.
 */
export function suffixOf(profile: string, home: string, root: string, nativeRoot: string): string | null {
  if (root !== nativeRoot) return hashOf(home);
  return profile === 'default' ? null : profile;
}

/**
 * The profile that a unit name or label *says* it is for: the suffix after the base name, the instance of a template,
 * `default` for the bare or a legacy name; null when the name is not in the app's way.
 */
export function profileInName(name: string, app: App): string | null {
  const bare = name.replace(/\.service$/, '');
  const [stem = '', instance] = bare.split('@', 2);
  // A template is for no profile by itself.
  if (instance === '' || app.naming.otherLabels.includes(bare)) return null;
  for (const base of [app.naming.unit, app.naming.label, ...app.naming.legacyUnits]) {
    if (stem === base) return instance || 'default';
    if (hasOwnPattern(app, base)) continue;
    // Other services of the app begin with the legacy name and a dash.
    const separator = app.naming.legacyUnits.includes(base) ? /^\../ : /^[-.]./;
    if (stem.startsWith(base) && separator.test(stem.slice(base.length))) {
      return instance || stem.slice(base.length + 1);
    }
  }
  for (const { before, after } of ownPatterns(app)) {
    if (stem.startsWith(before) && stem.endsWith(after) && stem.length > before.length + after.length)
      return instance || stem.slice(before.length, stem.length - after.length);
  }
  return null;
}

/**
 * The same where the suffix may be the hash of a home: older versions, and a HOME that had been changed, gave such names
 * to profiles of the native root, too (#108674, #110238). `homes`: those it could be of, each with its profile.
 */
export function profileByHash(
  named: string | null,
  homes: readonly { home: string; profile: string }[],
): string | null {
  if (named === null || !/^[0-9a-f]{8}$/.test(named)) return named;
  return homes.find(({ home }) => hashOf(home) === named)?.profile ?? named;
}

const hashOf = (home: string): string => createHash('sha256').update(home).digest('hex').slice(0, 8);
