import type { SyntaxProblem } from '../model/location.ts';
import type { Remark, Section } from '../model/remark.ts';
import { keyNames, keysOf, replacement, SECTIONS } from './keys.ts';
import type { Expand } from './specifiers.ts';
import { type Assignment, knownSections, type UnitFile } from './syntax.ts';
import { takenSince } from './values.ts';

/** What the key table says to the files of a unit; nothing to lines that `problems` are about. */
export function remarksOn(
  files: readonly UnitFile[],
  assignments: readonly Assignment[],
  expand: Expand,
  problems: readonly SyntaxProblem[],
): Remark[] {
  const remarks = files.flatMap(onSections);
  for (const one of assignments) if (!isInOrder(one, expand)) remarks.push(...onAssignment(one, expand));
  const told = new Set(problems.map(({ location }) => `${location.path}:${location.line}`));
  return remarks.filter(({ location }) => !told.has(`${location.path}:${location.line}`));
}

/** systemd passes over sections for others in silence. */
const onSections = ({ path, sections }: UnitFile): Remark[] =>
  sections
    .filter(({ name, known }) => !known && !name.startsWith('X-'))
    .map(({ name, location }) => ({
      kind: 'unknown-section',
      name,
      known: [...knownSections(path)],
      location,
    }));

/** Most lines of most units: nothing is to be said to them. */
function isInOrder({ section, key, value }: Assignment, expand: Expand): boolean {
  const info = keysOf(section)?.get(key);
  return info?.current === true && takenSince(info.type, value, expand) === 0;
}

function onAssignment(assignment: Assignment, expand: Expand): Remark[] {
  const { key, value, keyLocation } = assignment;
  const keys = keysOf(assignment.section);
  if (!keys || key.startsWith('X-')) return [];
  const section = assignment.section as Section;
  const about = { section, key, value };

  const old = replacement(section, key);
  const remarks: Remark[] = [];
  if (old) {
    const [to, name = ''] = old.by?.split('.') ?? [];
    const by = to === undefined ? null : { section: to as Section, key: name };
    remarks.push({ kind: 'obsolete-key', ...about, by, same: old.same, location: keyLocation });
  }
  const info = keys.get(key);
  if (!info) {
    if (old) return remarks;
    const elsewhere = SECTIONS.find((one) => keysOf(one)?.has(key)) ?? null;
    return [{ kind: 'unknown-key', ...about, elsewhere, known: keyNames(section), location: keyLocation }];
  }
  if (info.since !== null)
    remarks.push({ kind: 'newer-key', ...about, since: info.since, location: keyLocation });
  const taken = takenSince(info.type, value, expand);
  if (taken > 0) {
    const since = taken === Number.POSITIVE_INFINITY ? null : taken;
    remarks.push({ kind: 'bad-value', ...about, type: info.type, since, location: assignment.location });
  }
  return remarks;
}
