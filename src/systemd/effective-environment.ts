import type { Files } from '../host/files.ts';
import type { Environment, EnvironmentValue } from '../model/definition.ts';
import type { SyntaxProblem } from '../model/location.ts';
import { tr } from '../texts/tr.ts';
import { listValues } from './effective.ts';
import { isVariableName, isVariableValue, parseEnvironment, parseEnvironmentNames } from './environment.ts';
import { parseEnvironmentFile } from './environment-file.ts';
import { glob } from './glob.ts';
import { isValidPath, simplifyPath } from './paths.ts';
import type { Expand } from './specifiers.ts';
import type { Assignment } from './syntax.ts';

export interface EnvironmentContext {
  files: Files;
  /** A service of a user's manager inherits its whole environment; the system manager's only by PassEnvironment=. */
  inherits: boolean;
  managerEnvironment: Environment;
  /** For values. */
  expand: Expand;
  /** For paths: resolves all that can be resolved. */
  expandPath: Expand;
}

/**
 * The environment a service gets from its manager and its own settings, in the order in which systemd adds them:
 * the manager's, `PassEnvironment=`, `Environment=`, `EnvironmentFile=`, and without what `UnsetEnvironment=` names.
 */
export function effectiveEnvironment(
  settings: readonly Assignment[],
  context: EnvironmentContext,
): { environment: Environment; problems: SyntaxProblem[] } {
  const { expand, managerEnvironment } = context;
  const problems: SyntaxProblem[] = [];
  const environment = new Map<string, EnvironmentValue>(context.inherits ? managerEnvironment : []);
  const drop = (assignment: Assignment, found: readonly { message: string; at: number }[]): void => {
    for (const { message, at } of found)
      problems.push({ effect: 'dropped', message, location: assignment.locate(at) });
  };

  for (const assignment of listValues(settings, 'Service', 'PassEnvironment')) {
    const parsed = parseEnvironmentNames(assignment.value, expand, false);
    drop(assignment, parsed.problems);
    for (const { name } of parsed.names) {
      const value = managerEnvironment.get(name);
      if (value) environment.set(name, value);
    }
  }
  for (const assignment of listValues(settings, 'Service', 'Environment')) {
    const { items, problems: found } = parseEnvironment(assignment.value, expand);
    drop(assignment, found);
    for (const { key, value, at } of items) {
      environment.set(key, { value, origin: { kind: 'definition', location: assignment.locate(at) } });
    }
  }
  for (const assignment of listValues(settings, 'Service', 'EnvironmentFile')) {
    const named = environmentFile(assignment.value, context.expandPath);
    if ('problem' in named) drop(assignment, [{ message: named.problem, at: 0 }]);
    else readFiles(named.path, context.files, environment);
  }
  for (const assignment of listValues(settings, 'Service', 'UnsetEnvironment')) {
    const parsed = parseEnvironmentNames(assignment.value, expand, true);
    drop(assignment, parsed.problems);
    for (const { name, value } of parsed.names) {
      if (value === null || environment.get(name)?.value === value) environment.delete(name);
    }
  }
  return { environment, problems };
}

/** One `EnvironmentFile=` value: a path or pattern. With `-` it may be missing. */
export function environmentFile(
  value: string,
  expand: Expand,
): { path: string; optional: boolean } | { problem: string } {
  const optional = value.startsWith('-');
  const resolved = expand(optional ? value.slice(1) : value);
  if (!resolved.ok) return { problem: tr('Failed to resolve unit specifiers, ignoring: {reason}', resolved) };
  const { text, open } = resolved;
  if (!text.startsWith('/') && !(open.length > 0 && text.startsWith('%'))) {
    return { problem: 'EnvironmentFile= path is not absolute, ignoring.' };
  }
  const path = simplifyPath(text);
  if (!isValidPath(path)) return { problem: 'EnvironmentFile= path has invalid length, ignoring.' };
  if (path.split('/').includes('..'))
    return { problem: 'EnvironmentFile= path is not normalized, ignoring.' };
  return { path, optional };
}

function readFiles(pattern: string, files: Files, environment: Map<string, EnvironmentValue>): void {
  for (const path of glob(files, pattern)) {
    const read = files.read(path);
    if (read.state !== 'there') continue;
    for (const { key, value, location } of parseEnvironmentFile(read.bytes, path) ?? []) {
      if (isVariableName(key) && isVariableValue(value)) {
        environment.set(key, { value, origin: { kind: 'file', location } });
      }
    }
  }
}
