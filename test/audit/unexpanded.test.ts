import { describe, expect, it } from 'vitest';
import { literalPattern, unexpanded, unexpandedIn, writtenOut } from '../../src/audit/unexpanded.ts';

describe('what only a shell would replace', () => {
  it.each([
    ['~', '~'],
    ['~/x', '~'],
    ['~u/x', '~u'],
    ['/a:~/b', '~'],
    ['a=~/b', '~'],
    ['/home/$USER/x', '$USER'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's, not ours
    ['${home}/x', '${home}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's, not ours
    ['${A:-b}', '${A:-b}'],
    ['$(brew --prefix)/bin', '$(…)'],
  ])('%s', (path, part) => {
    expect(unexpanded(path)).toBe(part);
  });

  it.each(['/a/com~apple~x', '/a~', 'x~y', '$5', 'a$', '$$', 'pa$word', '$HOMEx', '^a$', '/a/$b'])(
    'not in %s',
    (path) => {
      expect(unexpanded(path)).toBeNull();
    },
  );

  it('patterns count where a path is opened', () => {
    expect(['/a/*.log', '/a/x?', '/a/[bc]', '/a/[', '/a'].map(literalPattern)).toEqual([
      '*',
      '?',
      '[bc]',
      null,
      null,
    ]);
  });
});

describe('in a value that need not be a path', () => {
  it.each([
    ['$TOKEN', '$TOKEN'],
    ['$HOME/x', '$HOME'],
    ['/a/$B', '$B'],
    ['~/x', '~'],
  ])('%s', (value, part) => {
    expect(unexpandedIn(value)).toBe(part);
  });

  it.each(['$TOKEN-x', 'postgres://u:$PASS@h', 'a ~ b', 'x=$HOME', '$ecret', ''])('not in %s', (value) => {
    expect(unexpandedIn(value)).toBeNull();
  });
});

describe('written out', () => {
  it.each([
    ['~/x:$HOME/y', '/home/u$1/x:/home/u$1/y'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's, not ours
    ['${HOME}', '/home/u$1'],
    ['$HOME/bin:$PATH', null],
    ['$HOMES/x', null],
    ['~u/x', null],
  ])('%s', (path, result) => {
    expect(writtenOut(path, '/home/u$1')).toBe(result);
  });

  it('not without a home', () => {
    expect(writtenOut('~/x', null)).toBeNull();
  });
});

it('a hostile text ends', () => {
  for (const part of ['${a', '[', '~', '$A', ':~a', '$(', '*', '/']) {
    const text = part.repeat(200_000);
    expect([literalPattern(text), unexpandedIn(text), writtenOut(text, '/home/u')]).toHaveLength(3);
  }
});
