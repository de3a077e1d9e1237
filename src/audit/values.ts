import type { App } from '../model/app.ts';
import type { EnvironmentValue } from '../model/definition.ts';
import type { Subject } from '../model/subject.ts';
import type { AuditInput } from './engine.ts';
import { placeholderIn } from './placeholder.ts';

/** Text that nothing here can fill in: `~`, `$X`, `%i`, `<name>`, `{name}`, `@NAME@`. Other rules are about those. */
export const isOpen = (text: string): boolean =>
  /^~|[%$<>{}*]|@\w+@/.test(text) || placeholderIn(text) !== null;

/** The home that the program is given, by the manager or by `env` before it; null when it is given none. */
export function givenHome({ identity, definition }: Subject, app: App): EnvironmentValue | null {
  if (identity.seen) return identity.seen.home;
  const value = definition.resolved.environment.get(app.home.variable);
  return value?.value ? value : null;
}

/** Variables that the definition itself sets, not a file it names, nor the manager. */
export const ownVariables = ({ definition }: Subject): [string, EnvironmentValue][] =>
  [...definition.resolved.environment].filter(([, { origin }]) => origin.kind === 'definition');

/** Whether a wrapper may run it in a container, say, where paths and environment are other ones. */
export const isElsewhere = ({ identity: { seen } }: Subject): boolean => seen?.programs.length === 0;

/** What stands at a path of the host; null when no host is judged, or nobody asked for it. */
export const factsOf = ({ host }: AuditInput, path: string) => host?.paths.get(path) ?? null;

/** Whether nothing is there. Of a backup that has no `/usr` at all, say, nobody can tell what its `/usr` held. */
export function isGone(input: AuditInput, path: string): boolean {
  if (factsOf(input, path)?.kind !== 'absent') return false;
  return input.host?.live === true || factsOf(input, topFolder(path))?.kind === 'dir';
}

export const topFolder = (path: string): string => `/${path.split('/')[1] ?? ''}`;
