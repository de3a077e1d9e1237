import type { App } from '../../../model/app.ts';
import type { Location } from '../../../model/location.ts';
import { type Passing, passing } from '../../../model/passing-path.ts';
import type { Subject } from '../../../model/subject.ts';

/** The entries of the PATH that a definition sets; null where it sets none. */
export function searchPath({
  definition,
  written,
}: Subject): { entries: string[]; at: Location | null } | null {
  const path = definition.resolved.environment.get('PATH');
  // What unitpin wrote is its own list and what `unitpin.yaml` names: that is meant.
  if (!path || path.origin.kind === 'manager' || written === 'ours') return null;
  return { entries: [...new Set(path.value.split(':'))], at: path.origin.location };
}

/** What is wrong with an entry, wherever it is looked at. */
export type Unstable = Passing['kind'] | 'windows' | 'relative' | 'empty';

/** Why an entry means something else some day, or in another folder; null when nothing speaks against it. */
export function unstable(entry: string): { kind: Unstable; by: string } | null {
  if (entry === '') return { kind: 'empty', by: '' };
  // `~`, `$` and placeholders are no matter of this rule.
  if (/^[~$%<{@]/.test(entry)) return null;
  if (!entry.startsWith('/')) return { kind: 'relative', by: '' };
  if (/^\/mnt\/[a-z](?:\/|$)/.test(entry)) return { kind: 'windows', by: '' };
  return passing(entry);
}

/** The folders that unitpin itself would name, whether they are there or not. */
export const ownFolders = (app: App, { identity, definition }: Subject): string[] =>
  app.path.map((folder) =>
    folder
      .replace('{home}', identity.home ?? '')
      .replace('{root}', identity.root ?? '')
      .replace('{account}', definition.accountHome ?? ''),
  );
