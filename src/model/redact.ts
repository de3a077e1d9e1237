import { memo } from './memo.ts';
import { isSecretName, SECRET_SHAPES, URL_PASSWORD } from './secret.ts';

/** What stands in the place of every secret, in any format. */
export const REDACTED = '<redacted>';

/** One value, by the name it has. */
export function redactValue(name: string, value: string): string {
  return isSecretName(name) && value !== '' ? REDACTED : redactText(value);
}

function redactShapes(text: string): string {
  const plain = SECRET_SHAPES.reduce((result, shape) => result.replace(shape, REDACTED), text);
  return plain.replace(URL_PASSWORD, `$1${REDACTED}`);
}

/** The words of a command: `--api-key X`, `--token=X`, `-e API_KEY=X`, and anything of a secret's shape. */
export function redactWords(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const before = words[index - 1] ?? '';
    if (
      /^--?[A-Za-z]/.test(before) &&
      !before.includes('=') &&
      isSecretName(before.replace(/^-+/, '')) &&
      !/^--?[A-Za-z][A-Za-z-]*$/.test(word)
    ) {
      return REDACTED;
    }
    const assignment = /^(-{0,2}[A-Za-z_][\w-]*)=(.*)$/s.exec(word);
    if (!assignment) return redactText(word);
    const [, name = '', value = ''] = assignment;
    return `${name}=${redactValue(name.replace(/^-+/, ''), value)}`;
  });
}

/** An option and its value, also on the next line of a continued one. */
const OPTION = /(?<![\w-])(-+)([A-Za-z][A-Za-z0-9_-]*)(["']?(?:\\\r?\n|\s)+["']?)([^\s"'\\-][^\s"']*)/g;
// Each part matches in one way only, and what may come many times is bounded: a text takes time with its length.
/** What may stand between two elements of a property list. */
const BETWEEN = String.raw`(?:\s|<!--(?:(?!-->)[\s\S]){0,2000}-->)*`;
const NAME = String.raw`(?:<!\[CDATA\[(?:(?!\]\]>)[\s\S]){0,300}\]\]>|[^<]){0,300}`;
/** What an element holds, up to the end where it has none. */
const VALUE = String.raw`(?:<!\[CDATA\[(?:(?!\]\]>)[\s\S])*(?:\]\]>)?|[^<])*`;
const PLIST_PAIR = new RegExp(
  `(<key>(${NAME})</key>${BETWEEN}<(?:string|data|integer|real|date)>)(${VALUE})`,
  'g',
);
const PLIST_OPTION = new RegExp(
  `(<string>\\s*--?([A-Za-z][A-Za-z0-9_-]*)\\s*</string>${BETWEEN}<string>)(${VALUE})`,
  'g',
);

/** Free text: a line of a unit, a whole property list, a log line. */
export const redactText = memo((text: string): string => {
  const pair = (all: string, head: string, name: string, value: string): string =>
    isSecretName(name.trim()) && value ? head + REDACTED : all;
  // Shapes first: of `Authorization: Bearer x` the name's value would end behind `Bearer`.
  return redactAssignments(redactShapes(text).replace(PLIST_PAIR, pair).replace(PLIST_OPTION, pair)).replace(
    OPTION,
    (all, dash: string, name: string, gap: string) =>
      isSecretName(name) ? dash + name + gap + REDACTED : all,
  );
});

/** A line and a column behind the name of a file. */
const PLACE = /^\d+:\d+(?![\w:])/;
/** What is called like this is a definition, and what follows is said of it. */
const DEFINITION = /\.(?:service|plist|conf)$/;

/** `NAME=value` or `NAME: value` anywhere, also inside another one's value: `Environment="NAME=value"`. */
function redactAssignments(text: string): string {
  const name = /(["']?)(?<![\w.-])([\w.-]+)(["']?\s*[=:]\s*)/g;
  let result = '';
  let done = 0;
  for (let match = name.exec(text); match; match = name.exec(text)) {
    const called = match[2] ?? '';
    if (!isSecretName(called) || DEFINITION.test(called)) continue;
    const start = match.index + match[0].length;
    // `/etc/passwd:3:1` is a place in a file.
    if (text[match.index - 1] === '/' && PLACE.test(text.slice(start))) continue;
    // A quote before the name ends the value; else it ends at a blank outside of quotes of its own.
    const outer = /["']/.test(match[3] ?? '') ? '' : (match[1] ?? '');
    const end = outer === '' ? endOfWord(text, start) : endOfQuoted(text, start, outer);
    if (end === start || text.startsWith(REDACTED, start)) continue;
    const quote = outer === '' && /["']/.test(text[start] ?? '') ? text[start] : '';
    result += `${text.slice(done, start)}${quote}${REDACTED}${quote}`;
    done = end;
    name.lastIndex = end;
  }
  return result + text.slice(done);
}

function endOfQuoted(text: string, start: number, quote: string): number {
  const stop = quote === '"' ? /(?<!\\)"|\n/g : /'|\n/g;
  stop.lastIndex = start;
  return stop.exec(text)?.index ?? text.length;
}

/** A word as units and shells read it: quotes may open in its middle, and a backslash takes the next character along. */
function endOfWord(text: string, start: number): number {
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const c = text[at] ?? '';
    if (c === '\\') at++;
    else if (quote) quote = c === quote ? '' : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (/[\s<>,}&]/.test(c)) return at;
  }
  return text.length;
}
