import { expect, it } from 'vitest';
import { octalMeant } from '../../../../src/audit/rules/job/umask-decimal.ts';

it.each([
  [77, 0o77],
  [22, 0o22],
  [27, 0o27],
  [177, 0o177],
  [777, 0o777],
])('%d is meant as octal', (value, meant) => {
  expect(octalMeant(value)).toBe(meant);
});

// 63, 23 and 18 are 077, 027 and 022; the others make no sense either way, or the same.
it.each([63, 23, 18, 127, 0, 2, 7, 31, 45, 100, 512, -22, 22.5])('%d is taken as it is', (value) => {
  expect(octalMeant(value)).toBeNull();
});
