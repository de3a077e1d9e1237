import type { Location } from '../../../model/location.ts';
import { holdsSecret } from '../../../model/secret.ts';
import type { Subject } from '../../../model/subject.ts';
import type { AuditInput, Rule } from '../../engine.ts';
import { above } from '../../mentions.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';
import { factsOf } from '../../values.ts';
import { secretsWritten } from './secrets.ts';

/** HSP037 of the issue list; systemd.exec(5), EnvironmentFile=. */
export const secretFileOpen: Rule = {
  id: 'secret-file-open',
  severity: 'error',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['secret-file-open'];
    for (const subject of ofApp(input)) {
      for (const [path, { names, location }] of secretFiles(subject)) {
        const who = readers(input, path);
        if (who === null) continue;
        const mode = (factsOf(input, path)?.mode ?? 0).toString(8).padStart(4, '0');
        yield {
          subject,
          severity: who === 'everybody' ? 'error' : 'warning',
          message: texts[who]({ path, mode, names: [...names] }),
          location,
        };
      }
    }
  }),
};

type Held = Map<string, { names: Set<string>; location: Location | null }>;

/** Files with secrets that the definition reads or is made of, and what those are called. */
function secretFiles(subject: Subject): Held {
  const held: Held = new Map();
  const add = (location: Location | null, name: string): void => {
    if (!location) return;
    const known = held.get(location.path) ?? { names: new Set<string>(), location };
    held.set(location.path, known);
    known.names.add(name);
  };
  for (const [name, { value, origin }] of subject.definition.resolved.environment) {
    if (origin.kind === 'file' && holdsSecret(name, value)) add(origin.location, name);
  }
  // launchd takes no property list that others cannot read: where it is written is what has to change there.
  if (subject.definition.manager === 'systemd') {
    for (const { name, at: place } of secretsWritten(subject)) if (name !== null) add(place, name);
  }
  return held;
}

/** Who besides the owner can read a file, folders above included; null when nobody, or when it is not known. */
function readers(input: AuditInput, path: string): 'everybody' | 'group' | null {
  const file = factsOf(input, path);
  const real = file?.real ?? path;
  if (file?.kind !== 'file' || file.mode === null) return null;
  const folders = above(real).map((folder) => factsOf(input, folder)?.mode ?? null);
  const pass = (bits: number): boolean => folders.every((mode) => mode === null || (mode & bits) !== 0);
  if ((file.mode & 0o004) !== 0 && pass(0o001)) return 'everybody';
  return (file.mode & 0o040) !== 0 && pass(0o011) ? 'group' : null;
}
