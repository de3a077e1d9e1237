// biome-ignore-all lint/suspicious/noTemplateCurlyInString: systemd's variables look like these.

import { describe, expect, it } from 'vitest';
import { parseEnvironment } from '../../src/systemd/environment.ts';
import { parseExec } from '../../src/systemd/exec.ts';
import { environmentItem, execLine, execWord, pathValue, textValue } from '../../src/systemd/quote.ts';
import { expandWith } from '../../src/systemd/specifiers.ts';
import { expandVariables } from '../../src/systemd/variables.ts';
import { anyText, argv, variable } from '../oracle/arbitrary.ts';
import fc from '../support/fast-check.ts';

const nothing = expandWith(() => new Map());

describe('execLine', () => {
  it.each<[string[], string]>([
    [
      ['/usr/bin/python3', '-m', 'hermes_cli.main', '--profile', 'a-b', '--x=y'],
      '/usr/bin/python3 -m hermes_cli.main --profile a-b --x=y',
    ],
    [['/a b/c$d%e'], '"/a b/c$d%%e"'],
    [['/a', '', ';', '\\;', 'x;y'], '/a "" ";" "\\\\;" "x;y"'],
    [['/a', '%h', '$HOME', '${X}', '$$'], '/a %%h $$HOME $${X} $$$$'],
    [['/a', 'b\nc', '\t', '\x01', '\x7f'], '/a "b\\nc" "\\t" "\\x01" "\\x7f"'],
    [['/a', `it's`, '"q"', 'b\\'], `/a "it's" "\\"q\\"" "b\\\\"`],
    [['/a', 'é 😀'], '/a "é 😀"'],
  ])('%j', (words, line) => {
    expect(execLine(words)).toBe(line);
  });

  it.each<[string[], RegExp]>([
    [[], /"" cannot be written as a program: it is not an absolute path/],
    [['python3'], /"python3" cannot be written as a program: it is not an absolute path/],
    [['/a"b'], /special characters/],
    [['/a\\b'], /special characters/],
    [['/a\nb'], /special characters/],
    [['/a/'], /specifies a directory/],
    [['/a', 'x\0'], /it holds a NUL/],
    [['/a', '\ud800'], /not clean UTF-8/],
    [['/a', '\uffff'], /not clean UTF-8/],
    [['/a', 'x'.repeat(2 ** 20)], /the command is longer than a line of a unit file can be/],
  ])('refuses %.40j', (words, message) => {
    expect(() => execLine(words)).toThrow(message);
    expect(() => execLine(words)).toThrow(expect.objectContaining({ name: 'Failure', exit: 'usage' }));
  });
});

it('what is written is read back', () => {
  fc.assert(
    fc.property(argv, (words) => {
      const { commands, problems } = parseExec(execLine(words), nothing);
      expect(problems).toEqual([]);
      const [program = '', ...args] = commands[0]?.argv ?? [];
      expect([program, ...expandVariables(args, new Map())]).toEqual(words);
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(variable, ([name, value]) => {
      const { items, problems } = parseEnvironment(environmentItem(name, value), nothing);
      expect(problems).toEqual([]);
      expect(items).toEqual([{ key: name, value, at: 0 }]);
    }),
    { numRuns: 2000 },
  );
});

describe('execWord', () => {
  it('keeps specifiers and variables where they are meant', () => {
    expect(execWord('%h/$X y', { specifiers: 'keep', variables: 'keep' })).toBe('"%h/$X y"');
    expect(execWord('%h/$X', { specifiers: 'escape', variables: 'keep' })).toBe('%%h/$X');
    expect(execWord('%h/$X', { specifiers: 'keep', variables: 'escape' })).toBe('%h/$$X');
  });

  it('gives back the words of a line of somebody else', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const word = execWord(text, { specifiers: 'keep', variables: 'keep' });
        expect(parseExec(`/a ${word}`, nothing).commands[0]?.words[1]?.text).toBe(text);
      }),
    );
  });
});

describe('environmentItem', () => {
  it.each<[string, string, string]>([
    ['A', 'x', 'A=x'],
    ['A', '', 'A='],
    ['A', 'x y', '"A=x y"'],
    ['DATABASE_URL', 'postgres://u:p%40ss@h/$db', 'DATABASE_URL=postgres://u:p%%40ss@h/$db'],
    ['A', 'a"b\\c\nd', '"A=a\\"b\\\\c\\nd"'],
  ])('%s=%j', (name, value, item) => {
    expect(environmentItem(name, value)).toBe(item);
  });

  it('refuses without showing the value', () => {
    expect(() => environmentItem('1A', 'x')).toThrow('"1A" cannot be written as the name of a variable');
    expect(() => environmentItem('TOKEN', 'hunter2\0')).toThrow(
      /^the value of TOKEN cannot be written in a unit: it holds a NUL$/,
    );
  });
});

describe('pathValue and textValue', () => {
  it('write plain text', () => {
    expect(pathValue('/home/a b/"c"/$d/e%f\\g')).toBe('/home/a b/"c"/$d/e%%f\\g');
    expect(pathValue('/a\\\\')).toBe('/a\\\\');
    expect(textValue('Gateway "x" 100% 😀')).toBe('Gateway "x" 100%% 😀');
  });

  it.each<[string, RegExp]>([
    ['a/b', /it is not absolute/],
    ['~/b', /it is not absolute/],
    ['/a\nb', /control character/],
    ['/a/../b', /refuses \. and \.\./],
    ['/a/.', /refuses \. and \.\./],
    ['/a ', /blank at its end/],
    ['/a\\', /backslash at its end/],
    ['/a\\\\\\', /backslash at its end/],
  ])('refuse the path %j', (path, message) => {
    expect(() => pathValue(path)).toThrow(message);
  });

  it.each(['a\nb', ' a', 'a ', 'a\\', '\ud800'])('refuse the text %j', (text) => {
    expect(() => textValue(text)).toThrow(/cannot be written/);
  });
});
