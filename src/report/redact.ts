/** What stands in the place of every secret, in any format. */
export const REDACTED = '<redacted>';

/** Names of variables, keys and options whose values are nobody's business. */
const SECRET_NAME =
  /(?:^|[_.-])(?:TOKENS?|SECRETS?|PASS(?:WORD|WD|PHRASE)?|PWD|API_?KEYS?|KEY|CREDENTIALS?|COOKIES?|AUTH(?:ORIZATION)?|PRIVATE|DSN|WEBHOOK(?:_URL)?|SESSION|SIGNATURE|SALT|BEARER)(?:$|[_.-])|(?:TOKEN|SECRET|PASSWORD|APIKEY|PASSWD)$/i;

/** Names of that look which are known to hold none. */
const HARMLESS_NAME = /^(?:SSH_AUTH_SOCK|XDG_SESSION_\w+|DBUS_SESSION_BUS_ADDRESS|PWD|OLDPWD|XAUTHORITY)$/;

/** Values that give themselves away, whatever they are called. */
const SECRET_SHAPES: readonly RegExp[] = [
  /\b\d{6,12}:[A-Za-z0-9_-]{30,}/g, // Telegram bot
  /\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}/g,
  /\b(?:ghp|gho|ghs|ghu|github_pat|glpat|xox[abprs]|npm)[-_][A-Za-z0-9_-]{16,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+/g, // JSON web token
  /\b[MN][A-Za-z0-9_-]{23,}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/g, // Discord bot
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** User and password inside a URL: the password goes, the rest tells where it points. */
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*:)[^\s/@'"]+(?=@)/gi;

export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);

/** One value, by the name it has. */
export function redactValue(name: string, value: string): string {
  return isSecretName(name) && value !== '' ? REDACTED : redactShapes(value);
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
      !word.startsWith('-')
    ) {
      return REDACTED;
    }
    return redactText(word);
  });
}

/** `NAME=value` or `NAME: value` anywhere in a line, quoted or not, and an option followed by its value. */
const ASSIGNED =
  /([A-Za-z_][A-Za-z0-9_.-]*)(["']?\s*[=:]\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"'<>]+)/g;
const OPTION = /(--?)([A-Za-z][A-Za-z0-9_-]*)(["']?\s+["']?)([^\s"'-][^\s"']*)/g;
const PLIST_PAIR = /(<key>([^<]*)<\/key>\s*<(?:string|data)>)([^<]*)(?=<)/g;

/** Free text: a line of a unit, a whole property list, a log line. */
export function redactText(text: string): string {
  const named = text
    .replace(PLIST_PAIR, (all, head: string, key: string, value: string) =>
      isSecretName(key) && value ? head + REDACTED : all,
    )
    .replace(ASSIGNED, (all, name: string, sign: string, value: string) =>
      isSecretName(name) && value ? name + sign + hide(value) : all,
    )
    .replace(OPTION, (all, dash: string, name: string, gap: string) =>
      isSecretName(name) ? dash + name + gap + REDACTED : all,
    );
  return redactShapes(named);
}

/** Keeps the quotes, so that the line still reads as what it is. */
const hide = (value: string): string => (/^["']/.test(value) ? value[0] + REDACTED + value[0] : REDACTED);
