/** `~` where a path starts, `$NAME`, `${name}`, `$(command)`. */
const TILDE = /(?:^|[:=])(~[\w.-]*)(?=[/:]|$)/;
const VARIABLE = /\$(?:\{[A-Za-z_][^{}]{0,99}\}|[A-Z_][A-Z0-9_]*\b|\()/;
// Bounded: a text of brackets alone must not take for ever.
const GLOB = /[*?]|\[[^\]/]{1,99}\]/;

/** What in a path only a shell would replace; null when there is nothing. */
export function unexpanded(path: string): string | null {
  const found = TILDE.exec(path)?.[1] ?? VARIABLE.exec(path)?.[0];
  if (found === undefined) return null;
  return found === '$(' ? '$(…)' : found;
}

/** The same where no pattern is read, either. */
export const literalPattern = (path: string): string | null =>
  unexpanded(path) ?? GLOB.exec(path)?.[0] ?? null;

/**
 * The same in a value that need not be a path: `~/x`, `/x/$NAME`, `$NAME`. A dollar sign anywhere else may well be meant,
 * as in a password.
 */
export function unexpandedIn(value: string): string | null {
  const isPath = /^(~|\/|\$\{[A-Za-z_]\w*\}(\/|$)|\$[A-Z_][A-Z0-9_]*(\/|$)|\$\()/.test(value);
  return isPath ? unexpanded(value) : null;
}

/** The path written out, as far as the account's home is all it takes; null when it takes more. */
export function writtenOut(path: string, home: string | null): string | null {
  if (home === null) return null;
  const result = path
    .replace(/(^|[:=])~(?=[/:]|$)/g, (_, before: string) => before + home)
    .replace(/\$(?:HOME\b|\{HOME\})/g, () => home);
  return literalPattern(result) === null ? result : null;
}
