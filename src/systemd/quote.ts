import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';
import { isClean } from './encoding.ts';
import { isVariableName } from './environment.ts';
import { wrongProgram } from './exec.ts';
import { isValidPath } from './paths.ts';

/** systemd's LONG_LINE_MAX, with room for the key. Bytes. */
const MAX_BYTES = 1024 * 1024 - 256;

/** What a setting does with text of ours, so that systemd reads back what was meant (measured on systemd 252). */
export interface WordEscaping {
  /** `escape`: a `%` is meant as such. `keep`: it may be a specifier and is meant as one. */
  specifiers: 'escape' | 'keep';
  /** `escape`: a `$` is meant as such. `keep`: it may be a variable. */
  variables: 'escape' | 'keep';
}

const LITERAL: WordEscaping = { specifiers: 'escape', variables: 'escape' };
/** Words that need no quotes. A lone `;` would be a separator, and is not among them. */
const BARE = /^[A-Za-z0-9_@%+=:,./$^~{}()[\]!?*&|<>-]+$/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** A whole ExecStart= value. @throws Failure (usage) for a word that systemd cannot be told. */
export function execLine(argv: readonly string[]): string {
  const [program = '', ...args] = argv;
  const line = [executable(program), ...args.map((word) => execWord(word, LITERAL))].join(' ');
  return withinLimit(line, tr('the command'));
}

/** The program: `$` is no variable here, and systemd refuses quotes, backslashes and control characters. */
function executable(program: string): string {
  if (!program.startsWith('/')) throw cannot(program, tr('as a program: it is not an absolute path'));
  const wrong = wrongProgram(program, false);
  if (wrong !== null) throw cannot(program, tr('as a program. systemd says: {wrong}', { wrong }));
  return execWord(program, { specifiers: 'escape', variables: 'keep' });
}

/** One word of a command after the program. */
export function execWord(word: string, { specifiers, variables }: WordEscaping): string {
  let text = specifiers === 'escape' ? word.replaceAll('%', '%%') : word;
  if (variables === 'escape') text = text.replaceAll('$', '$$$$');
  return quoteWhereNeeded(checked(word, text));
}

/** One item of Environment=: here `$` is an ordinary character. */
export function environmentItem(name: string, value: string): string {
  if (!isVariableName(name)) throw cannot(name, tr('as the name of a variable'));
  const item = `${name}=${value.replaceAll('%', '%%')}`;
  // A value may be a secret: messages name the variable only.
  return withinLimit(quoteWhereNeeded(checked(value, item, tr('the value of {name}', { name }))), name);
}

function quoteWhereNeeded(text: string): string {
  if (BARE.test(text)) return text;
  const inner = text.replace(
    /[\x00-\x1f\x7f"\\]/g,
    (c) => ESCAPES[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `"${inner}"`;
}

/** A path where systemd takes no quotes and no escapes: WorkingDirectory=, EnvironmentFile=, StandardOutput=append:. */
export function pathValue(path: string): string {
  if (!path.startsWith('/')) throw cannot(path, tr('as a path: it is not absolute'));
  if (/[\x00-\x1f\x7f]/.test(path))
    throw cannot(path, tr('as a path: it holds a control character, and paths cannot be quoted here'));
  if (/(^|\/)\.\.?(\/|$)/.test(path)) throw cannot(path, tr('as a path: systemd refuses . and .. in it'));
  if (/[ \t]$/.test(path)) throw cannot(path, tr('as a path: the blank at its end would be cut off'));
  if (!isValidPath(path)) throw cannot(path, tr('as a path: it, or a name in it, is too long'));
  if (endsInBackslash(path))
    throw cannot(path, tr('as a path: the backslash at its end would continue the line'));
  return withinLimit(checked(path, path).replaceAll('%', '%%'), tr('the path'));
}

/** Free text on one line, as in Description=. */
export function textValue(text: string): string {
  if (/[\x00-\x1f\x7f]/.test(text)) throw cannot(text, tr('on one line: it holds a control character'));
  if (/^[ \t]|[ \t]$/.test(text)) throw cannot(text, tr('as it is: blanks at its ends would be cut off'));
  if (endsInBackslash(text))
    throw cannot(text, tr('as it is: the backslash at its end would continue the line'));
  return withinLimit(checked(text, text).replaceAll('%', '%%'), tr('the text'));
}

const endsInBackslash = (text: string): boolean => (/\\*$/.exec(text)?.[0].length ?? 0) % 2 === 1;

function checked(value: string, text: string, name = quoted(value)): string {
  if (value.includes('\0')) throw refusal(name, tr('in a unit: it holds a NUL'));
  if (!isClean(value))
    throw refusal(name, tr('in a unit: it is not clean UTF-8, and systemd refuses the whole line'));
  return text;
}

function withinLimit(text: string, what: string): string {
  if (Buffer.byteLength(text) <= MAX_BYTES) return text;
  throw new Failure('usage', tr('{what} is longer than a line of a unit file can be (1 MiB)', { what }));
}

const quoted = (value: string): string =>
  JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);

const cannot = (value: string, why: string): Failure => refusal(quoted(value), why);

const refusal = (what: string, why: string): Failure =>
  new Failure('usage', tr('{what} cannot be written {why}', { what, why }), {
    next: tr('change it in unitpin.yaml, or rename the file it names'),
  });
