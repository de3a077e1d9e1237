import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { unitpin } from '../../support/cli.ts';
import { type Element, elements, parseHtml, textContent } from '../../support/html.ts';
import { fleet, hostileFleet, incident, page, SECRET } from './pages.ts';

const named = (all: readonly Element[], name: string): Element[] => all.filter((one) => one.name === name);
const attribute = (name: string) => (one: Element) => one.attributes.get(name);
const withClass = (all: readonly Element[], name: string): Element[] =>
  all.filter((one) => one.attributes.get('class')?.split(' ').includes(name));

describe('the page of an audit', () => {
  it('tells the incident in words, in the picture and in the table', async () => {
    const all = elements(parseHtml(await page(incident('004-two-profiles'))));
    expect(textContent(withClass(all, 'alarm')[0]!)).toBe(
      '⚠ hermes-gateway-code.service, hermes-gateway.service run one profile: code.',
    );
    const [svg] = named(all, 'svg');
    const bad = withClass(elements(svg!), 'bad');
    expect(bad.map(({ name }) => name).sort()).toEqual(['g', 'path', 'path']);
    expect(textContent(bad.find(({ name }) => name === 'g')!)).toContain('⚠ run by 2 services');
    const arrows = named(elements(svg!), 'path').filter(attribute('marker-end'));
    expect(arrows.map(attribute('class'))).toEqual(['line', 'line bad', 'line bad dashed']);
    const [table] = named(all, 'table');
    const rows = named(elements(table!), 'tr').map((row) => elements(row).filter(isCell).map(textContent));
    expect(rows).toEqual([
      ['Service', 'Manager', 'Profile', 'Decided by', 'Home', 'Lock', 'Port', 'Note'],
      [
        'hermes-gateway-code.service',
        'systemd, user',
        'code',
        'flag',
        '~/.hermes/profiles/code',
        'lock: gateway.lock',
        '–',
        '⚠ shares its profile',
      ],
      [
        'hermes-gateway.service',
        'systemd, user',
        'code',
        'sticky file',
        '~/.hermes/profiles/code',
        'lock: gateway.lock',
        '–',
        '⚠ shares its profile, not pinned, meant for default',
      ],
    ]);
  });

  it('has every finding with its line, the fix as a diff, and the rule', async () => {
    const root = incident('004-two-profiles');
    const { json } = await unitpin(['audit', '--root', root, '--format', 'json']);
    const { findings } = json<{ findings: { rule: string; fix: unknown }[] }>();
    const all = elements(parseHtml(await page(root)));
    const articles = named(all, 'article');
    expect(articles.map(attribute('data-rule')).sort()).toEqual(findings.map(({ rule }) => rule).sort());
    const shared = articles.find((one) => one.attributes.get('data-rule') === 'profile-shared')!;
    expect(textContent(withClass(elements(shared), 'source')[0]!)).toMatch(/^9ExecStart=.*hermes_cli\.main/);
    expect(textContent(named(elements(shared), 'mark')[0]!)).toBe(
      '/home/hermesuser/.hermes/hermes-agent/venv/bin/python',
    );
    const link = named(elements(shared), 'a').find((one) => attribute('href')(one)?.startsWith('#diff'))!;
    const diff = all.find((one) => `#${one.attributes.get('id')}` === attribute('href')(link))!;
    expect(textContent(diff)).toContain(
      '+ExecStart=/home/hermesuser/.hermes/hermes-agent/venv/bin/python -m hermes_cli.main --profile default gateway run',
    );
    expect(withClass(elements(diff), 'add').length).toBeGreaterThan(3);
    const rule = all.find((one) => one.attributes.get('id') === 'rule-profile-shared')!;
    expect(textContent(rule)).toContain('Two definitions, of any manager and scope, run one profile');
  });

  it('tells what the logs tell, where they can be read and were asked for', async () => {
    const root = incident('004-two-profiles');
    expect(await page(root)).toContain('took the place of a running gateway');
    expect(await page(root, 'audit', '--no-live')).not.toContain('took the place of a running gateway');
  });

  it('lets a browser load nothing, and run no script and style but its own', async () => {
    const all = elements(parseHtml(await page(incident('004-two-profiles'))));
    const policy = named(all, 'meta').find((one) => one.attributes.get('http-equiv') !== undefined)!;
    const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const [style] = named(all, 'style');
    const [script] = named(all, 'script');
    expect(attribute('content')(policy)?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${sha256(style!.children.join(''))}`,
      `script-src ${sha256(script!.children.join(''))}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    const names = all.flatMap((one) => [...one.attributes.keys()]);
    expect(names.filter((name) => name === 'style' || name === 'src' || name.startsWith('on'))).toEqual([]);
    expect(
      all.flatMap((one) => one.attributes.get('href') ?? []).filter((href) => !/^(#|data:,$)/.test(href)),
    ).toEqual([]);
  });

  it('can be walked by its headings, landmarks and links', async () => {
    const all = elements(
      parseHtml(
        await page(
          fleet(4, {}),
          'audit',
          '--only',
          'profile-shared',
          '--only',
          'profile-unpinned',
          '--only',
          'port-shared',
        ),
      ),
    );
    const ids = all.flatMap((one) => one.attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const name of ['href', 'aria-labelledby']) {
      const targets = all.flatMap((one) => one.attributes.get(name) ?? []).filter((one) => one !== 'data:,');
      expect(targets.filter((one) => !ids.includes(one.replace(/^#/, '')))).toEqual([]);
    }
    const levels = all.flatMap(({ name }) => (/^h\d$/.test(name) ? Number(name[1]) : []));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    for (const name of ['header', 'main', 'footer', 'h1']) expect(named(all, name)).toHaveLength(1);
    expect(named(all, 'output').map(attribute('aria-live'))).toEqual(['polite']);
    expect(named(all, 'html').map(attribute('lang'))).toEqual(['en']);
    expect(named(all, 'th').every(attribute('scope'))).toBe(true);
  });

  it('speaks Chinese', async () => {
    const text = await page(incident('004-two-profiles'), 'audit', '--lang', 'zh-CN');
    const all = elements(parseHtml(text));
    expect(named(all, 'html').map(attribute('lang'))).toEqual(['zh-CN']);
    expect(named(all, 'h1').map(textContent)).toEqual(['网关服务审计']);
    expect(textContent(withClass(all, 'alarm')[0]!)).toContain(
      'hermes-gateway-code.service 和 hermes-gateway.service 运行同一个 profile：code',
    );
    const told = named(all, 'p').map(textContent).join('\n');
    expect(told).toContain('修复：固定到 default（safe）');
    expect(told).not.toMatch(/\p{Script=Han}[,:;(]| \(/u);
    expect(named(all, 'td').map(textContent)).toContain('2 次，大约每隔 10 秒');
    expect(named(all, 'td').map(textContent)).toContain('systemd、user');
  });

  it('is a table alone where a picture would be a wall', async () => {
    const [small, big] = [
      await page(fleet(40), 'audit', '--only', 'profile-shared'),
      await page(fleet(41), 'audit', '--only', 'profile-shared'),
    ];
    expect([small.includes('<svg'), big.includes('<svg')]).toEqual([true, false]);
    expect(named(elements(parseHtml(big)), 'tr')).toHaveLength(42);
  });

  it('is the same for the same input', async () => {
    const root = incident('003-launchd-replace');
    expect(await page(root)).toBe(await page(root));
  });

  it('shows nothing of a secret, and what a file says as text', async () => {
    const text = await page(hostileFleet(), 'audit', '--verbose');
    expect(text).not.toContain(SECRET.slice(0, 16));
    expect(text).not.toMatch(/0123456789abcdef/);
    expect(text).not.toMatch(/[\0\u202a-\u202e\u2066-\u2069]/u);
    const all = elements(parseHtml(text));
    expect(named(all, 'script')).toHaveLength(1);
    expect(named(all, 'img')).toEqual([]);
    expect(text).toContain('&lt;script&gt;');
  });

  it('of a folder knows no ports, no locks and no logs', async () => {
    const root = incident('004-two-profiles');
    const folder = `${root}/home/hermesuser/.config/systemd/user`;
    const { status, stdout } = await unitpin(['audit', folder, '--format', 'html']);
    expect(status).toBe(1);
    const all = elements(parseHtml(stdout));
    expect(named(all, 'svg')).toHaveLength(1);
    expect(stdout).not.toContain('gateway.lock');
    expect(stdout).not.toContain('What happened, by the logs');
  });

  it('of nothing says so', async () => {
    const text = await page(fleet(1), 'audit', '--manager', 'launchd', '--only', 'label-duplicate');
    expect(text).toContain('Nothing is wrong with what was looked at.');
    parseHtml(text);
  });
});

describe('after a fix', () => {
  it('the page shows what was written, and what is left', async () => {
    const root = fleet(2);
    const shown = await page(root, 'audit', '--fix', '--diff', '--only', 'profile-unpinned');
    expect(shown).toContain('What --fix would write');
    expect(shown).toContain('data-rule="profile-unpinned"');
    const fixed = await page(root, 'audit', '--fix', '--only', 'profile-unpinned');
    expect(fixed).not.toContain('data-rule="profile-unpinned"');
    expect(fixed).toContain('What was written');
    expect(fixed).toContain('+ExecStart=');
  });
});

const isCell = ({ name }: Element): boolean => name === 'td' || name === 'th';
