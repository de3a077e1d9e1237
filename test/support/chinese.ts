import { expect } from 'vitest';

/** What is left of a text without what is quoted from elsewhere: words in quotes, paths, commands, names with a sign in them. */
export const spoken = (text: string): string =>
  text
    .replace(/“[^”]*”/g, ' … ')
    .replace(/(?:systemctl|journalctl|launchctl|loginctl) [\w .:$()/@*-]*/g, ' … ')
    .replace(/\S*[/=_@$%{}.-]\S*/g, ' … ');

/** Chinese as docs/zh-CN/glossary.md wants it, and no English sentence in it. */
export function expectChinese(text: string): void {
  expect(text).toMatch(/\p{Script=Han}/u);
  expect(spoken(text)).not.toMatch(/[A-Za-z']+(?: [A-Za-z']+){3}/);
  // Full-width punctuation, and a blank beside Latin letters and numbers.
  expect(text).not.toMatch(/\p{Script=Han}[,;:!?()]|[,;:!?()]\p{Script=Han}/u);
  expect(text).not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u);
  expect(text).not.toMatch(/ [，。、；：？！”）]|[，。、；：？！（“] | {2}/);
}
