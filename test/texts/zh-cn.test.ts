import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { commands } from '../../src/cli/declare/index.ts';
import { Failure } from '../../src/host/failure.ts';
import width from '../../src/report/width.ts';
import { speak, tr } from '../../src/texts/tr.ts';
import { fill, zhCN } from '../../src/texts/zh-CN/index.ts';
import { fleet, start } from '../ops/running-fleet.ts';
import { expectChinese, spoken } from '../support/chinese.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD } from '../support/home.ts';

const SRC = join(import.meta.dirname, '../../src');

afterAll(() => speak('en'));

/** A whole output: what is printed in columns, and what is to be typed, is not looked into. */
function expectNoEnglish(output: string): void {
  expect(output).toMatch(/\p{Script=Han}/u);
  for (const line of output.split('\n')) {
    const words = spoken(line.replace(/unitpin [^，。；：（）]*/g, ' … ').replace(/ {2,}/g, ' … ')).replace(
      /"[^"]*"/g,
      ' … ',
    );
    expect(words).not.toMatch(/[A-Za-z']+(?: [A-Za-z']+){3}/);
    expect(line).not.toMatch(/\p{Script=Han}[,;:!?]|[,;!?]\p{Script=Han}/u);
  }
}

/** yargs prints a help by itself. */
async function helpOf(...args: string[]): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    expect((await unitpin([...args, '--help'])).status).toBe(0);
    return log.mock.calls.join('\n');
  } finally {
    log.mockRestore();
  }
}

describe('help', () => {
  it.each(['', ...commands.map(({ name }) => name)])('%s', async (name) => {
    const help = await helpOf(...(name === '' ? [] : [name]), '--lang', 'zh-CN');
    expectNoEnglish(help.replace(/^unitpin.*$/gm, '').replace(/\[[^\]]*\]/g, ''));
    expect(help, 'what stands in brackets').not.toMatch(/\[[^\]]*'s/);
    expect(help).not.toMatch(
      /Options|Positionals|Examples|Output|Show |default:|choices:|\[string\]|\[boolean\]/,
    );
  });

  it('is English again for the next one', async () => {
    expect(await helpOf()).toContain('Proves that every gateway service');
  });
});

