import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules, topics } from '../../src/audit/rules/index.ts';
import { en, type Texts } from '../../src/audit/texts/en/index.ts';
import { zhCN } from '../../src/audit/texts/zh-CN/index.ts';
import { pageText } from '../../src/report/page.ts';
import { words } from '../../src/texts/zh-CN/words.ts';
import { unitpin } from '../support/cli.ts';
import { expectSchema } from '../support/schema.ts';

const DOCS = join(import.meta.dirname, '../../docs');

const HEAD = [
  '# Rules of `unitpin audit`',
  '',
  `${rules.length} rules. \`unitpin rules\` prints this table, \`unitpin explain RULE\` a page. The severity is the usual one: the page`,
  'says where a rule is milder. Confidence `low` means that a sound setup may look the same. `safe` fixes leave the service',
  'doing what it was meant to do: `unitpin audit --fix` writes them. Look at `unsafe` ones before (`--fix=all --diff`).',
].join('\n');

const HEAD_ZH = [
  '# `unitpin audit` 的规则',
  '',
  `共 ${rules.length} 条规则。\`unitpin rules\` 打印这张表，\`unitpin explain RULE\` 打印一条规则的说明。表里写的是通常的严重程度，哪些情况会更轻，见各条规则的说明。置信度 \`low\` 表示正常的配置也可能看起来一样。\`safe\` 的修复不改变服务本来要做的事，\`unitpin audit --fix\` 就会写；\`unsafe\` 的请先看一下（\`--fix=all --diff\`）。`,
].join('\n');

/** The registry as a page; after a change of it: `npx vitest run test/cli/rules.test.ts -u`. */
function tableOfRules(
  head: string,
  columns: string[],
  texts: Texts,
  name: (topic: string) => string = (topic) => topic,
): string {
  const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
  const groups = Object.entries(topics).map(([topic, list]) =>
    [
      `## ${name(topic)}`,
      '',
      row(...columns),
      row('---', '---', '---', '---', '---'),
      ...list.map(({ id, severity, confidence, fix }) =>
        row(`[\`${id}\`](${id}.md)`, severity, confidence, fix ?? '', texts[id].title.replaceAll('|', '\\|')),
      ),
    ].join('\n'),
  );
  return `${[head, ...groups].join('\n\n')}\n`;
}

it('docs/rules/README.md is the registry', async () => {
  const columns = ['rule', 'severity', 'confidence', 'fix', 'what'];
  await expect(tableOfRules(HEAD, columns, en)).toMatchFileSnapshot(join(DOCS, 'rules/README.md'));
});

it('docs/zh-CN/rules/README.md is the registry', async () => {
  const columns = ['规则', '严重程度', '置信度', '修复', '内容'];
  await expect(
    tableOfRules(HEAD_ZH, columns, zhCN, (topic) => words[topic as keyof typeof words]),
  ).toMatchFileSnapshot(join(DOCS, 'zh-CN/rules/README.md'));
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

  it('is a table in Chinese', async () => {
    const { stdout } = await unitpin(['rules', '--lang', 'zh-CN']);
    const lines = stdout.split('\n').map((line) => line.split(/ {2,}/));
    for (const { id, severity, confidence, fix } of rules)
      expect(lines).toContainEqual([id, severity, confidence, fix ?? '-', zhCN[id].title]);
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

  it.each(rules.map(({ id }) => id))('%s in Chinese', async (id) => {
    const { status, stdout } = await unitpin(['explain', id, '--lang', 'zh-CN']);
    expect(status).toBe(0);
    const [title, blank, first] = stdout.split('\n');
    expect([title, blank]).toEqual([id, '']);
    expect(first).toMatch(/^严重程度：/);
    expect(stdout).toContain('\n为什么有害\n');
    expect(stdout).not.toMatch(/^(#+ \w+$|```)/m);
  });

  it('is JSON in Chinese, with the same names', async () => {
    const args = ['explain', 'replace-in-unit', '--format', 'json'];
    const english = (await unitpin(args)).json();
    const chinese = (await unitpin([...args, '--lang', 'zh-CN'])).json();
    expectSchema('explain', chinese);
    const { title } = zhCN['replace-in-unit'];
    expect(chinese).toEqual({ ...english, title, page: expect.stringContaining('## 为什么有害') });
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
