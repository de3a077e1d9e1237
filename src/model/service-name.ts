import type { App } from './app.ts';

type Named = Pick<App, 'naming'>;

/** The unit's name, without `.service`. `suffix`: what tells it from the default profile's (null). */
export const unitName = ({ naming }: Named, suffix: string | null): string =>
  suffix === null
    ? naming.unit
    : fill(naming.profileUnit ?? `${naming.unit}${naming.separator}{suffix}`, suffix);

export const labelName = ({ naming }: Named, suffix: string | null): string =>
  suffix === null
    ? naming.label
    : fill(naming.profileLabel ?? `${naming.label}${naming.separator}{suffix}`, suffix);

const fill = (pattern: string, suffix: string): string => pattern.replaceAll('{suffix}', () => suffix);

/** Of each way of naming profiles' services that an app has of its own: what stands before and after the profile. */
export const ownPatterns = ({ naming }: Named): { before: string; after: string }[] =>
  [naming.profileUnit, naming.profileLabel].flatMap((pattern) => {
    const [before, after] = pattern?.split('{suffix}', 2) ?? [];
    return before === undefined || after === undefined ? [] : [{ before, after }];
  });

/** Whether profiles' names are not made by putting something behind this name of the default profile's. */
export const hasOwnPattern = ({ naming }: Named, base: string): boolean =>
  (base === naming.unit && naming.profileUnit !== undefined) ||
  (base === naming.label && naming.profileLabel !== undefined);
