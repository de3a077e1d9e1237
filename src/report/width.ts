/** What takes two columns of a terminal: East Asian wide and full-width characters, and emoji (UAX #11, UTS #51). */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** What takes none: it is drawn on the character before it, or not at all. */
const ZERO = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u1160-\u11ff]/u;
/** What makes one emoji of several characters: joiners, flags, colours of skin, keycaps. */
const JOINS = /[\u200d\ufe0f\u20e3]|\p{Regional_Indicator}|\p{Emoji_Modifier}/u;
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u;
const ESCAPES = /\x1b\[[0-9;]*m/g;

let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one character each: an emoji may be many to Unicode. */
export function characters(text: string): string[] {
  if (!JOINS.test(text)) return Array.from(text);
  segmenter ??= new Intl.Segmenter('en');
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Columns a text takes on a terminal; colours take none. Default: it also stands in for `string-width` (scripts/build.mjs). */
export default function width(text: string): number {
  // Nearly everything is ASCII.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return characters(text.replace(ESCAPES, '')).reduce(
    (columns, one) => columns + (JOINS.test(one) && EMOJI.test(one) ? 2 : sum(one)),
    0,
  );
}

function sum(text: string): number {
  let columns = 0;
  for (const character of text) columns += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}
