import { memo } from './memo.ts';

/** Names of variables, keys and options whose values are nobody's business. */
const SECRET_NAME =
  /(?:^|[_.-])(?:TOKENS?|SECRETS?|PASS(?:WORD|WD|PHRASE)?|PWD|API_?KEYS?|KEY|CREDENTIALS?|COOKIES?|AUTH(?:ORIZATION)?|PRIVATE|DSN|WEBHOOK(?:_URL)?|SESSION|SIGNATURE|SALT|BEARER|SETCREDENTIAL(?:ENCRYPTED)?)\d*(?:$|[_.-])|(?:TOKEN|SECRET|PASSWORD|APIKEY|PASSWD)\d*$/i;

/** Names of that look which are known to hold none. */
const HARMLESS_NAME = /^(?:SSH_AUTH_SOCK|XDG_SESSION_\w+|DBUS_SESSION_BUS_ADDRESS|PWD|OLDPWD|XAUTHORITY)$/;

/** Whether a variable, key or option is called like one that holds a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);

/** Values that give themselves away, whatever they are called. */
export const SECRET_SHAPES: readonly RegExp[] = [
  /\b\d{6,12}:[A-Za-z0-9_-]{30,}/g, // Telegram bot
  /\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}/g,
  /\b(?:ghp|gho|ghs|ghu|github_pat|glpat|xox[abprs]|npm)[-_][A-Za-z0-9_-]{16,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{8,1000}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+/g, // JSON web token
  /\b[MN][A-Za-z0-9_-]{23,100}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/g, // Discord bot
  /\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{4,}/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** User and password inside a URL: the first group is all before the password. */
export const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/(?:[^\s/:@'"]*:)?)[^\s/@'"]{3,}(?=@)/gi;

/** Text that stands where somebody is to put the secret, or from where a program takes it: `<token>`, `$TOKEN`, `changeme`. */
const PLACEHOLDER =
  /[<>]|^[$%{@[]|\$\{|\{\{|x{4,}|\*{3,}|\.{3}|…|your|change[-_ ]?(?:me|it|this)|replace|example|placeholder|redacted|dummy|todo|insert|paste/i;
/** Values that say how, how much, where or whether. A path is where the secret is, not the secret. */
const SETTING = /^(?:true|false|yes|no|on|off|none|null|auto|default|\d{1,9}|~?\/.*|\.{1,2}\/.*)$/i;
/** Names whose value is the secret itself. Of others (`AUTH_MODE`, `SESSION_NAME`) the value has to look like one. */
const SURE_NAME =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|(?:API|ACCESS|PRIVATE|SERVER)[_-]?KEY|BEARER|WEBHOOK(?:[_-]URL)?|DSN)$/i;
/** More of a value is not looked at: the shapes take time with the square of its length. */
const LONGEST = 8192;
/** What is shorter may have the shape by chance. */
const SHORTEST = 16;
const LOOKS_RANDOM = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_+/=.~-]{16,}$/;

/**
 * Whether a value gives a secret away, by its shape or together with its name. Stricter than what is redacted: there a
 * word too many does no harm, here it is an accusation.
 */
export const holdsSecret = (name: string, value: string): boolean => judge(`${name}=${value}`);

const judge = memo((assignment: string): boolean => {
  const equals = assignment.indexOf('=');
  return judgeOne(assignment.slice(0, equals), assignment.slice(equals + 1));
});

function judgeOne(name: string, value: string): boolean {
  const text = value.slice(0, LONGEST).trim();
  for (const shape of text.length >= SHORTEST ? SECRET_SHAPES : []) {
    const found = text.match(shape)?.[0];
    if (found && found.length >= SHORTEST && !PLACEHOLDER.test(found)) return true;
  }
  const password = /:\/\/[^\s/:@'"]*:([^\s/@'"]{3,})@/.exec(text)?.[1];
  if (password !== undefined) return !PLACEHOLDER.test(password);
  if (!isSecretName(name) || text.length < 4 || PLACEHOLDER.test(text) || SETTING.test(text)) return false;
  const isPlainUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) && !/WEBHOOK/i.test(name);
  return !isPlainUrl && (SURE_NAME.test(name) || LOOKS_RANDOM.test(text));
}
