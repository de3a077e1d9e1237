import type {
  Definition,
  LaunchdDefinition,
  PlistEntry,
  PlistValue,
  SystemdDefinition,
} from '../model/definition.ts';
import type { Subject } from '../model/subject.ts';
import type { AuditInput } from './engine.ts';

/** Subjects that are gateways of the app, whose command could be read. */
export const gateways = selection((subjects) =>
  subjects.filter(({ identity }) => identity.kind !== 'foreign' && identity.kind !== 'opaque'),
);

type Of<D extends Definition> = Omit<Subject, 'definition'> & { definition: D };

/**
 * The app's units, hidden commands included. Templates too: their settings are those of every instance. Of a file that
 * could not be read nobody knows what it says.
 */
export const units = selection((subjects) =>
  subjects.filter(
    (one): one is Of<SystemdDefinition> =>
      one.ofApp && one.definition.manager === 'systemd' && one.definition.sources.has(one.definition.path),
  ),
);

/** The app's launchd jobs, hidden commands included. */
export const jobs = selection((subjects) =>
  subjects.filter((one): one is Of<LaunchdDefinition> => one.ofApp && one.definition.manager === 'launchd'),
);

/** Definitions of the app, hidden commands included. */
export const ofApp = selection((subjects) => subjects.filter((subject) => subject.ofApp));

/** What is made of the subjects once, for all the rules that ask for it. */
export function selection<T>(
  of: (subjects: readonly Subject[]) => T,
): (input: Pick<AuditInput, 'subjects'>) => T {
  const known = new WeakMap<readonly Subject[], T>();
  return ({ subjects }) => {
    const found = known.get(subjects) ?? of(subjects);
    known.set(subjects, found);
    return found;
  };
}

/** A key of a job, with its place; null when it has none. */
export const entryOf = ({ plist }: LaunchdDefinition, key: string): PlistEntry | null =>
  plist?.entries.find((entry) => entry.key === key) ?? null;

/** The value of a key, when it has this type. */
export function keyOf<T extends PlistValue['type']>(
  definition: LaunchdDefinition,
  key: string,
  type: T,
): Extract<PlistValue, { type: T }> | null {
  const value = entryOf(definition, key)?.value;
  return value?.type === type ? (value as Extract<PlistValue, { type: T }>) : null;
}
