/** Code points that systemd's `utf8_is_valid()` refuses although they are well-formed: noncharacters. */
const NONCHARACTER = /[\u{fdd0}-\u{fdef}\p{Noncharacter_Code_Point}]/u;
/** Nearly every text there is: spares the slow ones below. */
const ASCII = /^[\x00-\x7f]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Whether systemd takes a text as clean UTF-8. Besides what is not well-formed it refuses noncharacters (U+FFFE,
 * U+1FFFF, U+FDD0, …).
 */
export function isClean(text: string): boolean {
  return ASCII.test(text) || (!LONE_SURROGATE.test(text) && !NONCHARACTER.test(text));
}

/** Strips systemd's WHITESPACE (blank, tab, line ends; no other Unicode blanks) from both ends. */
export function stripBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Blank, tab, newline or carriage return: systemd's WHITESPACE. */
export const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

/** The text without the escapes' raw control characters, for messages. At most 80 characters. */
export function shown(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return short.replace(/[\x00-\x1f\x7f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
