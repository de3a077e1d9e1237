const HAN = /\p{Script=Han}$/u;
const STARTS_HAN = /^[\p{Script=Han}，。、；：？！（“]/u;
const STARTS_LATIN = /^[\w$~/.@-]/;
const ENDS_LATIN = /[\w$~/)%-]$/;

/**
 * Puts facts into a text. Chinese has a blank beside Latin letters and numbers and none beside other Chinese, and a fact may
 * be either: a path, or words of ours.
 */
export function fill(text: string, facts: Readonly<Record<string, unknown>>): string {
  return text
    .split(/(\{\w+\})/)
    .map((piece) => {
      const name = piece.slice(1, -1);
      return piece.startsWith('{') && name in facts ? String(facts[name]) : piece;
    })
    .reduce(join, '');
}

function join(before: string, next: string): string {
  if (HAN.test(before) && STARTS_LATIN.test(next)) return `${before} ${next}`;
  if (ENDS_LATIN.test(before) && /^\p{Script=Han}/u.test(next)) return `${before} ${next}`;
  if (/[\p{Script=Han}，。、；：？！）”] $/u.test(before) && STARTS_HAN.test(next))
    return before.slice(0, -1) + next;
  if (/[\p{Script=Han}，。、；：？！）”]$/u.test(before) && /^ [\p{Script=Han}，。、；：？！（“]/u.test(next))
    return before + next.slice(1);
  return before + next;
}
