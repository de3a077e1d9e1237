// biome-ignore-all lint/suspicious/noTemplateCurlyInString: systemd's variables look like these.
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../src/model/definition.ts';
import { parseExec } from '../../src/systemd/exec.ts';
import { expandWith } from '../../src/systemd/specifiers.ts';
import { expandVariables } from '../../src/systemd/variables.ts';

const expand = expandWith(
  () =>
    new Map([
      ['i', 'inst'],
      ['I', null],
    ]),
);
/** Commands as `[prefixes, program, argv]`, with `refused` where they are. */
const parse = (value: string) => {
  const { commands, problems, fatal } = parseExec(value, expand);
  return {
    commands: commands.map(({ prefixes, program, argv, refused }) => [
      prefixes,
      program,
      argv,
      ...(refused ? ['refused'] : []),
    ]),
    problems: problems.map(({ effect, message, at }) => `${effect} ${at}: ${message}`),
    fatal,
  };
};

describe('commands systemd takes', () => {
  it.each<[string, unknown[]]>([
    ['', []],
    ['/bin/a', [['', '/bin/a', ['/bin/a']]]],
    ['/bin//./a/../b x', [['', '/bin/a/../b', ['/bin//./a/../b', 'x']]]],
    ['python3 -m x', [['', 'python3', ['python3', '-m', 'x']]]],
    ['"/a b/c" "d e" \'\'', [['', '/a b/c', ['/a b/c', 'd e', '']]]],
    ['-/bin/a x', [['-', '/bin/a', ['/bin/a', 'x']]]],
    ['@/bin/a b c', [['@', '/bin/a', ['b', 'c']]]],
    ['-@:+/bin/a b', [['-@:+', '/bin/a', ['b']]]],
    ['!!/bin/a', [['!!', '/bin/a', ['/bin/a']]]],
    ['"-/bin/a" b', [['-', '/bin/a', ['/bin/a', 'b']]]],
    [
      '/bin/%i %i %% %! $HOME ${X} $$',
      [['', '/bin/inst', ['/bin/inst', 'inst', '%', '%!', '$HOME', '${X}', '$$']]],
    ],
    ['/bin/a %h', [['', '/bin/a', ['/bin/a', '%h']]]],
    ['%h/bin/a', [['', '%h/bin/a', ['%h/bin/a']]]],
    [
      '/a ; /b x ;',
      [
        ['', '/a', ['/a']],
        ['', '/b', ['/b', 'x']],
      ],
    ],
    ['; /a', [['', '/a', ['/a']]]],
    ['/a \\; ";" b; ;c', [['', '/a', ['/a', ';', ';', 'b;', ';c']]]],
    ['/a "\\x3b"', [['', '/a', ['/a', ';']]]],
  ])('%s', (value, commands) => {
    expect(parse(value)).toEqual({ commands, problems: [], fatal: false });
  });
});

