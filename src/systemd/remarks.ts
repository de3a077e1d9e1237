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
  const told = new Set(problems.map(({ location }) => `${location.path}:${location.line}`));
  return [...files.flatMap(onSections), ...assignments.flatMap((one) => onAssignment(one, expand))].filter(
    ({ location }) => !told.has(`${location.path}:${location.line}`),
  );
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

function onAssignment(assignment: Assignment, expand: Expand): Remark[] {
  const { section, key, value } = assignment;
  if (value.includes('%') || value.length > LONGEST) return remarksOnOne(assignment, expand);
  const line = `${section}\0${key}\0${value}`;
  if (inOrder.has(line)) return [];
  const remarks = remarksOnOne(assignment, expand);
  if (remarks.length === 0) {
    if (inOrder.size >= LIMIT) inOrder.clear();
    inOrder.add(line);
  }
  return remarks;
}

/** Lines that nothing is to be said to: most lines of most units, and the same ones in all of them. */
const inOrder = new Set<string>();
const LIMIT = 2_000;
const LONGEST = 1_000;

function remarksOnOne(assignment: Assignment, expand: Expand): Remark[] {
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
