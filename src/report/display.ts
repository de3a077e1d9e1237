import { redactText } from './redact.ts';

/**
 * Text from files, for a terminal: control characters are shown as escapes, so that a unit cannot move the cursor or
 * colour the screen; secrets are gone. Tabs and, with `lines`, newlines stay.
 */
export function display(text: string, options: { lines?: boolean } = {}): string {
  return redactText(text).replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu, (c) => {
    if (c === '\t' || (c === '\n' && options.lines)) return c;
    return c === '\n'
      ? '\\n'
      : c === '\r'
        ? '\\r'
        : `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
}

/** A path as people write it: `~` for the account's home. */
export const shortPath = (path: string, home: string | null): string =>
  display(
    home !== null && home !== '/' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path,
  );
