import type { Files } from '../host/files.ts';
import type { Environment, EnvironmentValue, ExecStart } from '../model/definition.ts';
import type { Location, SyntaxProblem } from '../model/location.ts';
import { parseEnvironment, parseEnvironmentNames } from './environment.ts';
import { parseEnvironmentFile } from './environment-file.ts';
import { type ExecCommand, parseExec } from './exec.ts';
import type { Expand } from './specifiers.ts';
import type { Assignment } from './syntax.ts';
import type { ValueProblem } from './words.ts';

/** The assignments of a key that count: those after its last reset by an empty value. */
export function assignmentsOf(all: readonly Assignment[], section: string, key: string): Assignment[] {
  const found = all.filter((one) => one.section === section && one.key === key);
  const reset = found.findLastIndex(({ value }) => value === '');
  return found.slice(reset + 1);
}

/** The last value of a key; null when it is not set or was reset. */
export const lastValue = (all: readonly Assignment[], section: string, key: string): string | null =>
  assignmentsOf(all, section, key).at(-1)?.value ?? null;

type Report = (problem: SyntaxProblem) => void;

const reporter =
  (assignment: Assignment, report: Report) => (effect: SyntaxProblem['effect']) => (problem: ValueProblem) =>
    report({ effect, message: problem.message, location: assignment.locate(problem.at) });

export interface EffectiveCommand {
  argv: string[];
  at: Location | null;
  wordsAt: Location[];
  execStart: ExecStart | null;
}

const NOTHING: EffectiveCommand = { argv: [], at: null, wordsAt: [], execStart: null };

/** What ExecStart= comes to. Empty where systemd would refuse it; a program it refuses is still given as written. */
export function effectiveCommand(
  all: readonly Assignment[],
  expand: Expand,
  report: Report,
): EffectiveCommand {
  const commands: { assignment: Assignment; command: ExecCommand }[] = [];
  for (const assignment of assignmentsOf(all, 'Service', 'ExecStart')) {
    const parsed = parseExec(assignment.value, expand);
    for (const problem of parsed.problems) reporter(assignment, report)(problem.effect)(problem);
    commands.push(...parsed.commands.map((command) => ({ assignment, command })));
  }
  const [first, second] = commands;
  if (!first) return NOTHING;
  if (second && lastValue(all, 'Service', 'Type') !== 'oneshot') {
    report({
      effect: 'fatal',
      message:
        'More than one ExecStart= command, which only Type=oneshot may have: reset it first by an empty ExecStart=',
      location: second.assignment.location,
    });
    return NOTHING;
  }
  const { assignment, command } = first;
  const words = command.prefixes.includes('@') ? command.words.slice(1) : command.words;
  return {
    argv: command.argv,
    at: assignment.location,
    wordsAt: words.map((word) => assignment.locate(word.start)),
    execStart: {
      value: assignment.value,
      words: command.words,
      prefixes: [...command.prefixes],
      location: assignment.location,
    },
  };
}

export interface EnvironmentSources {
  files: Files;
  /** The environment of the manager itself, which a user manager's services inherit. */
  manager: Environment;
  inherits: boolean;
}

/**
 * The environment of a service in the manager's order (systemd.exec(5)): the manager's own, PassEnvironment=,
 * Environment=, EnvironmentFile=, then UnsetEnvironment=.
 */
export function effectiveEnvironment(
  all: readonly Assignment[],
  expand: Expand,
  sources: EnvironmentSources,
  report: Report,
): Environment {
  const result = new Map<string, EnvironmentValue>(sources.inherits ? sources.manager : []);
  for (const assignment of assignmentsOf(all, 'Service', 'PassEnvironment')) {
    const { names, problems } = parseEnvironmentNames(assignment.value, expand, false);
    problems.forEach(reporter(assignment, report)('dropped'));
    for (const { name } of names) {
      const passed = sources.manager.get(name);
      if (passed) result.set(name, passed);
    }
  }
  for (const assignment of assignmentsOf(all, 'Service', 'Environment')) {
    const { items, problems } = parseEnvironment(assignment.value, expand);
    problems.forEach(reporter(assignment, report)('dropped'));
    for (const { key, value, at } of items)
      set(result, key, { value, origin: { kind: 'definition', location: assignment.locate(at) } });
  }
  for (const assignment of assignmentsOf(all, 'Service', 'EnvironmentFile'))
    addFile(assignment, expand, sources.files, result, report);
  for (const assignment of assignmentsOf(all, 'Service', 'UnsetEnvironment')) {
    const { names, problems } = parseEnvironmentNames(assignment.value, expand, true);
    problems.forEach(reporter(assignment, report)('dropped'));
    for (const { name, value } of names)
      if (value === null || result.get(name)?.value === value) result.delete(name);
  }
  return result;
}

/** A later value takes the later place. */
function set(result: Map<string, EnvironmentValue>, name: string, value: EnvironmentValue): void {
  result.delete(name);
  result.set(name, value);
}

function addFile(
  assignment: Assignment,
  expand: Expand,
  files: Files,
  result: Map<string, EnvironmentValue>,
  report: Report,
): void {
  const expanded = expand(assignment.value.replace(/^-/, ''));
  if (!expanded.ok) {
    report({
      effect: 'dropped',
      message: `Failed to resolve specifiers: ${expanded.reason}`,
      location: assignment.location,
    });
    return;
  }
  for (const path of glob(files, expanded.text)) {
    const found = files.read(path);
    const assignments = found.state === 'there' ? parseEnvironmentFile(found.bytes, path) : [];
    for (const { key, value, location } of assignments ?? []) {
      if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key))
        set(result, key, { value, origin: { kind: 'file', location } });
    }
  }
}

/** glob(7) in the last component, which is where people put it. */
function glob(files: Files, path: string): string[] {
  const slash = path.lastIndexOf('/');
  const [folder, name] = [path.slice(0, slash), path.slice(slash + 1)];
  if (!path.startsWith('/') || !/[*?[]/.test(name)) return path.startsWith('/') ? [path] : [];
  const pattern = name
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  let matcher: RegExp;
  try {
    matcher = new RegExp(`^${pattern}$`);
  } catch {
    return [];
  }
  return files
    .list(folder)
    .filter((entry) => matcher.test(entry.name))
    .map((entry) => `${folder}/${entry.name}`);
}
