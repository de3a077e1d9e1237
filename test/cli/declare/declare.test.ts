import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/declare/index.ts';
import { takes } from '../../../src/cli/declare/read.ts';
import { parserOf } from '../../../src/cli/parser.ts';

const names = commands.map(({ name }) => name);

describe.each(commands)('$name', (one) => {
  it('says what it does', () => {
    expect(one.describe).toMatch(/^[a-z].*[^.]$/);
    const { options, positionals } = takes(one);
    for (const [name, { describe: about }] of [...options, ...positionals])
      expect(about, name).toMatch(/^\S.*[^.]$/);
  });

  it('has examples, and each is a command line of it', async () => {
    expect(one.examples.length).toBeGreaterThan(0);
    for (const [line, what] of one.examples) {
      expect(what).toMatch(/\S/);
      const ran: string[] = [];
      // Variables before it, and where the shell puts what it prints, are none of its business.
      const [, typed = ''] = /^(?:[A-Z]+=\S+ )*\$0 ([a-z].*?)(?: [>|].*)?$/.exec(line) ?? [];
      const words = typed.split(' ');
      await parserOf(
        words,
        ({ name }) =>
          async () =>
            void ran.push(name),
      ).parseAsync();
      expect(ran, line).toEqual([one.name]);
    }
  });

  it('takes what its usage names', () => {
    const named = [...one.usage.matchAll(/[<[]([a-z]+)(?:\.\.)?[>\]]/g)].map(([, name]) => name);
    expect([...takes(one).positionals.keys()]).toEqual(named);
  });
});

describe('the commands', () => {
  it('have names of their own', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it('agree on what an option of one name is', () => {
    const kinds = new Map<string, unknown>();
    for (const one of commands)
      for (const [name, { type, array }] of takes(one).options) {
        const kind = `${type ?? 'choice'} ${array ?? false}`;
        expect([one.name, name, kinds.get(name) ?? kind]).toEqual([one.name, name, kind]);
        kinds.set(name, kind);
      }
  });
});
