import { Failure } from '../host/failure.ts';
import type { ExecStart } from '../model/definition.ts';
import { tr } from '../texts/tr.ts';
import { listValues } from './effective.ts';
import { environmentItem } from './quote.ts';
import { addsUp, alsoSetBy } from './setting-kinds.ts';
import { encodeWords } from './splice.ts';
import { type Assignment, parseUnit, type UnitFile } from './syntax.ts';
import { type Splice, spliceBytes, type UnitText, unitText } from './unit-text.ts';
import { nextWord, type Word } from './words.ts';

export type UnitEdit =
  /** The setting has this one value, in systemd's own syntax; null: nothing sets it. */
  | { kind: 'setting'; section: string; key: string; value: string | null }
  /** The variable has this value, taken literally; null: nothing sets it. */
  | { kind: 'environment'; name: string; value: string | null }
  /** Other words in the command, by their index. */
  | { kind: 'command'; execStart: ExecStart; changes: ReadonlyMap<number, readonly string[]> };

/** An assignment and the file it stands in. */
interface Found {
  unit: UnitFile;
  assignment: Assignment;
}

/**
 * Edits a unit where it stands: the main file and its drop-ins, in the order in which systemd reads them. Each edit
 * changes the place that decides today, and no other byte. What is not set anywhere is added to the first file.
 *
 * @returns the files that change, by path
 * @throws Failure when a value cannot be written, or a file cannot be edited
 */
export function editUnit(files: readonly UnitFile[], edits: readonly UnitEdit[]): Map<string, Buffer> {
  let current = [...files];
  // The places of words are those of the files as they were: the command comes first.
  const inOrder = [...edits].sort((a, b) => Number(b.kind === 'command') - Number(a.kind === 'command'));
  for (const edit of inOrder) {
    const splices = new Map<UnitFile, Splice[]>();
    const change: Change = (unit, make) => {
      splices.set(unit, [...(splices.get(unit) ?? []), make(unitText(unit))]);
    };
    if (edit.kind === 'setting') editSetting(current, edit, change);
    else if (edit.kind === 'environment') editEnvironment(current, edit, change);
    else editCommand(current, edit, change);
    current = current.map((unit) => {
      const made = splices.get(unit);
      return made ? parseUnit(spliceBytes(unit.bytes, made), unit.path) : unit;
    });
  }
  return new Map(
    current.flatMap(({ path, bytes }, index) => (files[index]?.bytes.equals(bytes) ? [] : [[path, bytes]])),
  );
}

type Change = (unit: UnitFile, make: (text: UnitText) => Splice) => void;

const whole = ({ value }: Assignment) => ({ start: 0, end: value.length });

function editSetting(
  files: readonly UnitFile[],
  { section, key, value }: Extract<UnitEdit, { kind: 'setting' }>,
  change: Change,
): void {
  const all = assignmentsOf(files, section, key);
  if (value === null) {
    for (const { unit, assignment } of all) change(unit, (text) => text.removeLines(assignment.lines));
    return;
  }
  const line = settingLine(key, value);
  const last = all.at(-1);
  const other = setElsewhere(files, section, key);
  if (other) {
    change(other.unit, (text) => text.insertLine(other.assignment.lines.last, line));
    return;
  }
  if (!last) {
    addTo(firstOf(files), section, line, change);
    return;
  }
  if (addsUp(key) && last.assignment.value === '') {
    change(last.unit, (text) => text.insertLine(last.assignment.lines.last, line));
    return;
  }
  change(last.unit, (text) => ({ ...text.span(last.assignment, whole(last.assignment)), text: value }));
  if (!addsUp(key)) return;
  const counting = new Set(
    listValues(
      all.map(({ assignment }) => assignment),
      section,
      key,
    ),
  );
  for (const { unit, assignment } of all.slice(0, -1))
    if (counting.has(assignment)) change(unit, (text) => text.removeLines(assignment.lines));
}

/** The last assignment that has a say in a setting, where that is one of another key. */
function setElsewhere(files: readonly UnitFile[], section: string, key: string): Found | null {
  const keys = [key, ...alsoSetBy(key)];
  const last = files
    .flatMap((unit) => unit.assignments.map((assignment) => ({ unit, assignment })))
    .findLast(({ assignment: one }) => one.section === section && keys.includes(one.key));
  return last && last.assignment.key !== key ? last : null;
}