describe('failures', () => {
  it.each(
    [
      'nope',
      'stat',
      'audit --fix-all',
      'audit --fail-on nothing',
      'audit /nowhere',
      'audit --all',
      'audit --systemd old',
      'explain profile-share',
      'ports',
      'ports allocate',
      'stop',
      'stop --all code',
      'status --interval 3',
      'status --timeout soon --watch',
      'diagnose --since yesterday',
      'diagnose --all',
      'diagnose /nowhere.log',
      'logs --lines none code',
      'apply --force',
      'apply --root /mnt',
      'apply --scope system',
      'gen --stdout --diff',
      'gen --manager supervisor',
      'show nothing.service',
      'remove --all',
      'rollback 1',
      'init --root /mnt',
      'status --app unknown',
      'audit --root / --root /',
      'audit -- -x',
      'audit --only',
    ].map((line) => [line]),
  )('%s', async (line) => {
    const { fake } = fleet();
    const { status, stderr } = await unitpin(['--lang', 'zh-CN', ...line.split(' ')], null, fake.host);
    expect(status).toBeGreaterThan(0);
    expect(stderr).toMatch(/^错误：/);
    expectNoEnglish(stderr);
    expect(stderr, 'quotes').not.toMatch(/\p{Script=Han} ?"/u);
  });

  it('is a failure with the same code for programs', async () => {
    const of = async (...args: string[]) =>
      (await unitpin(['stop', '--format', 'json', ...args])).json<{
        error: { code: string; message: string };
      }>().error;
    const [english, chinese] = [await of(), await of('--lang', 'zh-CN')];
    expect(chinese.code).toBe(english.code);
    expectChinese(chinese.message.replace('stop', ''));
  });
});

it('whole outputs', async () => {
  const { fake } = fleet();
  start(fake, 'code', 8650, { platforms: { telegram: { state: 'retrying' } } });
  const lines = [
    'status',
    'status --verbose',
    'audit',
    'audit --statistics',
    'gen --diff --profile idle',
    'gen --all',
    'apply --dry-run',
    'apply --yes',
    'history',
    'rollback --yes',
    'stop code',
    'start code',
    'ports list',
    'ports check',
    'show code',
    'logs code',
    'remove code --yes',
    'init',
    'audit --fix',
    'rules',
    'diagnose',
    'apply --rename --yes',
    // By now files and manager disagree: there is drift.
    'status',
    'supervise --check',
  ];
  for (const line of lines) {
    const { stdout, stderr } = await unitpin([...line.split(' '), '--lang', 'zh-CN'], true, fake.host);
    const isCode = /^ +(?:\d+ )?\||^#|^\S*:\d|^ +\d+:\d+|^[-+ ]|^@@/;
    const told = stdout.split('\n').filter((one) => !(isCode.test(one) && !/\p{Script=Han}/u.test(one)));
    expectNoEnglish([...told, stderr].join('\n'));
  }
});

it.each(['004-mutual-sigterm', '003-executor'])('the story of %s', async (name) => {
  const { stdout } = await unitpin(['diagnose', join('fixtures/diagnose', name), '--lang', 'zh-CN']);
  const rows = stdout.split('\n').filter((line) => /\p{Script=Han}/u.test(line));
  expectNoEnglish(rows.join('\n'));
  // What stands beside the name of a row begins in one column.
  const told = rows.flatMap((line) => /^ {3}(?:时间|依据|除非|问题|怎么办|确定) +/.exec(line)?.[0] ?? []);
  expect(told.length).toBeGreaterThan(2);
  expect(new Set(told.map(width))).toEqual(new Set([12]));
});

it('columns agree', async () => {
  const { fake } = fleet();
  const { stdout } = await unitpin(['gen', '--all', '--lang', 'zh-CN'], null, fake.host);
  const before = stdout
    .split('\n')
    .flatMap((line) => /^(\S+ +)(?:code|default|idle|work)\b/.exec(line)?.[1] ?? []);
  expect(before).toHaveLength(4);
  expect(new Set(before.map(width)).size).toBe(1);
});

it('says how to begin', async () => {
  const root = makeRoot({ 'etc/passwd': PASSWD, 'home/u/.hermes/profiles/code': null });
  for (const command of ['audit', 'status'])
    expectNoEnglish((await unitpin([command, '--root', root, '--lang', 'zh-CN'])).stderr);
});

describe('the catalogue', () => {
  const facts = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();
  /** Chinese has no plural; `an audit` has an article. */
  const GRAMMAR = new Set(['{s}', '{es}']);

  it('tells the same facts', () => {
    for (const [english, chinese] of Object.entries(zhCN)) {
      if (english === '{more} {command} of {at} UTC ({owner})') continue;
      expect(facts(chinese), english).toEqual(facts(english).filter((fact) => !GRAMMAR.has(fact)));
    }
  });

  it('is written as the glossary wants it', () => {
    for (const [english, chinese] of Object.entries(zhCN)) {
      if (/^\w+:$/.test(chinese.replace(/\p{Script=Han}/gu, 'x'))) continue;
      const told = fill(chinese, Object.fromEntries(facts(chinese).map((fact) => [fact.slice(1, -1), 'x'])));
      if (chinese !== english && /[a-z] [a-z]+ [a-z]/.test(english)) expect(told).toMatch(/\p{Script=Han}/u);
      expect(told, english).not.toMatch(/\p{Script=Han}[,;:!?()]|[,;!?()]\p{Script=Han}|\S {2}\S/u);
      expect(told, english).not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u);
      expect(told, english).not.toMatch(/ [，。、；：？！”）]|[，。、；：？！（“] /);
    }
  });

  it('holds nothing that nobody says', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && !path.startsWith('texts/zh-CN'),
    );
    // Unions of the model are said by their names.
    const templates = readdirSync(join(SRC, '../templates'), { recursive: true, encoding: 'utf8' });
    const apps = templates
      .filter((path) => path.endsWith('app.yaml'))
      .map((path) => join('../templates', path));
    const code = [...files, ...apps].map((path) => readFileSync(join(SRC, path), 'utf8')).join('\n');
    const escaped = (text: string): string => text.replace(/\n/g, '\\n');
    const unsaid = Object.keys(zhCN).filter((text) => {
      const one = escaped(text);
      return ![`'${one.replaceAll("'", "\\'")}'`, `"${one}"`, `\n  ${one}:`, ` ${one}:`].some((way) =>
        code.includes(way),
      );
    });
    expect(unsaid).toEqual([]);
  });

  it('puts a blank beside Latin letters, and none beside Chinese', () => {
    expect(fill('端口{port}被占用', { port: 80 })).toBe('端口 80 被占用');
    expect(fill('无法 {verb} {path}', { verb: '写入', path: '/张 三/a' })).toBe('无法写入 /张 三/a');
    expect(fill('{a}：{b}', { a: 'x', b: '它' })).toBe('x：它');
    expect(fill('{a}', { a: '{b}', b: 'c' })).toBe('{b}');
  });

  it('leaves a path that is put together of several in one piece', () => {
    expect(fill('写出：unitpin audit {root}{more}', { root: '/mnt/备份', more: '/units' })).toBe(
      '写出：unitpin audit /mnt/备份/units',
    );
    expect(fill('在 {home}/{config} 里写', { home: '/home/机器人', config: '设置.yaml' })).toBe(
      '在 /home/机器人/设置.yaml 里写',
    );
    // A blank here would have the shell write over the file itself.
    expect(fill('cat {path} >{path}.new', { path: '/a/端口' })).toBe('cat /a/端口 >/a/端口.new');
  });

  it('is of the process', async () => {
    await speak('zh-CN');
    expect(new Failure('usage', tr('the current folder is gone')).message).toBe('当前目录已经不在了');
    await speak('en');
    expect(tr('the current folder is gone')).toBe('the current folder is gone');
  });
});
