import { memo } from '../model/memo.ts';
import { tr } from '../texts/tr.ts';
import { shown } from './encoding.ts';
import { isValidFileName, isValidPath, simplifyPath } from './paths.ts';
import type { Expand } from './specifiers.ts';
import { nextWord, skipBlanks, type ValueProblem, type Word } from './words.ts';

/** A word as written, with its offsets in the value, quotes included. The first word is without its prefixes. */
export interface ExecWord {
  text: string;
  start: number;
  end: number;
}

/** One command of an `ExecStart=`-like value. */
export interface ExecCommand {
  /** `-@:+!` in the order written. */
  prefixes: string;
  /** What is executed, simplified as systemd does (`/a//b/./c` is `/a/b/c`). */
  program: string;
  /** Specifiers resolved, `$VAR` as written. `argv[0]` is the first word, or the second under `@`. */
  argv: string[];
  /** Every word from the program on: one more than `argv` under `@`. */
  words: ExecWord[];
  /** systemd does not take this command; the words are given as written all the same. */
  refused: boolean;
}

export interface ExecProblem extends ValueProblem {
  /** `fatal`: systemd refuses the unit. `dropped`: it ignores this command, or (an escape) keeps it as written. */
  effect: 'fatal' | 'dropped';
}

export interface ExecValue {
  commands: ExecCommand[];
  problems: ExecProblem[];
  fatal: boolean;
}

/**
 * Takes the value of `ExecStart=` and its like apart (`config_parse_exec()`; systemd.service(5), "Command lines").
 * Several commands may be separated by a lone `;`. Problems have offsets in the value.
 */
export const parseExec = (value: string, expand: Expand): ExecValue =>
  value.includes('%') ? read(value, expand) : readPlain(value);

/** Without specifiers the value alone decides. */
const readPlain = memo((value) => read(value, (text) => ({ ok: true, text, open: [] })));

function read(value: string, expand: Expand): ExecValue {
  const result: ExecValue = { commands: [], problems: [], fatal: false };
  for (let from = 0; ; ) {
    const { next, more } = parseCommand(value, from, expand, result);
    if (!more) return result;
    from = next;
  }
}

function parseCommand(
  value: string,
  from: number,
  expand: Expand,
  result: ExecValue,
): { next: number; more: boolean } {
  const stop = { next: value.length, more: false };
  const first = nextWord(value, from, 'exec');
  if (first.problem) result.problems.push({ ...first.problem, effect: 'dropped' });
  // Also when its quote is open: systemd drops the line then, but keeps the unit.
  if (!first.word) return stop;
  // A separator with nothing before it, however quoted.
  if (first.word.text === ';') return { next: first.next, more: true };
  const { prefixes, rest } = splitPrefixes(first.word.text);
  const command: ExecCommand = {
    prefixes,
    program: rest,
    argv: [],
    words: [{ text: rest, start: afterPrefixes(value, first.word.start, prefixes), end: first.word.end }],
    refused: false,
  };
  const refuse = (message: string, at: number): void => {
    if (command.refused) return;
    command.refused = true;
    const ignored = prefixes.includes('-');
    if (!ignored) result.fatal = true;
    result.problems.push({ effect: ignored ? 'dropped' : 'fatal', message, at });
  };

  const path = expand(rest);
  const wrong = path.ok
    ? wrongProgram(path.text, path.open.length > 0)
    : tr("Failed to resolve unit specifiers in '{word}': {reason}", {
        word: shown(rest),
        reason: path.reason,
      });
  if (wrong !== null) refuse(wrong, first.word.start);
  const program = path.ok ? path.text : rest;
  command.program = simplifyPath(program);
  if (!prefixes.includes('@')) command.argv.push(program);

  const next = parseArguments(value, first.next, expand, command, result, refuse);
  if (command.argv.length === 0) refuse('Empty executable name or zeroeth argument', first.word.start);
  result.commands.push(command);
  // After a command it refuses systemd reads no further, even if a `-` lets it go on with the unit.
  return next === null || command.refused ? stop : { next, more: true };
}

/** Returns the offset after a lone `;`, or null at the end of the value. */
function parseArguments(
  value: string,
  from: number,
  expand: Expand,
  command: ExecCommand,
  result: ExecValue,
  refuse: (message: string, at: number) => void,
): number | null {
  const take = (word: Word): void => {
    command.words.push({ text: word.text, start: word.start, end: word.end });
    const resolved = expand(word.text);
    command.argv.push(resolved.ok ? resolved.text : word.text);
    if (!resolved.ok) {
      // A word may be a secret: the place tells which one it is.
      refuse(tr('Failed to resolve unit specifiers in a word: {reason}', resolved), word.start);
    }
  };
  for (let at = from; at < value.length; ) {
    const semicolon = LONE_SEMICOLON.exec(value.slice(at, at + 3));
    if (semicolon?.[1] === '') return skipBlanks(value, at + 1);
    if (semicolon) {
      take({ text: ';', start: at, end: at + 2, clean: true });
      at = skipBlanks(value, at + 2);
      continue;
    }
    const { word, next, problem, stuck } = nextWord(value, at, 'exec');
    if (stuck && problem) refuse(problem.message, problem.at);
    else if (problem) result.problems.push({ ...problem, effect: 'dropped' });
    if (!word) return null;
    take(word);
    at = next;
  }
  return null;
}

/** `;` separates commands, `\;` is a `;`; both only as a word of their own and unquoted. */
const LONE_SEMICOLON = /^(\\?);(?=[ \t\n\r]|$)/;

/** Each prefix counts once; of `+`, `!` and `!!` only one may stand there. */
function splitPrefixes(word: string): { prefixes: string; rest: string } {
  let privilege = '';
  let at = 0;
  for (; at < word.length; at++) {
    const letter = word[at] ?? '';
    const seen = word.slice(0, at);
    if ((letter === '-' || letter === '@' || letter === ':') && !seen.includes(letter)) continue;
    if (letter === '+' && privilege === '') privilege = '+';
    else if (letter === '!' && (privilege === '' || privilege === '!')) privilege += '!';
    else break;
  }
  return { prefixes: word.slice(0, at), rest: word.slice(at) };
}

/** Prefixes inside quotes cannot be told apart from their word: it starts at its quote then. */
const afterPrefixes = (value: string, start: number, prefixes: string): number =>
  value.startsWith(prefixes, start) ? start + prefixes.length : start;

/** Why systemd does not take a path for an executable; null when it does. `open`: it holds unresolved specifiers. */
export function wrongProgram(path: string, open: boolean): string | null {
  if (path === '') return 'Empty path in command line';
  if (/[\x00-\x1f\x7f"'\\]/.test(path)) return `Executable name contains special characters: ${shown(path)}`;
  if (path.endsWith('/')) return `Executable path specifies a directory: ${shown(path)}`;
  // `%h/bin/x` is absolute once the account is known.
  if (open && path.startsWith('%')) return null;
  const valid = path.startsWith('/') ? isValidPath(path) : isValidFileName(path);
  return valid ? null : `Neither a valid executable name nor an absolute path: ${shown(path)}`;
}
