import type { Location } from '../model/location.ts';

/**
 * One word of a command line, and where it stands: word `index` of the definition's argv, and, when it stands inside
 * that word (a `sh -c` string, a script literal), its span there. An edit of the span is an edit of the definition.
 */
export interface Word {
  text: string;
  index: number;
  /** Offsets in the outer word's text; null when this is the whole outer word. */
  span: { start: number; end: number } | null;
  location: Location | null;
  /** The text is not what the program gets: an expansion in it cannot be known from here. */
  dynamic?: boolean;
}

/** Words that are themselves, as a manager without a shell passes them. */
export const plainWords = (argv: readonly string[], wordsAt: readonly Location[] = []): Word[] =>
  argv.map((text, index) => ({ text, index, span: null, location: wordsAt[index] ?? null }));
