import { isSecretName } from '../fleet/secret-name.ts';

/** What stands in the place of every secret, in any format. */
export const REDACTED = '<redacted>';

/** Values that give themselves away, whatever they are called. */
const SECRET_SHAPES: readonly RegExp[] = [
  /\b\d{6,12}:[A-Za-z0-9_-]{30,}/g, // Telegram bot
  /\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}/g,
  /\b(?:ghp|gho|ghs|ghu|github_pat|glpat|xox[abprs]|npm)[-_][A-Za-z0-9_-]{16,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+/g, // JSON web token
  /\b[MN][A-Za-z0-9_-]{23,}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/g, // Discord bot
  /\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{4,}/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** User and password inside a URL: the password goes, the rest tells where it points. */
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*:)[^\s/@'"]+(?=@)/gi;

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
    const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    return assignment
      ? `${assignment[1]}=${redactValue(assignment[1] ?? '', assignment[2] ?? '')}`
      : redactText(word);
  });
}

const OPTION = /(--?)([A-Za-z][A-Za-z0-9_-]*)(["']?\s+["']?)([^\s"'-][^\s"']*)/g;
const PLIST_PAIR = /(<key>([^<]*)<\/key>\s*<(?:string|data)>)([^<]*)(?=<)/g;

/** Free text: a line of a unit, a whole property list, a log line. */
export function redactText(text: string): string {
  const named = redactAssignments(text)
    .replace(PLIST_PAIR, (all, head: string, key: string, value: string) =>
      isSecretName(key) && value ? head + REDACTED : all,
    )
    .replace(OPTION, (all, dash: string, name: string, gap: string) =>
      isSecretName(name) ? dash + name + gap + REDACTED : all,
    );
  return redactShapes(named);
}

/** `NAME=value` or `NAME: value` anywhere, also inside another one's value: `Environment="NAME=value"`. */
function redactAssignments(text: string): string {
  const name = /(["']?)([A-Za-z_][A-Za-z0-9_.-]*)(["']?\s*[=:]\s*)/g;
  let result = '';
  let done = 0;
  for (let match = name.exec(text); match; match = name.exec(text)) {
    if (!isSecretName(match[2] ?? '')) continue;
    const start = match.index + match[0].length;
    // A quote before the name ends the value; else one before the value does; else a blank.
    const outer = /["']/.test(match[3] ?? '') ? '' : match[1];
    const end = valueEnd(
      text,
      start,
      outer || (/^["']/.exec(text.slice(start, start + 1))?.[0] ?? ''),
      !outer,
    );
    if (end === start) continue;
    const quote = !outer && /["']/.test(text[start] ?? '') ? text[start] : '';
    result += `${text.slice(done, start)}${quote}${REDACTED}${quote}`;
    done = end;
    name.lastIndex = end;
  }
  return result + text.slice(done);
}

/** Where a value ends. `ownQuote`: the quote stands around the value and belongs to it. */
function valueEnd(text: string, start: number, quote: string, ownQuote: boolean): number {
  const stop = quote === '' ? /[\s"'<>]/g : quote === '"' ? /(?<!\\)"|\n/g : /'|\n/g;
  stop.lastIndex = quote !== '' && ownQuote ? start + 1 : start;
  const found = stop.exec(text);
  if (!found) return text.length;
  return quote !== '' && ownQuote && found[0] === quote ? found.index + 1 : found.index;
}
