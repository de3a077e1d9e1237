/** What people leave in templates for the reader to fill in. Bounded: a text of brackets alone must not take for ever. */
const PLACEHOLDERS = [
  /\{\{[^{}]{1,60}\}\}/,
  /#\{[^{}]{1,60}\}/,
  /(?<![$#{])\{[A-Za-z_][\w-]{0,60}\}/,
  /<[A-Za-z][\w -]{0,60}>/,
  /@[A-Z][A-Z0-9_]{1,60}@/,
  /(?<=^|[/_-])(?:YOUR|REPLACE|CHANGE)_?[A-Z][A-Z0-9_]*/,
  // Names of accounts are in small letters.
  /(?<=^\/(?:home|Users)\/)[A-Z][A-Z_]{2,}(?=\/|$)/,
  /(?<=^\/(?:home|Users)\/)your[-_]?(?:user|user[-_]?name|name)(?=\/|$)/,
  /^\/path\/to(?=\/|$)/,
];

/** A placeholder in a path, or at the start of a value; null where there is none. Elsewhere such text may be meant. */
export function placeholderIn(value: string): string | null {
  for (const pattern of PLACEHOLDERS) {
    const found = pattern.exec(value);
    if (found && (found.index === 0 || /^[/~]/.test(value))) return found[0];
  }
  return null;
}
