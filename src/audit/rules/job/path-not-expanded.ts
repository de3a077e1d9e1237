import { dirname } from 'node:path';
import type { Place } from '../../../model/definition.ts';
import type { Edit, Severity } from '../../../model/finding.ts';
import type { Location } from '../../../model/location.ts';
import type { Subject } from '../../../model/subject.ts';
import type { AuditInput, Hit, Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { keyOf, ofApp } from '../../select.ts';
import { literalPattern, unexpanded, unexpandedIn, writtenOut } from '../../unexpanded.ts';
import { factsOf } from '../../values.ts';

/** A text that a manager takes as it stands, and what a shell would replace in it. */
interface Literal {
  what: 'program' | 'opened' | 'home' | 'variable' | 'argument';
  /** The key or variable. */
  name: string;
  part: string;
  at: Location | null;
  severity: Severity;
  /** Sets the path in full; null where no edit can. */
  edit: Edit | null;
}

/** launchd.plist(5); systemd.exec(5), Environment=: "$" has no special meaning. */
export const pathNotExpanded: Rule = {
  id: 'path-not-expanded',
  severity: 'error',
  confidence: 'high',
  fix: 'safe',
  check: once((input) => ofApp(input).flatMap((subject) => hitsOf(input, subject))),
};

function hitsOf(input: AuditInput, subject: Subject): Hit[] {
  const texts = input.texts['path-not-expanded'];
  const { manager, problems } = subject.definition;
  const found = [
    ...program(input, subject),
    ...opened(input, subject),
    ...variables(input, subject),
    ...args(subject),
  ];
  if (found.length === 0) return [];
  // What the manager refuses or ignores is told by `syntax`.
  const told = new Set(problems.map(({ location: { path, line } }) => `${path}:${line}`));
  return found
    .filter(({ at }) => !told.has(`${at?.path}:${at?.line}`))
    .map(({ what, name, part, at, severity, edit }) => ({
      subject,
      severity,
      message: texts[what]({ manager, name, part }),
      location: at,
      fix: edit && { safety: 'safe', title: texts.fix, edits: [edit] },
    }));
}

/** A path that stands on the host under these very characters is meant. */
const exists = (input: AuditInput, path: string): boolean =>
  ['file', 'dir', 'other'].includes(factsOf(input, path)?.kind ?? '');

function program(input: AuditInput, { definition }: Subject): Literal[] {
  const [path = ''] = definition.resolved.argv;
  const part = literalPattern(path);
  if (part === null || exists(input, path)) return [];
  const at = definition.wordsAt[0] ?? definition.commandAt;
  const value = writtenOut(path, definition.accountHome);
  const edit: Edit | null =
    definition.manager === 'launchd' && value !== null
      ? {
          kind: 'key',
          path: keyOf(definition, 'Program', 'string') ? ['Program'] : ['ProgramArguments', 0],
          value,
        }
      : null;
  return [{ what: 'program', name: 'program', part, at, severity: 'error', edit }];
}

/** What launchd opens besides what is among the places. */
const OTHERS = ['RootDirectory', 'StandardInPath'];

/** The paths that the manager itself opens before the program runs. */
function opened(input: AuditInput, { definition }: Subject): Literal[] {
  const places: Pick<Place, 'what' | 'key' | 'path' | 'optional' | 'location'>[] = [...definition.places];
  if (definition.manager === 'launchd') {
    for (const key of OTHERS) {
      const found = keyOf(definition, key, 'string');
      if (found)
        places.push({ what: 'log', key, path: found.value, optional: false, location: found.location });
    }
  }
  return places.flatMap(({ what, key, path, optional, location: at }): Literal[] => {
    // EnvironmentFile= is a pattern.
    const part = what === 'environment-file' ? unexpanded(path) : literalPattern(path);
    // systemd takes absolute paths only; any other is wrong in more than that.
    const isRelative = definition.manager === 'systemd' && !path.startsWith('/');
    const stands = exists(input, path) || (what === 'log' && exists(input, dirname(path)));
    if (part === null || isRelative || stands) return [];
    const value = writtenOut(path, definition.accountHome);
    const edit: Edit | null =
      definition.manager === 'launchd' && value !== null ? { kind: 'key', path: [key], value } : null;
    return [{ what: 'opened', name: key, part, at, severity: optional ? 'warning' : 'error', edit }];
  });
}

/** No manager expands anything in the value of a variable. */
function variables(input: AuditInput, { definition }: Subject): Literal[] {
  const homes = [input.app.home.variable, 'HOME'];
  return [...definition.resolved.environment].flatMap(([name, { value, origin }]): Literal[] => {
    if (origin.kind === 'manager') return [];
    const isHome = homes.includes(name);
    const part = isHome ? literalPattern(value) : name === 'PATH' ? unexpanded(value) : unexpandedIn(value);
    if (part === null || exists(input, value)) return [];
    const full = origin.kind === 'definition' ? writtenOut(value, definition.accountHome) : null;
    return [
      {
        what: isHome ? 'home' : 'variable',
        name,
        part,
        at: origin.location,
        severity: isHome ? 'error' : 'warning',
        edit: full === null ? null : { kind: 'environment', name, value: full },
      },
    ];
  });
}

const INTERPRETER = /(?:^|\/)(?:(?:ba|da|z|k|a|fi)?sh|osascript|python[\d.]*|node|perl|ruby)$/;

/** A word that a shell or another language reads: it has its own rules. */
const isScript = (argv: readonly string[], index: number, interpreter: number): boolean =>
  interpreter >= 0 && interpreter < index - 1 && /^-\w*[ce]$/.test(argv[index - 1] ?? '');

function args({ definition }: Subject): Literal[] {
  const { argv } = definition.resolved;
  // systemd puts variables in itself, unless the command starts with a colon.
  const hasVariables = definition.manager === 'systemd' && !definition.execStart?.prefixes.includes(':');
  const interpreter = argv.findIndex((word) => INTERPRETER.test(word));
  return argv.flatMap((word, index): Literal[] => {
    if (index === 0 || isScript(argv, index, interpreter)) return [];
    const [option, value = word] = /^-[\w-]*=/.test(word) ? split(word) : [''];
    const part = unexpandedIn(value);
    if (part === null || (hasVariables && !part.startsWith('~'))) return [];
    const full = writtenOut(value, definition.accountHome);
    const edit: Edit | null =
      definition.manager === 'launchd' && full !== null
        ? { kind: 'key', path: ['ProgramArguments', index], value: option + full }
        : null;
    const at = definition.wordsAt[index] ?? definition.commandAt;
    return [{ what: 'argument', name: 'argument', part, at, severity: 'warning', edit }];
  });
}

/** `--name=value` as `--name=` and `value`. */
const split = (word: string): [string, string] => {
  const at = word.indexOf('=') + 1;
  return [word.slice(0, at), word.slice(at)];
};
