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
export const gateways = ({ subjects }: AuditInput): Subject[] =>
  subjects.filter(({ identity }) => identity.kind !== 'foreign' && identity.kind !== 'opaque');

type Of<D extends Definition> = Omit<Subject, 'definition'> & { definition: D };

/** The app's units, hidden commands included. Templates too: their settings are those of every instance. */
export const units = ({ subjects }: AuditInput): Of<SystemdDefinition>[] =>
  subjects.filter((one): one is Of<SystemdDefinition> => one.ofApp && one.definition.manager === 'systemd');

/** The app's launchd jobs, hidden commands included. */
export const jobs = ({ subjects }: AuditInput): Of<LaunchdDefinition>[] =>
  subjects.filter((one): one is Of<LaunchdDefinition> => one.ofApp && one.definition.manager === 'launchd');

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

/** Whether the manager starts the service again after it was ended by a signal. */
export function restarts(definition: Definition): boolean {
  if (definition.manager === 'launchd') {
    const keepAlive = entryOf(definition, 'KeepAlive')?.value;
    return keepAlive !== undefined && !(keepAlive.type === 'boolean' && !keepAlive.value);
  }
  return !['no', 'on-success'].includes(definition.policy.restart.value);
}
