/** Sentences one after the other, empty ones left out: with a blank in between, but not behind a Chinese one. */
export const sentences = (...all: readonly string[]): string =>
  all.filter((one) => one !== '').reduce((told, one) => `${told}${/[。？！]$/.test(told) ? '' : ' '}${one}`);
