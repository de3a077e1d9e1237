/** A word of a shell command: its text after quote removal, and its span in the source. */
export interface ShellWord {
  text: string;
  start: number;
  end: number;
  /** Holds a substitution whose value cannot be known from here. */
  dynamic: boolean;
}

const OPERATORS = new Set([';', '&', '|', '(', ')', '\n']);
const BLANK = new Set([' ', '\t']);
/** Words that open or close a compound command: the command proper comes after them (POSIX XCU 2.4). */
const RESERVED = new Set([
  'if',
  'then',
  'elif',
  'else',
  'while',
  'until',
  'do',
  '!',
  '{',
  '}',
  'fi',
  'done',
  'esac',
]);

/**
 * Splits a shell script into its simple commands, in the order in which they stand (POSIX Shell Command Language).
 * Redirections are left out. Variables are looked up in `environment`; what is not there makes a word dynamic. This is
 * a reader for the one-liners people put into service definitions, not a shell: control flow is not followed. Lazy, so
 * that what one command sets is known to the next.
 */
export function* splitShell(
  script: string,
  environment: (name: string) => string | undefined,
): Generator<ShellWord[]> {
  let words: ShellWord[] = [];
  let at = 0;
  let skipNext = false;

  const takeCommand = (): ShellWord[] => {
    while (words[0] && RESERVED.has(words[0].text) && words[0].end - words[0].start === words[0].text.length)
      words.shift();
    const command = words;
    words = [];
    skipNext = false;
    return command;
  };

  while (at < script.length) {
    const c = script[at] as string;
    if (BLANK.has(c)) at++;
    else if (c === '\\' && script[at + 1] === '\n') at += 2;
    else if (c === '#') at = endOfLine(script, at);
    else if (OPERATORS.has(c)) {
      at++;
      yield takeCommand();
    } else if (c === '<' || c === '>') {
      while (at < script.length && '<>&|'.includes(script[at] as string)) at++;
      skipNext = true;
    } else {
      const word = readWord(script, at, environment);
      at = word.end;
      if (skipNext) skipNext = false;
      else if (/^\d+$/.test(word.text) && '<>'.includes(script[at] ?? ' ')) continue;
      else words.push(word);
    }
  }
  yield takeCommand();
}

function endOfLine(script: string, at: number): number {
  const newline = script.indexOf('\n', at);
  return newline < 0 ? script.length : newline;
}

function readWord(
  script: string,
  start: number,
  environment: (name: string) => string | undefined,
): ShellWord {
  let text = '';
  let dynamic = false;
  let at = start;
  let quote = '';
  for (; at < script.length; at++) {
    const c = script[at] as string;
    if (quote === "'") {
      if (c === "'") quote = '';
      else text += c;
    } else if (c === '\\') {
      const next = script[++at] ?? '';
      if (quote === '"' && !'$`"\\\n'.includes(next)) text += '\\';
      if (next !== '\n') text += next;
    } else if (c === '$' || c === '`') {
      const expansion = readExpansion(script, at, environment);
      text += expansion.text;
      dynamic ||= expansion.dynamic;
      at = expansion.end - 1;
    } else if (c === '"') quote = quote ? '' : '"';
    else if (quote) text += c;
    else if (c === "'") quote = c;
    else if (BLANK.has(c) || OPERATORS.has(c) || c === '<' || c === '>') break;
    else text += c;
  }
  return { text, start, end: Math.min(at, script.length), dynamic };
}

function readExpansion(script: string, at: number, environment: (name: string) => string | undefined) {
  if (script[at] === '`') {
    const close = script.indexOf('`', at + 1);
    const end = close < 0 ? script.length : close + 1;
    return { text: script.slice(at, end), end, dynamic: true };
  }
  if (script[at + 1] === '(') {
    let depth = 0;
    let end = at + 1;
    for (; end < script.length; end++) {
      if (script[end] === '(') depth++;
      else if (script[end] === ')' && --depth === 0) break;
    }
    return { text: script.slice(at, end + 1), end: end + 1, dynamic: true };
  }
  const variable = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?-([^}$`]*))?\}|\{[^}]*\}?|[@*#?$!0-9-])/y;
  variable.lastIndex = at;
  const match = variable.exec(script);
  if (!match) return { text: '$', end: at + 1, dynamic: false };
  const end = at + match[0].length;
  const name = match[1] ?? match[2];
  const value = name === undefined ? undefined : (environment(name) ?? match[3]);
  return value === undefined ? { text: match[0], end, dynamic: true } : { text: value, end, dynamic: false };
}
