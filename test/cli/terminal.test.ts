import { describe, expect, it } from 'vitest';
import { canRedraw, wantsColour } from '../../src/cli/terminal.ts';

describe('colours', () => {
  it.each([
    ['auto', true, {}, true],
    ['auto', false, {}, false],
    ['auto', true, { TERM: 'dumb' }, false],
    ['auto', true, { NO_COLOR: '1' }, false],
    // no-color.org: an empty one is none.
    ['auto', true, { NO_COLOR: '' }, true],
    ['auto', false, { FORCE_COLOR: '1' }, true],
    ['auto', false, { FORCE_COLOR: '3', TERM: 'dumb' }, true],
    ['auto', true, { FORCE_COLOR: '0' }, false],
    ['auto', false, { FORCE_COLOR: '' }, false],
    ['auto', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['always', false, { NO_COLOR: '1', TERM: 'dumb' }, true],
    ['never', true, { FORCE_COLOR: '1' }, false],
    // A runner shows them; what it cannot show is a line drawn over.
    ['auto', true, { CI: 'true' }, true],
  ] as const)('--color %s, terminal %j, %j: %j', (choice, isTerminal, environment, expected) => {
    expect(wantsColour(choice, isTerminal, environment)).toBe(expected);
  });
});

describe('drawing over what was drawn', () => {
  it.each([
    [true, {}, true],
    [true, { TERM: 'xterm', NO_COLOR: '1' }, true],
    [false, {}, false],
    [true, { TERM: 'dumb' }, false],
    [true, { CI: 'true' }, false],
    [true, { CI: '1' }, false],
    [true, { CI: 'false' }, true],
    [true, { CI: '' }, true],
  ])('terminal %j, %j: %j', (isTerminal, environment, expected) => {
    expect(canRedraw(isTerminal, environment)).toBe(expected);
  });
});