describe('commands systemd refuses are given as written', () => {
  it.each<[string, unknown[], string]>([
    [
      '~/x run',
      [['', '~/x', ['~/x', 'run'], 'refused']],
      'fatal 0: Neither a valid executable name nor an absolute path: ~/x',
    ],
    [
      '$HOME/x run',
      [['', '$HOME/x', ['$HOME/x', 'run'], 'refused']],
      'fatal 0: Neither a valid executable name nor an absolute path: $HOME/x',
    ],
    ['/a/ x', [['', '/a', ['/a/', 'x'], 'refused']], 'fatal 0: Executable path specifies a directory: /a/'],
    [
      '/a\\"b',
      [['', '/a"b', ['/a"b'], 'refused']],
      'fatal 0: Executable name contains special characters: /a"b',
    ],
    ['""', [['', '', [''], 'refused']], 'fatal 0: Empty path in command line'],
    ['@/a', [['@', '/a', [], 'refused']], 'fatal 0: Empty executable name or zeroeth argument'],
    ['+-/a', [['+-', '/a', ['/a']]], ''],
    [
      '++/a',
      [['+', '+/a', ['+/a'], 'refused']],
      'fatal 0: Neither a valid executable name nor an absolute path: +/a',
    ],
    [
      '%Z x',
      [['', '%Z', ['%Z', 'x'], 'refused']],
      "fatal 0: Failed to resolve unit specifiers in '%Z': systemd knows no specifier %Z (write %% for a percent sign)",
    ],
    [
      '/a %I',
      [['', '/a', ['/a', '%I'], 'refused']],
      "fatal 3: Failed to resolve unit specifiers in a word: %I cannot be resolved: the unit's name holds a bad escape",
    ],
    ['/a b "c', [['', '/a', ['/a', 'b'], 'refused']], 'fatal 5: Unbalanced quoting'],
    [
      '..',
      [['', '..', ['..'], 'refused']],
      'fatal 0: Neither a valid executable name nor an absolute path: ..',
    ],
  ])('%s', (value, commands, problem) => {
    expect(parse(value)).toEqual({ commands, problems: problem ? [problem] : [], fatal: problem !== '' });
  });

  it('with - it is only ignored, and so is what follows on the line', () => {
    expect(parse('/a ; -x/y ; /b')).toEqual({
      commands: [
        ['', '/a', ['/a']],
        ['-', 'x/y', ['x/y'], 'refused'],
      ],
      problems: ['dropped 5: Neither a valid executable name nor an absolute path: x/y'],
      fatal: false,
    });
  });

  it('an open quote in the first word drops the line, but not the unit', () => {
    expect(parse('"/a b')).toEqual({
      commands: [],
      problems: ['dropped 0: Unbalanced quoting'],
      fatal: false,
    });
  });

  it('paths and names have their limits', () => {
    expect(parse(`/${'a'.repeat(255)}`).fatal).toBe(false);
    expect(parse(`/${'a'.repeat(256)}`).fatal).toBe(true);
    expect(parse(`${'/a'.repeat(2047)}`).fatal).toBe(false);
    expect(parse(`${'/a'.repeat(2048)}`).fatal).toBe(true);
  });
});

describe('words as written', () => {
  it('have offsets, and the first is without its prefixes', () => {
    const value = '-@/a  "b %i"  c\\t';
    const [command] = parseExec(value, expand).commands;
    expect(command?.words).toEqual([
      { text: '/a', start: 2, end: 4 },
      { text: 'b %i', start: 6, end: 12 },
      { text: 'c\t', start: 14, end: 17 },
    ]);
    expect(command?.words.map(({ start, end }) => value.slice(start, end))).toEqual(['/a', '"b %i"', 'c\\t']);
  });

  it('start at their quote when the prefixes are inside', () => {
    expect(parseExec('"-/a"', expand).commands[0]?.words).toEqual([{ text: '/a', start: 0, end: 5 }]);
  });
});

describe('variables', () => {
  const environment: Environment = new Map(
    Object.entries({ A: 'x', SP: ' a  "b c" d\\ e ', E: '', Q: '"open' }).map(([name, value]) => [
      name,
      { value, origin: { kind: 'manager', location: null } },
    ]),
  );

  it.each<[string, string[]]>([
    ['$A', ['x']],
    ['${A}', ['x']],
    ['a${A}b', ['axb']],
    ['a$A', ['a$A']],
    ['$A.b', []],
    ['$SP', ['a', 'b c', 'd e']],
    ['${SP}', [' a  "b c" d\\ e ']],
    ['$E', []],
    ['${E}', ['']],
    ['$NONE', []],
    ['${NONE}', ['']],
    ['x${NONE}y', ['xy']],
    ['$$', ['$']],
    ['$$A', ['$A']],
    ['a$$b$$', ['a$b$']],
    ['$${A}', ['${A}']],
    ['${A:-y}', ['${A:-y}']],
    ['${A', ['${A']],
    ['$', []],
    ['$Q', ['open']],
  ])('%s', (word, words) => {
    expect(expandVariables(['/p', word, 'z'], environment)).toEqual(['/p', ...words, 'z']);
  });
});
