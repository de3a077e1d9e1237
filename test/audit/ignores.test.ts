import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ignoresInComments } from '../../src/audit/comments.ts';
import { globMatcher } from '../../src/audit/ignores.ts';
import { nearest } from '../../src/audit/nearest.ts';
import type { Definition } from '../../src/model/definition.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';

/** The part of a definition that comments are read from. */
const made = (manager: 'systemd' | 'launchd', text: string, id = 'id'): Definition =>
  ({ id, manager, sources: new Map([['/f', text]]) }) as unknown as Definition;
const read = (manager: 'systemd' | 'launchd', text: string) =>
  ignoresInComments([made(manager, text)]).map(
    ({ rule, reason, at }) => `${at.line}:${at.column} ${rule} ${reason}`,
  );

describe('comments of a unit', () => {
  it.each([
    ['# unitpin: ignore[a] because', ['1:1 a because']],
    [
      '[Service]\n \t; unitpin:ignore[a,b-c]  because  of\tit ',
      ['2:3 a because of it', '2:3 b-c because of it'],
    ],
    ['# unitpin: ignore[a]', ['1:1 a ']],
    ['# unitpin: ignore a', ['1:1  a']],
    ['# unitpin: ignore[]', ['1:1  ']],
    ['# unitpin: ignored', []],
    ['# see unitpin: ignore[a]', []],
    ['Environment=A=b # unitpin: ignore[a] no comment there', []],
    ['A=b\\\n# unitpin: ignore[a] between\n  c', ['2:1 a between']],
    ['x\r\n# unitpin: ignore[a] crlf\r\n', ['2:1 a crlf']],
    ['x\ry\r# unitpin: ignore[a] cr\r', ['3:1 a cr']],
  ])('%j', (text, found) => expect(read('systemd', text)).toEqual(found));
});

describe('comments of a property list', () => {
  it.each([
    ['<dict>\n  <!-- unitpin: ignore[a] because -->\n</dict>', ['2:3 a because']],
    ['<dict><!--unitpin: ignore[a]\n of\n it--></dict>', ['1:7 a of it']],
    ['<string><!-- unitpin: ignore[a] --></string>', []],
    ['<string><![CDATA[</string><!-- unitpin: ignore[a] -->]]></string>', []],
    ['<string/><!-- unitpin: ignore[a] x -->', ['1:10 a x']],
    ['<key>a</key><!-- <string> --><!-- unitpin: ignore[a] x -->', ['1:30 a x']],
    ['<string>日😀</string> <!-- unitpin: ignore[a] x -->', ['1:21 a x']],
    ['<!-- unitpin: ignore[a] never closed', []],
    ['# unitpin: ignore[a] x', []],
  ])('%j', (text, found) => expect(read('launchd', text)).toEqual(found));
});

it('a comment of a file that several definitions have counts for all of them, once', () => {
  const text = '# unitpin: ignore[a] because';
  const [only, ...others] = ignoresInComments([made('systemd', text, 'x@'), made('systemd', text, 'x@y')]);
  expect([...(only?.definitions ?? [])]).toEqual(['x@', 'x@y']);
  expect(others).toEqual([]);
});

// Quadratic it would take minutes.
it('a file may hold a hundred thousand', () => {
  const text = `<dict>${'<string>日</string><!-- unitpin: ignore[a] x -->'.repeat(100_000)}`;
  expect(read('launchd', text)).toHaveLength(100_000);
  expect(read('systemd', '# unitpin: ignore[a] x\n'.repeat(100_000))).toHaveLength(100_000);
});

describe('globs', () => {
  it.each([
    ['old.service', '/u/old.service', true],
    ['old.service', '/u/very-old.service', false],
    ['user/*.service', '/etc/systemd/user/a.service', true],
    ['*/a.service', '/etc/systemd/user/a.service', true],
    ['/etc/*.service', '/etc/systemd/user/a.service', false],
    ['/etc/**', '/etc/systemd/user/a.service', true],
    ['/etc/**/a.service', '/etc/a.service', true],
    ['/etc/**/a.service', '/etc/xa.service', false],
    ['a?.service', '/x/ab.service', true],
    ['a.service', '/x/aXservice', false],
    ['hermes-gateway@*', 'hermes-gateway@code.service', true],
    ['**/a/**/b*', 'x/a/b/bc', true],
    ['/a/**', '/a/b/c', true],
    ['/a/**/c', '/a/c', true],
    ['/a/**/c', '/a/bc', false],
    ['/b', '/a/b', false],
    ['**', '/a/b', true],
    ['a*/b', '/x/a/c/b', false],
    [`${'*a'.repeat(40)}b`, 'a'.repeat(250), false],
  ])('%s and %s: %s', (pattern, path, matches) => expect(globMatcher(pattern)(path)).toBe(matches));
});

