// biome-ignore-all lint/suspicious/noTemplateCurlyInString: systemd's variables look like these.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import { parseEnvironment, parseEnvironmentNames } from '../../src/systemd/environment.ts';
import { readEnvironmentD } from '../../src/systemd/environment-d.ts';
import { parseEnvironmentFile } from '../../src/systemd/environment-file.ts';
import { glob } from '../../src/systemd/glob.ts';
import { expandWith, unitSpecifiers } from '../../src/systemd/specifiers.ts';

const expand = expandWith(() => unitSpecifiers('a.service'));

describe('Environment=', () => {
  it.each<[string, string[], string[]]>([
    ['A=1 "B=x y" \'C=\'', ['0 A=1', '4 B=x y', '12 C='], []],
    ['A=%p%%$X D=a=b', ['0 A=a%$X', '9 D=a=b'], []],
    ['A=\\xc3\\xa9\\n', ['0 A=é\n'], []],
    ['A=%h', ['0 A=%h'], []],
    ['A=1 B C=2', ['0 A=1', '6 C=2'], ['4 Invalid environment assignment (a word without =), ignoring.']],
    [
      '1A=x A-B=y =z',
      [],
      [
        '0 Invalid environment assignment (1A=…), ignoring.',
        '5 Invalid environment assignment (A-B=…), ignoring.',
        '11 Invalid environment assignment (an empty name=…), ignoring.',
      ],
    ],
    [
      'A=p%40ss B=2',
      ['9 B=2'],
      [
        '0 Failed to resolve specifiers (A=…), ignoring: systemd knows no specifier %4 (write %% for a percent sign)',
      ],
    ],
    ['A=1 B=\\q C=3', ['0 A=1'], ['6 Unknown escape sequence \\q, ignoring the rest of the line.']],
    ['A=1 "B=2', ['0 A=1'], ['4 Unbalanced quoting, ignoring the rest of the line.']],
    [
      'A=\\xff B=\\ufffe',
      [],
      [
        '0 Invalid environment assignment (A=…), ignoring.',
        '7 Invalid environment assignment (B=…), ignoring.',
      ],
    ],
  ])('%s', (value, items, problems) => {
    const parsed = parseEnvironment(value, expand);
    expect(parsed.items.map(({ key, value: text, at }) => `${at} ${key}=${text}`)).toEqual(items);
    expect(parsed.problems.map(({ message, at }) => `${at} ${message}`)).toEqual(problems);
  });

  it('never shows a value in a message', () => {
    const { problems } = parseEnvironment('TOKEN-X=hunter2 hunter2 B=%Zhunter2 "hunter2', expand);
    expect(problems).toHaveLength(4);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('names', () => {
    const names = (value: string, assignments: boolean) =>
      parseEnvironmentNames(value, expand, assignments).names.map(({ name, value: text }) => [name, text]);
    expect(names('A "B" %p 1 C=x', false)).toEqual([
      ['A', null],
      ['B', null],
      ['a', null],
    ]);
    expect(names('A C=x\\ty D=', true)).toEqual([
      ['A', null],
      ['C', 'x\ty'],
      ['D', ''],
    ]);
  });
});

describe('environment files', () => {
  const parse = (text: string | Buffer) =>
    parseEnvironmentFile(Buffer.from(text), '/e')?.map(
      ({ key, value, location }) => `${location.line}:${location.column} ${key}=${value}`,
    );

  it.each<[string, string[]]>([
    ['A=1\nB=2', ['1:1 A=1', '2:1 B=2']],
    ['# c\n; c\n\n  A = x y  \n', ['4:3 A=x y']],
    ['A="x y"\'z\'  \n', ['1:1 A=x yz']],
    ['A="a\\"b\\$c\\n"\n', ['1:1 A=a"b$c\\n']],
    ["A='a\\b'\n", ['1:1 A=a\\b']],
    ['A=a\\\nb\\ \\q\n', ['1:1 A=ab q']],
    ['A="l1\nl2"\nB=1', ['1:1 A=l1\nl2', '3:1 B=1']],
    ['A=x # no comment', ['1:1 A=x # no comment']],
    ['A=1\r\nB=2\r\n', ['1:1 A=1', '2:1 B=2']],
    ['junk\nA=', ['2:1 A=']],
    ['# c \\\nA=1\nB=2', ['3:1 B=2']],
    ['export A=1', ['1:1 export A=1']],
    ['😀=x', ['1:1 😀=x']],
    ['A="open', ['1:1 A=open']],
  ])('%j', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it('are refused whole for NUL and what is no UTF-8', () => {
    expect(parse('A=1\0')).toBeUndefined();
    expect(parse(Buffer.from('A=1\nB=\xff', 'latin1'))).toBeUndefined();
    expect(parse(Buffer.from('A=1\n# \xff', 'latin1'))).toEqual(['1:1 A=1']);
  });
});

describe('environment.d', () => {
  let root: string;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'unitpin-environment-d-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is read by file name across folders, the first folder wins', () => {
    write('/home/u/.config/environment.d/50-b.conf', 'A=home\nP=${P:-none}:${A}\n');
    write('/etc/environment.d/50-b.conf', 'A=hidden\n');
    write('/etc/environment.d/10-a.conf', 'A=etc\nB=${A}\nX=\n1=x\nY=""\nZ=\\\n \n');
    write('/usr/lib/environment.d/90.conf', 'C=$B-$HOME${Q:+no}${A:+yes}\n');
    write('/usr/lib/environment.d/90.txt', 'D=1\n');
    write('/usr/lib/environment.d/20.conf', 'E=1\n');
    mkdirSync(join(root, 'run/environment.d'), { recursive: true });
    symlinkSync('/dev/null', join(root, 'run/environment.d/20.conf'));
    const environment = readEnvironmentD(filesBelow(root), '/home/u');
    expect([...environment].map(([name, { value, origin }]) => [name, value, origin.location?.path])).toEqual(
      [
        ['A', 'home', '/home/u/.config/environment.d/50-b.conf'],
        ['B', 'etc', '/etc/environment.d/10-a.conf'],
        ['Z', '', '/etc/environment.d/10-a.conf'],
        ['P', 'none:home', '/home/u/.config/environment.d/50-b.conf'],
        ['C', 'etc-/home/uyes', '/usr/lib/environment.d/90.conf'],
      ],
    );
    expect(environment.get('P')?.origin).toEqual({
      kind: 'manager',
      location: { path: '/home/u/.config/environment.d/50-b.conf', line: 2, column: 1 },
    });
  });
});

describe('patterns of environment files', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'unitpin-glob-'));
    mkdirSync(join(root, 'e/sub'), { recursive: true });
    for (const name of ['a.env', 'b.env', 'c.txt', '.h.env', 'x[1].env', 'sub/z.env'])
      writeFileSync(join(root, 'e', name), '');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it.each<[string, string[]]>([
    ['/e/a.env', ['/e/a.env']],
    ['/e/none', ['/e/none']],
    ['/e/*.env', ['/e/a.env', '/e/b.env', '/e/x[1].env']],
    ['/e/.*.env', ['/e/.h.env']],
    ['/e/?.env', ['/e/a.env', '/e/b.env']],
    ['/e/[!a].env', ['/e/b.env']],
    ['/e/[a-c].*', ['/e/a.env', '/e/b.env', '/e/c.txt']],
    ['/e/[c-a].*', []],
    ['/e/x\\[1].env', ['/e/x[1].env']],
    ['/*/*/z.env', ['/e/sub/z.env']],
    ['/none/*', []],
  ])('%s', (pattern, paths) => {
    expect(glob(filesBelow(root), pattern)).toEqual(paths);
  });
});
