/** What takes two columns of a terminal: East Asian wide and full-width characters, and emoji (UAX #11, UTS #51). */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** What takes none: it is drawn on the character before it, or not at all. */
const ZERO = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;
const ESCAPES = /\x1b\[[0-9;]*m/g;

/** Columns a text takes on a terminal; colours take none. Default: it also stands in for `string-width` (scripts/build.mjs). */
export default function width(text: string): number {
  // Nearly everything is ASCII.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text.replace(ESCAPES, '')) {
    columns += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  }
  return columns;
}
