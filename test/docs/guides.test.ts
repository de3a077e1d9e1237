import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parserOf } from '../../src/cli/parser.ts';

const PROJECT = join(import.meta.dirname, '../..');
const docs = (folder: string): string[] =>
  readdirSync(join(PROJECT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const guides = [...docs('.'), ...docs('docs')];
const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

/** Command lines of unitpin in blocks of code, without what the shell takes. */
function commandLines(text: string): string[] {
  const blocks = [...text.matchAll(/^```(?:sh|yaml|nix|bash)?\n([\s\S]*?)^```/gm)].map(
    ([, code = '']) => code,
  );
  const indented = text.match(/^ {4}\S.*$/gm) ?? [];
  return [...blocks.flatMap((code) => code.split('\n')), ...indented].flatMap((line) => {
    const [, typed] =
      /^(?:\s*- run: |\$ | {4})?(?:[A-Z]+=\S+ )*unitpin ([a-z].*?)(?:\s+(?:[>|#&;]|2>).*)?$/.exec(line) ?? [];
    return typed === undefined ? [] : [typed];
  });
}

/** As a shell makes words of it. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');

describe.each(guides)('%s', (path) => {
  const text = read(path);

  it('shows command lines that can be typed', async () => {
    for (const line of new Set(commandLines(text))) {
      const ran: string[] = [];
      const words = wordsOf(line);
      await parserOf(
        words,
        ({ name }) =>
          async () =>
            void ran.push(name),
      ).parseAsync();
      expect(ran, line).toEqual([words[0]]);
    }
  });

  it('links to what is there', () => {
    // Code may look like a link.
    const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
    for (const [, target = ''] of prose.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g))
      expect(existsSync(join(PROJECT, dirname(path), target)), target).toBe(true);
  });
});
