// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are what is read
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDotenv } from '../../src/runtime/dotenv.ts';
import fc from '../support/fast-check.ts';
import { requireOrSkip } from '../support/requirements.ts';

const read = (text: string | Buffer, environment?: (name: string) => string | undefined) =>
  readDotenv(Buffer.from(text), '/h/.env', environment);
const values = (text: string | Buffer): Record<string, string> =>
  Object.fromEntries([...read(text)].map(([key, { value }]) => [key, value]));

// B-15
describe('a .env', () => {
  it.each([
    ['an export', 'export KEY=abc', { KEY: 'abc' }],
    ['single quotes', "KEY='a b # c'", { KEY: 'a b # c' }],
    ['double quotes with escapes', 'KEY="a\\n\\"b\\""', { KEY: 'a\n"b"' }],
    ['a comment after a blank', 'KEY=abc # c', { KEY: 'abc' }],
    ['a # that begins no comment', 'KEY=abc#c', { KEY: 'abc#c' }],
    ['the last of several', 'KEY=a\nKEY=b', { KEY: 'b' }],
    ['no value, which does not reach into the next line', 'KEY=\nOTHER=1', { KEY: '', OTHER: '1' }],
    ['a quoted value over lines', 'KEY="a\nb"\nOTHER=1', { KEY: 'a\nb', OTHER: '1' }],
    ['an open quote, which costs its line only', 'KEY="a\nOTHER=1', { OTHER: '1' }],
    ['a name without =', 'KEY\nOTHER=1', { OTHER: '1' }],
    ['blanks around =', 'KEY = a ', { KEY: 'a' }],
    ['carriage returns', 'KEY=a\r\nOTHER=1\r\n', { KEY: 'a', OTHER: '1' }],
    ['a byte order mark', '\ufeffKEY=a', { KEY: 'a' }],
    ['references', "A=x\nKEY='${A}-${B:-y}-${C}'", { A: 'x', KEY: 'x-y-' }],
  ])('reads %s', (_, text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('reads what is no UTF-8 as Latin-1, and without NULs', () => {
    expect(values(Buffer.from('K\0EY=\xe9', 'latin1'))).toEqual({ KEY: 'é' });
  });

  it('knows where a name stands, and where it stood before', () => {
    const found = read('# c\r\n\n  A=1\nexport A="x\ny"\n𝒳=1; B=2\nA=3\n').get('A');
    expect(found).toEqual({
      value: '3',
      at: { path: '/h/.env', line: 7, column: 1 },
      earlier: [
        { path: '/h/.env', line: 3, column: 3 },
        { path: '/h/.env', line: 4, column: 8 },
      ],
    });
  });

  it('looks references up in the file before the environment', () => {
    const found = read('A=${HOME}\nHOME=/file\nB=${HOME}', () => '/environment');
    expect(found.get('A')?.value).toBe('/environment');
    expect(found.get('B')?.value).toBe('/file');
  });

  it.each([
    ['"'.repeat(200_000)],
    [`K=${'${'.repeat(200_000)}`],
    [`K=${' '.repeat(300_000)}x`],
    [`K="${'\\"'.repeat(200_000)}`],
  ])('comes to the end of hostile text', (text) => {
    expect(read(text)).toBeDefined();
  });
});

const pythonDotenv = (): string | null =>
  spawnSync('python3', ['-c', 'import dotenv']).status === 0 ? null : 'python-dotenv';

requireOrSkip(pythonDotenv, 'python-dotenv', () => {
  it('reads the same', () => {
    const piece = fc.constantFrom(
      ...[
        'KEY',
        'B',
        'export ',
        '=',
        ' = ',
        "'",
        '"',
        '\\',
        '\\n',
        "\\'",
        '\\"',
        '#',
        ' # ',
        ' ',
        '\n',
        '\r\n',
        '\t',
      ],
      ...['a', '${B}', '${C:-d}', '${', '}', 'é', '𝒳', '$', ':'],
    );
    const line = fc.oneof(
      fc.array(piece, { maxLength: 14 }).map((all) => all.join('')),
      fc
        .tuple(fc.constantFrom('A', 'KEY', 'export B'), fc.array(piece, { maxLength: 8 }))
        .map(([k, v]) => `${k}=${v.join('')}`),
    );
    const documents = fc.sample(
      fc.array(line, { maxLength: 6 }).map((all) => all.join('\n')),
      4000,
    );
    const { stdout, stderr } = spawnSync('python3', [join(import.meta.dirname, 'read-dotenv.py')], {
      input: JSON.stringify(documents),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: { PATH: process.env.PATH },
    });
    expect(stderr.replace(/^.*could not parse.*\n/gm, '')).toBe('');
    const answers = JSON.parse(stdout) as [string, string | null][][];
    for (const [index, text] of documents.entries()) {
      const theirs = Object.fromEntries(answers[index]?.filter(([, value]) => value !== null) ?? []);
      expect({ text, read: values(text) }).toEqual({ text, read: theirs });
    }
  });
});