describe('the name that was meant', () => {
  const names = ['profile-shared', 'profile-unpinned', 'replace-in-unit', 'syntax'];
  it.each([
    ['profile-share', 'profile-shared'],
    ['profle-unpined', 'profile-unpinned'],
    ['PROFILE-SHARED', 'profile-shared'],
    ['syntx', 'syntax'],
    ['unpinned', 'profile-unpinned'],
    ['nothing-like-it', null],
    ['', null],
    ['x'.repeat(10_000), null],
  ])('%s is %s', (word, name) => expect(nearest(word, names)).toBe(name));
});

describe('entries of unitpin.yaml', () => {
  const command = '[Service]\nExecStart=/bin/hermes -p PROFILE gateway run --replace\n';
  const ignored = async (entry: string) => {
    const root = makeRoot({
      'units/hermes-gateway.service': command.replace('PROFILE', 'default'),
      'units/hermes-gateway-code.service': command.replace('PROFILE', 'code'),
      'unitpin.yaml': `ignore: [{ rule: replace-in-unit, reason: x, ${entry} }]`,
    });
    const files = [join(root, 'units'), '--config', join(root, 'unitpin.yaml')];
    const { stdout } = await unitpin(['audit', ...files, '--only', 'replace-in-unit', '--format', 'json']);
    const { findings } = JSON.parse(stdout) as { findings: { profile: string; ignored: string | null }[] };
    return findings.filter((one) => one.ignored === 'x').map(({ profile }) => profile);
  };
  it.each([
    ['path: hermes-gateway-code.service', ['code']],
    ["path: 'units/*'", ['code', 'default']],
    ['path: other.service', []],
    ['profile: default', ['default']],
    ['profile: default, path: hermes-gateway-code.service', []],
  ])('{ %s } ignores %j', async (entry, profiles) => expect(await ignored(entry)).toEqual(profiles));
});

describe('ignore-unused', () => {
  const UNITS = 'home/u/.config/systemd/user';
  const command = (flag = '') => `[Service]\nExecStart=/bin/hermes -p default gateway run${flag}\n`;
  const audit = async (args: string[]) => {
    const { stdout } = await unitpin(['audit', ...args, '--format', 'json']);
    return (
      JSON.parse(stdout) as { findings: { rule: string; message: string; ignored: string | null }[] }
    ).findings
      .filter(({ rule }) => rule === 'ignore-unused')
      .map(({ message }) => message);
  };
  const only = (...rules: string[]) => rules.flatMap((rule) => ['--only', rule]);
  const host = (tree: Tree) => [
    '--root',
    makeRoot({ 'etc/passwd': PASSWD, 'home/u/.hermes/x': '', ...tree }),
  ];

  it('judges only rules that ran', async () => {
    const tree = {
      [`${UNITS}/hermes-gateway.service`]: `# unitpin: ignore[replace-in-unit] x\n${command()}`,
    };
    expect(await audit([...host(tree), ...only('ignore-unused')])).toEqual([]);
    expect(await audit([...host(tree), ...only('ignore-unused', 'replace-in-unit')])).toEqual([
      'This ignores replace-in-unit, which finds nothing here: it may go, before it hides the next mistake of that kind.',
    ]);
  });

  it.each(['definition-missing', 'definition-drift', 'verify'])(
    'says nothing of %s where it had nothing to look at',
    async (rule) => {
      const root = makeRoot({ 'hermes-gateway.service': `# unitpin: ignore[${rule}] x\n${command()}` });
      expect(await audit([root, ...only('ignore-unused', rule)])).toEqual([]);
    },
  );

  it('names the rule that was meant', async () => {
    const text = `# unitpin: ignore[replace-in-unti, no-such-thing] x\n# unitpin: ignore\n${command()}`;
    expect(await audit([makeRoot({ 'hermes-gateway.service': text }), ...only('ignore-unused')])).toEqual([
      'No rule is called replace-in-unti, so this ignores nothing; replace-in-unit is one.',
      'No rule is called no-such-thing, so this ignores nothing.',
      'This names no rule in brackets, so it ignores nothing.',
    ]);
  });

  it('judges entries of unitpin.yaml about the files that were named, and about all of a host', async () => {
    const root = makeRoot({
      'etc/passwd': PASSWD,
      'home/u/.hermes/x': '',
      [`${UNITS}/hermes-gateway.service`]: command(),
      'unitpin.yaml': [
        'ignore:',
        '  - { rule: replace-in-unit, path: hermes-gateway.service, reason: x }',
        '  - { rule: replace-in-unit, path: other.service, reason: x }',
        '  - { rule: replace-in-unit, reason: x }',
      ].join('\n'),
    });
    const more = ['--config', join(root, 'unitpin.yaml'), ...only('ignore-unused', 'replace-in-unit')];
    expect(await audit([join(root, UNITS), ...more])).toHaveLength(1);
    expect(await audit(['--root', root, ...more])).toHaveLength(3);
  });

  it('a mistake in an entry is an error with its place', async () => {
    const config = join(makeRoot({ 'unitpin.yaml': 'ignore:\n  - { rule: x, paht: y }\n' }), 'unitpin.yaml');
    const { status, stderr } = await unitpin(['audit', '--config', config]);
    expect(status).toBe(2);
    expect(stderr).toContain('paht');
    expect(stderr).toContain('unitpin.yaml:2:');
  });
});
