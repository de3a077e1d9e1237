import { createHash } from 'node:crypto';
import type { App } from '../model/app.ts';

/**
 * What distinguishes a profile's unit and label from the bare name: null for the default profile of the native root
 * home, the name for a profile of it, 8 hex digits of the home's sha256 for any other root home.
 */
export function suffixOf(profile: string, home: string, root: string, nativeRoot: string): string | null {
  if (root !== nativeRoot) return createHash('sha256').update(home).digest('hex').slice(0, 8);
  return profile === 'default' ? null : profile;
}

export const unitName = (app: App, suffix: string | null): string =>
  suffix === null ? app.naming.unit : `${app.naming.unit}${app.naming.separator}${suffix}`;

export const labelName = (app: App, suffix: string | null): string =>
  suffix === null ? app.naming.label : `${app.naming.label}${app.naming.separator}${suffix}`;

/**
 * The profile that a unit name or label *says* it is for: the suffix after the base name, the instance of a template,
 * `default` for the bare or a legacy name; null when the name is not in the app's way.
 */
export function profileInName(name: string, app: App): string | null {
  const bare = name.replace(/\.service$/, '');
  const [stem = '', instance] = bare.split('@', 2);
  // A template is for no profile by itself.
  if (instance === '') return null;
  for (const base of [app.naming.unit, app.naming.label, ...app.naming.legacyUnits]) {
    if (stem === base) return instance || 'default';
    if (
      !app.naming.legacyUnits.includes(base) &&
      stem.startsWith(base) &&
      /^[-.]./.test(stem.slice(base.length))
    ) {
      return instance || stem.slice(base.length + 1);
    }
  }
  return null;
}
