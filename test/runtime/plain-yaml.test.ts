import { describe, expect, it } from 'vitest';
import { withoutPlainBlocks } from '../../src/runtime/plain-yaml.ts';
import { readYaml } from '../../src/runtime/yaml.ts';
import fc from '../support/fast-check.ts';

const WANTED = new Set(['b']);
const shorten = (text: string) => withoutPlainBlocks(text, WANTED);

describe('a configuration without its plain blocks', () => {
  it('holds what is wanted, and says where it was', () => {
    const text =
      '# mine\na: 1\nlist:\n  - x\n  - y: "z"  # why\ntext: |\n  b: no\n\n  more\nb:\n  port: 1\nc: 2\n';
    const { text: short, before } = shorten(text);
    expect(short).toBe('# mine\nb:\n  port: 1\n');
    expect(text.slice(before(short.indexOf('port')))).toMatch(/^port: 1/);
  });

  it.each([
    ['a quote that does not end', 'a: "x\nb: 1\nc: y"\n'],
    ['an anchor', 'a: &x 1\nb: *x\n'],
    ['a list in brackets over lines', 'a: [1,\nb, 2]\n'],
    ['a merge', '<<: {b: 1}\n'],
    ['a tab', 'a:\n\tb: 1\n'],
    ['a list at the left edge', 'a:\n- b: 1\n'],
    ['two documents', 'a: 1\n---\nb: 1\n'],
  ])('is whole from %s on', (_, text) => {
    expect(shorten(text).text).toMatch(/b/);
    expect(readYaml(Buffer.from(shorten(text).text))).toMatchObject({
      state: readYaml(Buffer.from(text)).state,
    });
  });

  const values =
    ',1,word two,"q # r",\'s\',[a; "b"],{},|,>-,# c,x # c,"q" # c,a: b,a:b,[a;],[ ],-1,- 1,~,é ü,@,`,%d,x#y,10:30,"a" b,[a] b,&x,*x'
      .split(',')
      .map((value) => value.replace(';', ','));
  const line = fc
    .tuple(
      fc.constantFrom('', '  ', '    ', '      ', '        '),
      fc.constantFrom('', '- '),
      fc.constantFrom('a: ', 'b: ', 'k:', 'x.y: ', ''),
      fc.constantFrom(...values),
    )
    .map((parts) => `${parts.join('').trimEnd()}\n`);

  it('reads as the whole does, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
        const text = `a:\n${lines.join('')}`;
        const { text: short, before: whereWas } = shorten(text);
        for (const [index, character] of [...short].entries()) expect(text[whereWas(index)]).toBe(character);
        const [whole, part] = [text, short].map((one) => readYaml(Buffer.from(one)));
        expect([text, part?.state]).toEqual([text, whole?.state]);
        expect([text, wantedOf(part)]).toEqual([text, wantedOf(whole)]);
      }),
      { numRuns: 3_000 },
    );
  });
});

const wantedOf = (read: ReturnType<typeof readYaml> | undefined): unknown =>
  read?.state === 'read' ? (read.data as { b?: unknown }[]).map((one) => one?.b)[0] : undefined;
