import { expect, it } from 'vitest';
import breakLines from '../../src/report/break-lines.ts';

it('breaks English at blanks', () => {
  expect(breakLines('one two three', 7)).toBe('one two\nthree');
});

it('breaks Chinese anywhere, but begins no line with a comma', () => {
  expect(breakLines('先后次序，以及下一步', 8)).toBe('先后次\n序，以及\n下一步');
  expect(breakLines('来自 journal，或者日志', 14)).toBe('来自 journal，\n或者日志');
});

it('breaks behind the comma of a list of names', () => {
  expect(breakLines('profile-shared、start-not-run：~/a', 20)).toBe('profile-shared、\nstart-not-run：~/a');
});

it('leaves a long word whole, unless it has to', () => {
  expect(breakLines('a /long/path', 6)).toBe('a\n/long/path');
  expect(breakLines('a /long/path', 6, { hard: true })).toBe('a /lon\ng/path');
});

it('keeps the lines of a text', () => {
  expect(breakLines('one\ntwo three', 5)).toBe('one\ntwo\nthree');
});
