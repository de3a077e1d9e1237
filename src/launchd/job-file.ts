import { Failure } from '../host/failure.ts';
import type { LaunchdDefinition, PlistValue } from '../model/definition.ts';
import type { JobState } from '../model/live.ts';
import { tr } from '../texts/tr.ts';
import type { Control } from './control.ts';
import { launchdFolders } from './folders.ts';
import { observeLaunchdFile } from './observe.ts';

/** The file of a job: the one it was loaded from, else the one of its name; null when there is none. */
export function findJobFile(
  { host, account, scope }: Control,
  label: string,
  state: JobState,
): string | null {
  const named = launchdFolders(scope, account.home).map(({ path }) => `${path}/${label}.plist`);
  return [...(state.path === null ? [] : [state.path]), ...named].find((path) => isFile(host, path)) ?? null;
}

const isFile = ({ files }: Control['host'], path: string): boolean => files.kind(path) === 'file';

export const readJob = ({ host, account, scope }: Control, path: string): LaunchdDefinition =>
  observeLaunchdFile(host.files, path, { scope, accountHome: account.home });

/** A key of a job; undefined when it has none. */
export const keyOf = ({ plist }: LaunchdDefinition, key: string): PlistValue | undefined =>
  plist?.entries.find((entry) => entry.key === key)?.value;

export function isTrue(definition: LaunchdDefinition, key: string): boolean {
  const value = keyOf(definition, key);
  return value?.type === 'boolean' && value.value;
}

/** Whether launchd starts it as soon as it is loaded, launchd.plist(5): a condition of KeepAlive is met, too, by then. */
export function startsByItself(definition: LaunchdDefinition): boolean {
  const keepAlive = keyOf(definition, 'KeepAlive');
  return isTrue(definition, 'RunAtLoad') || keepAlive?.type === 'dict' || isTrue(definition, 'KeepAlive');
}

/** @throws Failure (host) when launchd would load something else from this file than that job, or nothing */
export function assertDefines(control: Control, label: string, path: string): LaunchdDefinition {
  const definition = readJob(control, path);
  const [fatal] = definition.problems.filter(({ effect }) => effect === 'fatal');
  if (fatal) {
    throw new Failure('host', tr('{label} cannot be loaded: {message}', { label, message: fatal.message }), {
      where: fatal.location,
      next: `plutil -lint ${path}`,
    });
  }
  if (definition.name !== label) {
    throw new Failure(
      'host',
      tr('{path} is the job {name}, not {label}', { path, name: definition.name, label }),
      {
        where: path,
        why: tr('launchd goes by the label in the file, whatever its name is'),
        next: 'unitpin audit',
      },
    );
  }
  return definition;
}