/** `Key=value`. @throws Failure for a value that would be more than one line. */
export function settingLine(key: string, value: string): string {
  const line = `${key}=${value}`;
  if (/[\r\n\0]/.test(line) || /(^|[^\\])(\\\\)*\\$/.test(line))
    throw new Failure(
      'usage',
      tr('{key}= cannot be set to this value: it would be more than one line', { key }),
    );
  return line;
}

function editEnvironment(
  files: readonly UnitFile[],
  { name, value }: Extract<UnitEdit, { kind: 'environment' }>,
  change: Change,
): void {
  const all = assignmentsOf(files, 'Service', 'Environment');
  const counting = all.slice(all.findLastIndex(({ assignment }) => assignment.value === '') + 1);
  const isIt = (word: Word): boolean => word.text.startsWith(`${name}=`);
  if (value === null) {
    for (const { unit, assignment } of counting) {
      const words = itemsOf(assignment);
      if (words.length > 0 && words.every(isIt)) change(unit, (text) => text.removeLines(assignment.lines));
      else
        for (const [index, word] of words.entries())
          if (isIt(word)) change(unit, (text) => text.removeWord(assignment, words, index));
    }
    return;
  }
  const item = environmentItem(name, value);
  const deciding = counting.findLast(({ assignment }) => itemsOf(assignment).some(isIt));
  if (deciding) {
    const { unit, assignment } = deciding;
    const word = itemsOf(assignment).findLast(isIt);
    if (word) change(unit, (text) => ({ ...text.span(assignment, word), text: item }));
    return;
  }
  const line = `Environment=${item}`;
  const last = all.at(-1);
  if (last) change(last.unit, (text) => text.insertLine(last.assignment.lines.last, line));
  else addTo(firstOf(files), 'Service', line, change);
}

/** The items of an `Environment=` value, up to what systemd cannot read. */
function itemsOf({ value }: Assignment): Word[] {
  const words: Word[] = [];
  for (let from = 0; from < value.length; ) {
    const { word, next } = nextWord(value, from, 'environment');
    if (!word) break;
    words.push(word);
    from = next;
  }
  return words;
}

function editCommand(
  files: readonly UnitFile[],
  { execStart, changes }: Extract<UnitEdit, { kind: 'command' }>,
  change: Change,
): void {
  const { path, line, column } = execStart.location;
  const found = assignmentsOf(files, 'Service', 'ExecStart').find(
    ({ assignment: { location } }) =>
      location.path === path && location.line === line && location.column === column,
  );
  if (!found) throw new Error(`no ExecStart= at ${path}:${line}`);
  const { unit, assignment } = found;
  const { words } = execStart;
  for (const [index, wanted] of changes) {
    const old = words[index];
    if (!old) continue;
    const [first, ...rest] = encodeWords(execStart, index, wanted);
    if (first === undefined) {
      change(unit, (text) => text.removeWord(assignment, words, index));
      continue;
    }
    const added = [first, ...rest].join(' ');
    if (wanted[0] !== old.text) change(unit, (text) => ({ ...text.span(assignment, old), text: added }));
    else if (rest.length > 0)
      change(unit, (text) => {
        // The word itself, which may run over several lines, stays as it is written.
        const { end } = text.span(assignment, old);
        return { start: end, end, text: ` ${rest.join(' ')}` };
      });
  }
}

const assignmentsOf = (files: readonly UnitFile[], section: string, key: string): Found[] =>
  files.flatMap((unit) =>
    unit.assignments
      .filter((one) => one.section === section && one.key === key)
      .map((assignment) => ({ unit, assignment })),
  );

function firstOf([first]: readonly UnitFile[]): UnitFile {
  if (!first) throw new Error('a unit without files');
  return first;
}

/** A line at the end of a section; the section, too, where it is missing. */
function addTo(unit: UnitFile, section: string, line: string, change: Change): void {
  const header = unit.sections.findLast(({ name }) => name === section);
  if (!header) {
    change(unit, (text) => text.appendSection(section, line));
    return;
  }
  const end =
    unit.sections.find(({ lines }) => lines.first > header.lines.last)?.lines.first ??
    Number.POSITIVE_INFINITY;
  const last = unit.assignments.findLast(({ lines }) => lines.first > header.lines.last && lines.first < end);
  const below = last?.lines.last ?? header.lines.last;
  change(unit, (text) => text.insertLine(below, line));
}
