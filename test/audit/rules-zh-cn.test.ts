import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/audit/rules/index.ts';
import { en } from '../../src/audit/texts/en/index.ts';
import { zhCN } from '../../src/audit/texts/zh-CN/index.ts';
import { list } from '../../src/texts/zh-CN/list.ts';
import { expectChinese, spoken } from '../support/chinese.ts';
import { unitpin } from '../support/cli.ts';
import { ruleCase } from '../support/rule-case.ts';

const PROJECT = join(import.meta.dirname, '../..');
const FIXTURES = join(PROJECT, 'fixtures/rules');

interface Found {
  message: string;
  related: { message: string; location: unknown }[];
  fix: { safety: string; title: string } | null;
}

/** What differs between two languages. */
const words = new Set(['message', 'title', 'ignored']);
const withoutWords = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, one) => (words.has(key) && typeof one === 'string' ? '' : one)));

const CODE = /^```[\s\S]*?^```$/gm;
const withoutCode = (page: string): string => page.replace(CODE, '');

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, { severity, confidence, fix }) => {
  const kinds = readdirSync(join(FIXTURES, id)).filter((kind) => /^bad/.test(kind));

  it.each(kinds)('says of %s in Chinese what it says in English', async (kind) => {
    const { args, host } = ruleCase(join(FIXTURES, id, kind));
    const command = ['audit', ...args, '--only', id, '--format', 'json'];
    const english = await unitpin(command, null, host);
    const chinese = await unitpin([...command, '--lang', 'zh-CN'], null, host);
    expect(chinese.status).toBe(english.status);
    expect(withoutWords(chinese.json())).toEqual(withoutWords(english.json()));
    const { findings } = chinese.json<{ findings: Found[] }>();
    for (const { message, related, fix: mend } of findings) {
      expectChinese(message);
      expect(message).toMatch(/[。？]$/);
      for (const one of related) if (/ /.test(one.message)) expectChinese(one.message);
      // Some are commands, and one is what a failure says to do next.
      if (mend && id !== 'bus-unreachable' && /[a-z]+ [a-z]+/.test(spoken(mend.title)))
        expectChinese(mend.title);
    }
  });

  it('has a title in Chinese', () => {
    expectChinese(zhCN[id].title);
    expect(zhCN[id].title).not.toMatch(/[。.]$/);
  });

  it('has a page in Chinese, with the same examples', () => {
    const [english, chinese] = ['docs/rules', 'docs/zh-CN/rules'].map((folder) =>
      readFileSync(join(PROJECT, folder, `${id}.md`), 'utf8'),
    ) as [string, string];
    const headings = withoutCode(chinese).match(/^#+ .*$/gm);
    expect(headings).toEqual([`# ${id}`, '## 是什么', '## 为什么有害', '## 示例', '## 修复', '## 来源']);
    expect(chinese).toContain(`\n严重程度：${severity}。置信度：${confidence}。修复：${fix ?? '无'}。`);
    expect(chinese.match(CODE)).toEqual(english.match(CODE));
    // What is said of milder or worse cases is said in both.
    const more = (page: string) => page.split('\n')[2]?.split(/[.。] ?/).length;
    expect(more(chinese)).toBe(more(english));
    for (const text of withoutCode(chinese)
      .replace(/\n## 来源\n[\s\S]*/, '')
      .split(/\n+/)) {
      if (/\p{Script=Han}/u.test(text)) expectChinese(text.replace(/`[^`]*`/g, '`x`'));
    }
  });
});

/** Stands for a text, a list or a number: what is said of it holds its name. */
const standIn = (name: string) =>
  Object.assign([`«${name}»`], {
    replace: () => `«${name}»`,
    startsWith: () => false,
    split: () => [`«${name}»`],
  });

/** The names of the facts that a text tells. */
const factsIn = (text: unknown): string[] => {
  const given = new Proxy({}, { get: (_, name) => standIn(String(name)) });
  const told: unknown = typeof text === 'function' ? text(given) : text;
  return [...new Set(String(told).match(/«[^»]*»/g))].sort();
};

it.each(rules.map(({ id }) => id))('%s tells the same facts in both languages', (id) => {
  const [english, chinese] = [en[id], zhCN[id]].map((texts) =>
    Object.entries(texts).map(([name, text]) => [name, factsIn(text)] as const),
  ) as [[string, string[]][], [string, string[]][]];
  expect(Object.fromEntries(chinese)).toEqual(Object.fromEntries(english));
});

it('lists names as Chinese does', () => {
  expect(list([])).toBe('');
  expect(list(['a'])).toBe('a');
  expect(list(['a', 'b'])).toBe('a 和 b');
  expect(list(['a', 'b', 'c'])).toBe('a、b 和 c');
  expect(list(['整数', 'infinity'], '或')).toBe('整数或 infinity');
});

it('no page is of a rule that is gone', () => {
  const pages = readdirSync(join(PROJECT, 'docs/zh-CN/rules')).filter((name) => name !== 'README.md');
  expect(pages.sort()).toEqual(rules.map(({ id }) => `${id}.md`).sort());
});
