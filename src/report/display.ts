import { redactText } from './redact.ts';

/** Control characters, and those that turn the direction of a line or cannot be seen at all. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** What a GitHub runner takes for a command: `::name` where a line starts, `##[name` anywhere. */
const COMMAND = /^\s*:(?=:[a-z])|##(?=\[[a-z])/gim;

const escaped = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Text from files, for a terminal: control characters are shown as escapes, so that a unit cannot move the cursor or
 * colour the screen; secrets are gone. Tabs and, with `lines`, newlines stay.
 */
export const display = (text: string, options: { lines?: boolean } = {}): string =>
  inert(redactText(text), options);

/** The same for a part of a text that was looked through for secrets as a whole. */
export function inert(text: string, options: { lines?: boolean } = {}): string {
  return text
    .replace(UNSEEN, (c) => {
      if (c === '\t' || (c === '\n' && options.lines)) return c;
      return c === '\n' ? '\\n' : c === '\r' ? '\\r' : escaped(c);
    })
    .replace(COMMAND, (found) => (found.startsWith('#') ? '#\\u0023' : found.replace(/:$/, '\\u003a')));
}

/** A path as people write it: `~` for the account's home. */
export const shortPath = (path: string, home: string | null): string =>
  display(
    home !== null && home !== '/' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path,
  );

/** A result for programs: the same text to them, and as harmless to a terminal and a runner that a log is shown to. */
export const toJson = (value: unknown): string => inertJson(JSON.stringify(value, null, 2));

/** The same in one line. */
export const toJsonLine = (value: unknown): string => inertJson(JSON.stringify(value));

const inertJson = (text: string): string =>
  text
    .replace(/[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g, escaped)
    .replaceAll('##[', '#\\u0023[');
