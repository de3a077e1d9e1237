import { memo } from '../model/memo.ts';
import { tr } from '../texts/tr.ts';
import { isClean, shown } from './encoding.ts';
import type { Expand } from './specifiers.ts';
import { nextWord, type ValueProblem, type Word, type WordMode } from './words.ts';

export interface EnvironmentItem {
  key: string;
  value: string;
  /** Offset of the item in the setting's value. */
  at: number;
}

export interface EnvironmentName {
  name: string;
  /** `UnsetEnvironment=` may name a value; then only that very assignment goes. */
  value: string | null;
  at: number;
}

/** A name that systemd lets into an environment block. */
export const isVariableName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

/** A value may hold anything but NUL and what is no clean UTF-8. */
export const isVariableValue = (value: string): boolean => !value.includes('\0') && isClean(value);

/**
 * The items of one `Environment=` value (`config_parse_environ()`; systemd.exec(5)). An item that is no assignment, or
 * whose specifiers cannot be resolved, is dropped; an open quote or unknown escape drops it and all after it. Messages
 * never hold a value, for it may be a secret.
 */
export const parseEnvironment = (value: string, expand: Expand): EnvironmentItems =>
  value.includes('%') ? readItems(value, expand) : readPlainItems(value);

interface EnvironmentItems {
  items: readonly EnvironmentItem[];
  problems: readonly ValueProblem[];
}

/** Without specifiers the value alone decides. */
const readPlainItems = memo((value) => readItems(value, (text) => ({ ok: true, text, open: [] })));

function readItems(value: string, expand: Expand): EnvironmentItems {
  const items: EnvironmentItem[] = [];
  const problems = eachWord(value, 'environment', expand, (text, word) => {
    const equals = text.indexOf('=');
    const key = text.slice(0, Math.max(equals, 0));
    if (!word.clean || !isVariableName(key) || !isVariableValue(text)) {
      const what = equals < 0 ? 'a word without =' : `${shown(key) || 'an empty name'}=…`;
      return `Invalid environment assignment (${what}), ignoring.`;
    }
    items.push({ key, value: text.slice(equals + 1), at: word.start });
    return null;
  });
  return { items, problems };
}

/** The names of one `PassEnvironment=` or, with `assignments`, `UnsetEnvironment=` value. */
export function parseEnvironmentNames(
  value: string,
  expand: Expand,
  assignments: boolean,
): { names: EnvironmentName[]; problems: ValueProblem[] } {
  const names: EnvironmentName[] = [];
  // Unlike PassEnvironment=, UnsetEnvironment= reads C escapes.
  const problems = eachWord(value, assignments ? 'environment' : 'names', expand, (text, word) => {
    const equals = assignments ? text.indexOf('=') : -1;
    const name = equals < 0 ? text : text.slice(0, equals);
    if (!word.clean || !isVariableName(name) || !isVariableValue(text)) {
      return `Invalid environment name ${shown(name)}, ignoring.`;
    }
    names.push({ name, value: equals < 0 ? null : text.slice(equals + 1), at: word.start });
    return null;
  });
  return { names, problems };
}

/** `take` returns what is wrong with a word, or null. */
function eachWord(
  value: string,
  mode: WordMode,
  expand: Expand,
  take: (text: string, word: Word) => string | null,
): ValueProblem[] {
  const problems: ValueProblem[] = [];
  for (let from = 0; from < value.length; ) {
    const { word, next, problem } = nextWord(value, from, mode);
    if (problem)
      problems.push({ message: `${problem.message}, ignoring the rest of the line.`, at: problem.at });
    if (!word) break;
    from = next;
    const resolved = expand(word.text);
    const wrong = resolved.ok
      ? take(resolved.text, word)
      : tr('Failed to resolve specifiers ({name}), ignoring: {reason}', {
          name: nameOf(word.text),
          reason: resolved.reason,
        });
    if (wrong !== null) problems.push({ message: wrong, at: word.start });
  }
  return problems;
}

/** What may be shown of an assignment: what stands before `=`. */
const nameOf = (text: string): string => {
  const equals = text.indexOf('=');
  return equals < 0 ? 'a word without =' : `${shown(text.slice(0, equals))}=…`;
};
