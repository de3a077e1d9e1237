import { dirname } from 'node:path';
import { Failure } from '../../host/failure.ts';
import type { Files } from '../../host/files.ts';
import type { SystemdDefinition } from '../../model/definition.ts';
import type { Edit } from '../../model/finding.ts';
import type { FileChange } from '../../model/fix.ts';
import { editUnit, type UnitEdit } from '../../systemd/edit.ts';
import { listValues } from '../../systemd/effective.ts';
import { addsUp, isDependency, takesEmpty } from '../../systemd/setting-kinds.ts';
import { parseUnit, type UnitFile } from '../../systemd/syntax.ts';
import { tr } from '../../texts/tr.ts';

/** Read before `zz-unitpin.conf`, which keeps the last word about the command. */
export const FIX_NAME = 'zz-unitpin-fix.conf';

const SECTIONS = ['Unit', 'Service', 'Install'];
const HEADER = /^# Written by unitpin audit --fix for: (.*)\. Remove this file to undo it\.(?=\n)/;

/** The drop-in that holds what fixes set, `path`, with further edits. Null: it holds them already. */
export function fixDropIn(
  files: Files,
  path: string,
  definition: SystemdDefinition,
  edits: readonly Edit[],
  rules: readonly string[],
): FileChange | null {
  refuseLink(files, path);
  const found = files.read(path);
  if (found.state === 'unreadable')
    throw new Failure('host', tr('{path} cannot be read: {reason}', { path, reason: found.reason }));
  const before = found.state === 'there' ? found.bytes : null;
  let unit = parseUnit(withRules(before, rules), path);
  const inOrder = [...edits].sort((a, b) => sectionOf(a) - sectionOf(b));
  for (const edit of inOrder) {
    for (const one of asDropIn(edit, definition, unit)) {
      const bytes = editUnit([unit], [one]).get(path);
      if (bytes) unit = parseUnit(bytes, path);
    }
  }
  if (before?.equals(unit.bytes)) return null;
  return { path, before, after: unit.bytes, mode: 0o644, ours: true };
}

/** What somebody has linked there is not replaced, nor is the folder behind a link filled: it may be for others, too. */
export function refuseLink(files: Files, path: string): void {
  for (const one of [dirname(path), path])
    if (files.readLink(one) !== null)
      throw new Failure('host', tr('{one} is a link; it is left as it is', { one }));
}

const sectionOf = (edit: Edit): number =>
  SECTIONS.indexOf(edit.kind === 'setting' ? edit.section : 'Service');

/** The header names the rules. One that somebody changed stays as it is. */
function withRules(before: Buffer | null, rules: readonly string[]): Buffer {
  const header = (names: readonly string[]): string =>
    `# Written by unitpin audit --fix for: ${[...new Set(names)].sort().join(', ')}. Remove this file to undo it.`;
  if (before === null) return Buffer.from(`${header(rules)}\n`);
  const text = before.toString('latin1');
  const known = HEADER.exec(text)?.[1]?.split(', ');
  return known
    ? Buffer.from(
        text.replace(HEADER, () => header([...known, ...rules])),
        'latin1',
      )
    : before;
}

/** What a drop-in has to say so that an edit comes true whatever the files before it say. */
function asDropIn(edit: Edit, definition: SystemdDefinition, own: UnitFile): UnitEdit[] {
  if (edit.kind === 'environment') return edit.value === null ? [unset(edit.name, own)] : [edit];
  if (edit.kind !== 'setting') throw new Error(`no edit of a unit: ${edit.kind}`);
  const { section, key, value } = edit;
  const has = own.assignments.findLast((one) => one.section === section && one.key === key);
  if (value === null) {
    if (takesEmpty(key)) return has?.value === '' ? [] : [{ ...edit, value: '' }];
    throw new Failure('usage', tr('no drop-in can take {key}= back', { key }));
  }
  const theirs = listValues(definition.settings, section, key).filter(
    ({ location }) => location.path !== own.path,
  );
  if (!addsUp(key) || theirs.every((one) => one.value === value)) return [edit];
  if (isDependency(key)) throw new Failure('usage', tr('no drop-in can take {key}= back', { key }));
  return has ? [edit] : [{ ...edit, value: '' }, edit];
}

/** `Environment=` cannot take a single variable back. */
function unset(name: string, own: UnitFile): UnitEdit {
  const known = listValues(own.assignments, 'Service', 'UnsetEnvironment').flatMap(({ value }) =>
    value.split(/\s+/),
  );
  const names = [...new Set([...known, name])].join(' ');
  return { kind: 'setting', section: 'Service', key: 'UnsetEnvironment', value: names };
}
