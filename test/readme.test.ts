import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { rules } from '../src/audit/rules/index.ts';
import { en, type RuleId } from '../src/audit/texts/en/index.ts';
import { zhCN } from '../src/audit/texts/zh-CN/index.ts';
import { STOPPED } from './ops/fakes.ts';
import { fleet, start, unitOf } from './ops/running-fleet.ts';
import { unitpin } from './support/cli.ts';
import { copyIncident } from './support/incident.ts';

const PROJECT = join(import.meta.dirname, '..');
const textOf = (name: string): string => readFileSync(join(PROJECT, name), 'utf8');

const ENGLISH = { name: 'README.md', lang: 'en', locale: 'C.UTF-8', pages: 'docs/rules', texts: en };
const CHINESE = {
  name: 'README.zh-CN.md',
  lang: 'zh-CN',
  locale: 'zh_CN.UTF-8',
  pages: 'docs/zh-CN/rules',
  texts: zhCN,
};

describe.each([ENGLISH, CHINESE])('$name', ({ name, lang, locale, pages, texts }) => {
  const readme = textOf(name);
  /** What a command prints to somebody whose locale is of this language. */
  const inLocale = (text: string): string => text.replaceAll(` --lang ${lang}`, '');

  it('shows what `npm start` really prints', () => {
    const shown = /<!-- demo:[^\n]*-->\n```\n([\s\S]*?)```\n/.exec(readme)?.[1] ?? '';
    const printed = execFileSync(process.execPath, [join(PROJECT, 'scripts/demo.mjs')], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: locale, NO_COLOR: '1' },
    });
    // The receipt's name holds the time.
    const stable = (text: string) => text.replace(/\d{8}T\d{6}Z-[0-9a-f]{6}/g, 'RECEIPT').trim();
    expect(stable(shown)).toBe(stable(printed));
  });

  it('shows what `unitpin status` really prints', async () => {
    const shown = /<!-- status:[^\n]*-->\n```\n([\s\S]*?)```\n/.exec(readme)?.[1] ?? '';
    const { fake, pids } = fleet();
    const discord = { state: 'retrying', error_message: 'the gateway closed the connection' };
    fake.processes.delete(pids.code);
    start(fake, 'code', 8650, { platforms: { discord } });
    const gone = { ActiveState: 'failed', SubState: 'failed', Result: 'start-limit-hit' };
    fake.units.set(unitOf('work'), { ...STOPPED, ...gone, NRestarts: 6 });
    const { status, stdout, stderr } = await unitpin(['status', '--lang', lang], null, fake.host);
    expect(shown).toBe(`$ unitpin status\n${inLocale(stdout + stderr)}(exit ${status})\n`);
  });

  it('shows what `unitpin diagnose` really prints', async () => {
    const shown = /<!-- diagnose:[^\n]*-->\n```\n([\s\S]*?)```\n/.exec(readme)?.[1] ?? '';
    vi.stubEnv('TZ', 'Asia/Shanghai');
    const { root, cleanup } = copyIncident('004-two-profiles');
    onTestFinished(() => {
      cleanup();
      vi.unstubAllEnvs();
    });
    const { status, stdout } = await unitpin(['diagnose', '--lang', lang, '--root', root]);
    const printed = inLocale(stdout).replaceAll(root, '004-two-profiles');
    expect(shown).toBe(
      `$ TZ=Asia/Shanghai unitpin diagnose --root 004-two-profiles\n${printed}(exit ${status})\n`,
    );
  });

  it('names rules that are there, by their titles', () => {
    const named = [...readme.matchAll(/^\| \[`([^`]+)`\]\((docs\/[^)]+)\.md\) \| (.*) \|$/gm)];
    expect(named.length).toBeGreaterThan(5);
    for (const [, id, page, title] of named) {
      expect(rules.map((rule) => rule.id)).toContain(id);
      expect([page, title]).toEqual([`${pages}/${id}`, texts[id as RuleId].title]);
    }
  });

  it('names every command', async () => {
    // yargs prints its help itself.
    const print = vi.spyOn(console, 'log').mockReturnValue();
    onTestFinished(() => print.mockRestore());
    await unitpin(['--help']);
    const help = print.mock.calls.flat().join('\n');
    const commands = [...help.matchAll(/^ {2}unitpin ([a-z]+) /gm)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(4);
    for (const name of commands) expect(readme).toContain(`unitpin ${name}`);
  });

  it('links to files that are there', () => {
    for (const [, path = ''] of readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(existsSync(join(PROJECT, path)), path).toBe(true);
    }
  });
});

it('README.zh-CN.md has what README.md has, in its order', () => {
  const inEnglish = (link: string): string =>
    link.replace('docs/zh-CN/', 'docs/').replace(/^README(\.zh-CN)?\.md$/, 'README');
  const outline = (text: string) => ({
    // Commands, without what is said of them; blocks, headings and links.
    commands: text.match(/^ {4}(?:unitpin|npm)( \S+)+/gm)?.map((line) => line.replace(/ +#.*/, '')),
    blocks: text.match(/^```\w+$|^<!--.*-->$/gm)?.map((line) => line.replace(/(ignore\[.*\]).*/, '$1')),
    headings: text.replace(/^```[\s\S]*?^```$/gm, '').match(/^#+(?= )/gm),
    links: [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => inEnglish(link)).sort(),
  });
  const chinese = outline(textOf('README.zh-CN.md'));
  const links = chinese.links.filter((link) => link !== 'docs/glossary.md');
  expect({ ...chinese, links }).toEqual(outline(textOf('README.md')));
});

describe('templates', () => {
  it.each(['gateway.service.ejs', 'gateway.plist.ejs', 'zz-unitpin.conf.ejs'])(
    '%s writes nothing unquoted',
    (name) => {
      expect(readFileSync(join(PROJECT, 'templates', name), 'utf8')).not.toContain('<%-');
    },
  );
});

describe('the house', () => {
  it('has one place that names an app', () => {
    const named = execFileSync('grep', ['-rliE', 'hermes', 'src'], { cwd: PROJECT, encoding: 'utf8' })
      .trim()
      .split('\n');
    const code = named.filter((path) => {
      const text = readFileSync(join(PROJECT, path), 'utf8');
      // Sources in comments (issue numbers) and the default of --app are no knowledge of an app.
      return /hermes/i.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').replace("default: 'hermes'", ''));
    });
    expect(code.sort()).toEqual(['src/apps/hermes.ts', 'src/apps/index.ts']);
  });
});
