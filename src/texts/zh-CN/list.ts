/** Names as a sentence lists them: `a`, `a 和 b`, `a、b 和 c`. Only Latin letters have a space beside them. */
export function list(names: readonly string[], word = '和'): string {
  if (names.length < 2) return names[0] ?? '';
  const [most, last = ''] = [names.slice(0, -1).join('、'), names.at(-1)];
  const isLatin = (character: string | undefined): boolean => /[\x21-\x7e]/.test(character ?? '');
  return `${most}${isLatin(most.at(-1)) ? ' ' : ''}${word}${isLatin(last[0]) ? ' ' : ''}${last}`;
}
