import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/runtime/yaml.ts';
import fc from '../support/fast-check.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { asPyYaml, pyYaml, readByPyYaml } from './pyyaml.ts';

const says = (text: string): unknown => {
  const read = readYaml(Buffer.from(text));
  return read.state === 'broken' || read.data.length > 1 ? null : { says: asPyYaml(read.data[0] ?? null) };
};

describe('YAML as the app reads it', () => {
  it.each([
    ['0o17', '0o17'],
    ['012', 10],
    ['0x21d2', 8658],
    ['1_000', 1000],
    ['8:30', 510],
    ['08:30', '08:30'],
    ['1e3', '1e3'],
    ['on', true],
    ['Off', false],
    ['y', 'y'],
    ['~', null],
    ['1.10', 1.1],
    ['"a\nb"', 'a b'],
    ['+.5', '+.5'],
  ])('%s is %j', (text, value) => {
    expect(says(`a: ${text}\n`)).toEqual({ says: { a: value } });
  });

  it('does not mind how far in the lines within brackets and quotes begin', () => {
    const text = 'a: {\nb: [1,\n  # c\n2],\nc: "x\n\ny"\n}\nd: 1\n';
    expect(says(text)).toEqual({ says: { a: { b: [1, 2], c: 'x\ny' }, d: 1 } });
    const read = readYaml(Buffer.from(text));
    const words =
      read.state === 'read' &&
      read.events.map((one) => ('valueStart' in one ? text.slice(one.valueStart, one.valueEnd) : ''));
    expect(words).toEqual(['', '', 'a', '', 'b', '', '1', '2', '', 'c', 'x\n\ny', '', 'd', '1', '', '']);
  });

  it.each([
    ['a: {\nb: [\n', 10],
    ['a: {\n---\n}', 5],
    ['a: &x 1\nb: &x 2\n', 12],
    ['a: "\n---\n"', 5],
    ['a: {\nb: "c\nd" x}', 14],
  ])('tells where %j is broken', (text, offset) => {
    expect(readYaml(Buffer.from(text))).toMatchObject({ state: 'broken', offset });
  });

  it('is no longer than a moment at hostile text', () => {
    expect(readYaml(Buffer.from(`a: [\n${'1,\n'.repeat(100_000)}]`)).state).toBe('broken');
    expect(readYaml(Buffer.from(`a: [\n${'1,\n'.repeat(200)}]`)).state).toBe('read');
  });

  it('refuses what is not UTF-8, at the place', () => {
    const bytes = Buffer.from('a: \xe9', 'latin1');
    expect(readYaml(bytes)).toEqual({ state: 'broken', message: 'it is not UTF-8', offset: 3 });
  });
});

requireOrSkip(pyYaml, 'PyYAML', () => {
  const same = (texts: readonly string[]) => {
    const theirs = readByPyYaml(texts);
    for (const [index, text] of texts.entries())
      expect({ text, read: says(text) }).toEqual({ text, read: theirs[index] });
  };

  it('takes the same words for the same values', () => {
    const part = fc.constantFrom(
      ...'0 00 012 09 1 8650 _ . : + - e e+ 0x 0b 0o 8 30 59 60 a f true Yes NO off null ~ y N inf nan'.split(
        ' ',
      ),
    );
    const words = fc
      .array(part, { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join(''))
      // Numbers of digits that no port has; and what one of the two takes for the sign of something else.
      .filter((text) => !/^[-+]?0x_*$|^[-+]?0b_*$|[-:?]$|^[-:~.]|\d{8}/.test(text));
    same(fc.sample(words, 3000).map((text) => `a: ${text}\n`));
  });

  it('takes the same documents for the same values', () => {
    same([
      'a: {b: 1\n}\n',
      'a: [\n1,\n2\n]\nb: 1\n',
      'a: "x\ny"\n',
      "a: 'x\n\ny'\nb: 1\n",
      'a: {b: 2}\na: {b: 3}\n',
      'x: &x {b: 1}\na: {<<: *x, c: 2}\n',
      'a: {<<: [{b: 1}, {b: 2}]}\n',
      '\ufeffa: 1\r\nb:\r\n  - c\r\n',
      'a: 1\n---\nb: 1\n',
      'a: 1\n...\n# c\n',
      '%YAML 1.2\n---\na: 012\n',
      'a:\n\tb: 1\n',
      'a: b: 1\n',
      'a: *x\n',
      'a: !!python/object:os.x {}\n',
      '- a\n',
      'a: {b: 1}}\n',
      'a: >-\n  x\n   y\n\n  z\n',
      'a: !!str 8650\nb: !!int "8650"\n',
      '? a\n: b\n',
      'a: 2024-01-01\n',
      'a: &x 1\nb: &x 2\n',
      'a: &x 1\nb: *x\nc: *x\n',
    ]);
  });
});
