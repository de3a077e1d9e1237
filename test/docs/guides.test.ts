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
});

/** What GitHub makes of a heading, so that a link can go to it. */
const anchorsOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');

it.each([...guides, ...docs('docs/rules'), ...docs('docs/zh-CN'), ...docs('docs/zh-CN/rules')])(
  '%s links to what is there',
  (path) => {
    // Code may look like a link.
    const prose = withoutCode(read(path)).replace(/`[^`\n]*`/g, '');
    for (const [, target = ''] of prose.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
      const [file = '', anchor] = target.split('#');
      const meant = file === '' ? path : join(dirname(path), file);
      expect(existsSync(join(PROJECT, meant)), target).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(read(meant)), target).toContain(anchor);
    }
  },
);

const translated = docs('docs/zh-CN').filter((path) => existsSync(join(PROJECT, path.replace('zh-CN/', ''))));

it.each(translated)('%s has the headings and the commands of the English one', (path) => {
  const outline = (text: string) => ({
    headings: withoutCode(text).match(/^#+/gm),
    ran: text.match(/^\$ .+$/gm),
    typed: text.match(/^ {4}unitpin [^#\n]*[^#\s]/gm),
  });
  expect(outline(read(path))).toEqual(outline(read(path.replace('zh-CN/', ''))));
});
