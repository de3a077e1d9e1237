/** Names as a sentence lists them: `a`, `a and b`, `a, b and c`. */
export const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** Two commands, one after the other. */
export const inOrder = (p: { first: string; next: string }): string => `${p.first}, then ${p.next}`;
