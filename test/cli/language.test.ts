import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/cli/language.ts';
import width from '../../src/report/width.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot } from '../support/home.ts';

describe('languageOf', () => {
  it.each([
    ['zh_CN.UTF-8', 'zh-CN'],
    ['zh_CN', 'zh-CN'],
    ['zh_CN.GB18030@pinyin', 'zh-CN'],
    ['zh_SG.UTF-8', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh.UTF-8', 'zh-CN'],
    ['zh-Hans', 'zh-CN'],
    ['zh_Hans_CN.UTF-8', 'zh-CN'],
    ['ZH_CN.utf8', 'zh-CN'],
    ['zh_TW.UTF-8', 'en'],
    ['zh_HK', 'en'],
    ['zh_MO.UTF-8', 'en'],
    ['zh-Hant', 'en'],
    ['zh_Hant_CN.UTF-8', 'en'],
    ['zh@hant', 'en'],
    ['zha_CN', 'en'],
    ['de_DE.UTF-8', 'en'],
    ['en_CN.UTF-8', 'en'],
    ['C', 'en'],
    ['C.UTF-8', 'en'],
    ['POSIX', 'en'],
    ['', 'en'],
  ])('of %s is %s', (locale, language) => {
    expect(languageOf(undefined, { LANG: locale })).toBe(language);
  });

  it('looks at LC_ALL, LC_MESSAGES and LANG, in this order, and passes over empty ones', () => {
    const LANG = 'zh_CN.UTF-8';
    expect(languageOf(undefined, {})).toBe('en');
    expect(languageOf(undefined, { LANG, LC_MESSAGES: '', LC_ALL: '' })).toBe('zh-CN');
    expect(languageOf(undefined, { LANG, LC_MESSAGES: 'en_GB.UTF-8' })).toBe('en');
    expect(languageOf(undefined, { LANG: 'C', LC_MESSAGES: 'zh_CN' })).toBe('zh-CN');
    expect(languageOf(undefined, { LANG, LC_MESSAGES: 'zh_CN', LC_ALL: 'C' })).toBe('en');
    expect(languageOf(undefined, { LC_CTYPE: 'zh_CN.UTF-8' })).toBe('en');
  });

  it('is the one asked for, whatever the locale', () => {
    expect(languageOf('en', { LC_ALL: 'zh_CN.UTF-8' })).toBe('en');
    expect(languageOf('zh-CN', { LC_ALL: 'C' })).toBe('zh-CN');
  });
});

describe('audit --lang zh-CN', () => {
  const UNIT =
    '[Service]\nEnvironment="NOTE=飞书网关🚀" TELEGRAM_BOT_TOKEN=%Z\nExecStart=/bin/hermes gateway run\n';
  const folder = (): string => makeRoot({ 'units/hermes-gateway.service': UNIT });

  it('says what is wrong, and goes on in the same language', async () => {
    const root = folder();
    const args = ['audit', `${root}/units`, '--only', 'profile-unpinned', '--lang', 'zh-CN'];
    const { stdout, status } = await unitpin(args);
    expect(status).toBe(1);
    expect(stdout).toContain('  这个服务没有固定 profile：');
    expect(stdout).toContain(
      `unitpin audit --lang zh-CN --fix --diff --only profile-unpinned ${root}/units\n`,
    );
  });

  it('points at the column, whatever stands before it', async () => {
    const { stdout } = await unitpin(['audit', `${folder()}/units`, '--only', 'syntax', '--lang', 'zh-CN']);
    const [shown = '', marked = ''] = stdout.split('\n').filter((line) => line.includes(' | '));
    const at = shown.indexOf('TELEGRAM_BOT_TOKEN');
    expect(at).toBeGreaterThan(0);
    expect(width(marked.slice(0, marked.indexOf('^')))).toBe(width(shown.slice(0, at)));
  });

  it('names the same rules, places and fingerprints in SARIF, in the language it says', async () => {
    const args = ['audit', `${folder()}/units`, '--format', 'sarif'];
    const [english, chinese] = await Promise.all(
      ['en', 'zh-CN'].map(async (lang) => (await unitpin([...args, '--lang', lang])).json<Sarif>().runs[0]),
    );
    expect([english?.language, chinese?.language]).toEqual(['en', 'zh-CN']);
    const bare = (run: Sarif['runs'][0] | undefined) =>
      run?.results.map(({ message: _, ...rest }) => ({ ...rest, properties: 0, relatedLocations: 0 }));
    expect(bare(chinese)).toEqual(bare(english));
    const rule = chinese?.tool.driver.rules.find(({ id }) => id === 'profile-unpinned');
    expect(rule?.shortDescription.text).toBe('定义里没有固定 profile');
    expect(rule?.fullDescription.text).toMatch(/^命令没有指定 profile，/);
    expect(rule?.help.markdown).toContain('## 为什么有害');
  });
});

it('a language that is not spoken is an error', async () => {
  const { status, stderr } = await unitpin(['rules', '--lang', 'fr']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/--?lang.*"fr".*en.*zh-CN/);
});

interface Sarif {
  runs: {
    language: string;
    tool: {
      driver: {
        rules: {
          id: string;
          shortDescription: { text: string };
          fullDescription: { text: string };
          help: { markdown: string };
        }[];
      };
    };
    results: { message: unknown }[];
  }[];
}
