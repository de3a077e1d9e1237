const HAN = /\p{Script=Han}$/u;
const STARTS_HAN = /^[\p{Script=Han}，。、；：？！（“]/u;
const STARTS_LATIN = /^[\w$~/.@-]/;
const ENDS_LATIN = /[\w$~/)%-]$/;

/** What goes on with a path or an option that a fact is a part of. */
const GOES_ON = /^[/.]/;
const WANTS_MORE = /[/.~$@=-]$/;

/**
 * Puts facts into a text. Chinese has a blank beside Latin letters and numbers and none beside other Chinese, and a fact may
 * be either: a path, or words of ours. A path that is put together of several is one word: it is pasted into a shell.
 */
export function fill(text: string, facts: Readonly<Record<string, unknown>>): string {
  return text
    .split(/(\{\w+\})/)
    .map((piece) => {
      const name = piece.slice(1, -1);
      const isFact = piece.startsWith('{') && name in facts;
      return { text: isFact ? String(facts[name]) : piece, isFact };
    })
    .filter(({ text }) => text !== '')
    .reduce(
      ({ told, wasFact }, { text, isFact }) => {
        const isOneWord = (wasFact && GOES_ON.test(text)) || (!wasFact && isFact && WANTS_MORE.test(told));
        return { told: isOneWord ? told + text : join(told, text), wasFact: isFact };
      },
      { told: '', wasFact: false },
    ).told;
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
