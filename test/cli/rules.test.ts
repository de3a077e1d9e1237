import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules, topics } from '../../src/audit/rules/index.ts';
import { en } from '../../src/audit/texts/en/index.ts';
import { pageText } from '../../src/report/page.ts';
import { unitpin } from '../support/cli.ts';
import { expectSchema } from '../support/schema.ts';

const PAGES = join(import.meta.dirname, '../../docs/rules');

/** docs/rules/README.md; after a change of the registry: `npx vitest run test/cli/rules.test.ts -u`. */
function tableOfRules(): string {
  const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
  const groups = Object.entries(topics).map(([topic, list]) =>
    [
      `## ${topic}`,
      '',
      row('rule', 'severity', 'confidence', 'fix', 'what'),
      row('---', '---', '---', '---', '---'),
      ...list.map(({ id, severity, confidence, fix }) =>
        row(`[\`${id}\`](${id}.md)`, severity, confidence, fix ?? '', en[id].title.replaceAll('|', '\\|')),
      ),
    ].join('\n'),
  );
  const head = [
    '# Rules of `unitpin audit`',
    '',
    `${rules.length} rules. \`unitpin rules\` prints this table, \`unitpin explain RULE\` a page. The severity is the usual one: the page`,
    'says where a rule is milder. Confidence `low` means that a sound setup may look the same. `safe` fixes leave the service',
    'doing what it was meant to do: `unitpin audit --fix` writes them. Look at `unsafe` ones before (`--fix=all --diff`).',
  ].join('\n');
  return `${[head, ...groups].join('\n\n')}\n`;
}

it('docs/rules/README.md is the registry', async () => {
  await expect(tableOfRules()).toMatchFileSnapshot(join(PAGES, 'README.md'));
});

describe('rules', () => {
  it('is a table', async () => {
    const { status, stdout } = await unitpin(['rules']);
    expect(status).toBe(0);
    const [head, ...lines] = stdout.split('\n');
    expect(head).toMatch(/^rule +severity +sure +fix$/);
    for (const { id, severity, confidence, fix } of rules) {
      const words = [id, severity, confidence, fix ?? '-', en[id].title];
      expect(lines.map((line) => line.split(/ {2,}/))).toContainEqual(words);
    }
  });

  it('is JSON', async () => {
    const { status, json } = await unitpin(['rules', '--format', 'json']);
    expect(status).toBe(0);
    expectSchema('rules', json());
    expect(json<{ rules: { rule: string }[] }>().rules.map(({ rule }) => rule)).toEqual(
      rules.map(({ id }) => id),
    );
  });
});

describe('explain', () => {
  it.each(rules.map(({ id }) => id))('%s', async (id) => {
    const { status, stdout } = await unitpin(['explain', id]);
    expect(status).toBe(0);
    const [title, blank, first] = stdout.split('\n');
    expect([title, blank]).toEqual([id, '']);
    expect(first).toMatch(/^Severity: /);
    expect(stdout).toContain('\nWhy it hurts\n');
    expect(stdout).not.toMatch(/^(#+ \w+$|```)/m);
  });

  it('is JSON', async () => {
    const { status, json } = await unitpin(['explain', 'replace-in-unit', '--format', 'json']);
    expect(status).toBe(0);
    expectSchema('explain', json());
    expect(json()).toMatchObject({ rule: 'replace-in-unit', severity: 'info', fix: 'unsafe' });
  });

  it('says which rule was meant', async () => {
    expect(await unitpin(['explain', 'replace-in-unti'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr:
        'error: no rule is called replace-in-unti\n  did you mean replace-in-unit?\n  next: unitpin rules\n',
    });
  });
});

it('a page is plain on a terminal', () => {
  const page = [
    '# a-rule',
    '',
    `A paragraph with **strong** words, \`code\` and [a link](https://x.example)`,
    `that goes on ${'and on '.repeat(15)}`.trim(),
    '',
    '- one',
    '  goes on',
    '- two',
    '',
    '```ini',
    '# no heading',
    'A=b  c',
    '```',
    '| a | table |',
  ].join('\n');
  expect(pageText(page, (_, text) => `<${text}>`)).toMatchInlineSnapshot(`
    "<a-rule>

    A paragraph with strong words, \`code\` and a link that goes on and on and on and on and on and on and
    on and on and on and on and on and on and on and on and on and on

    - one goes on
    - two

        # no heading
        A=b  c
    | a | table |"
  `);
});

describe('--only and --skip', () => {
  it.each([['--only'], ['--skip']])('%s says which rule was meant', async (option) => {
    expect((await unitpin(['audit', '/', option, 'profile-shard'])).stderr).toBe(
      'error: no rule is called profile-shard\n  did you mean profile-shared?\n  next: unitpin rules\n',
    );
  });
});
