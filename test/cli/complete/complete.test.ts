import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../../src/audit/rules/index.ts';
import { en } from '../../../src/audit/texts/en/index.ts';
import { completionLines } from '../../../src/cli/complete/index.ts';
import { commands } from '../../../src/cli/declare/index.ts';
import { bundleRunner } from '../../support/bundle-runner.ts';
import { expectChinese } from '../../support/chinese.ts';
import { unitpin } from '../../support/cli.ts';
import { makeRoot, PASSWD } from '../../support/home.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const STATE = 'home/u/.local/state/unitpin';
const receipt = {
  schema: 1,
  id: '20261120T120000Z-3fa9c1',
  at: '2026-11-20T12:00:00Z',
  command: 'gen',
  changes: [],
};

const host = (): string =>
  makeRoot({
    'etc/passwd': PASSWD,
    'home/u/.hermes/profiles/code': null,
    'home/u/.hermes/profiles/work': null,
    'home/u/.config/unitpin/unitpin.yaml': 'profiles:\n  planned: enabled\n',
    'home/u/.config/systemd/user/hermes-gateway@code.service': '',
    'home/u/.config/systemd/user/mpd.service': '',
    'home/u/Library/LaunchAgents/ai.hermes.gateway.plist': '',
    [`${STATE}/receipts/${receipt.id}.json`]: JSON.stringify(receipt),
  });

/** The words alone. */
async function words(...line: string[]): Promise<string[]> {
  const lines = await completionLines(line);
  return lines.split('\n').flatMap((one) => (one === '' ? [] : [one.split('\t')[0] as string]));
}

describe('the words at a Tab', () => {
  it('are the commands, with what they do', async () => {
    expect(await words('')).toEqual(commands.map(({ name }) => name));
    expect(await completionLines(['expl'])).toBe(
      "explain\ta rule's page: what it finds, why it hurts, how to mend it\n",
    );
  });

  it.each([
    [['audit', '--fo'], ['--format']],
    [['--root', '/x', 'gen', '--ch'], ['--check']],
    [['gen', '--check', '--ch'], []],
    [['audit', '--only', 'x', '--on'], ['--only']],
    // What is on already can be turned off.
    [['apply', '--no-'], ['--no-restart']],
    [['rules', '--pro'], []],
    [['audit', '--format', 'sa'], ['sarif']],
    [['audit', '--format=sa'], ['--format=sarif']],
    [
      ['audit', '--fix='],
      ['--fix=safe', '--fix=all'],
    ],
    // `--fix` alone takes no value: a path follows.
    [['audit', '--fix', ''], [':files']],
    [['audit', '--', '--fo'], [':files']],
    [['ports', 'a'], ['allocate']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['audit', '--only', 'profile-u'], ['profile-unpinned']],
    [['gen', '--out', ''], [':folders']],
    [['apply', ''], [':files']],
    [['gen', '--app', 'her'], ['hermes']],
    [['gen', '--app', './her'], [':files']],
    [['gen', '--app=acme'], [':files']],
    [['nothing', 'x'], []],
  ])('of %j are %j', async (line, expected) => {
    expect(await words(...line)).toEqual(expected);
  });

  it('are all rules, by their names, with what they find', async () => {
    expect(await words('explain', '')).toEqual(rules.map(({ id }) => id).sort());
    expect(await completionLines(['explain', 'profile-sh'])).toBe(
      `profile-shared\t${en['profile-shared'].title}\n`,
    );
  });

  it('are told about in Chinese where that is spoken', async () => {
    const line = ['--lang', 'zh-CN'];
    for (const typed of [
      [''],
      ['audit', '-'],
      ['explain', ''],
      ['status', '--root', host(), '--profile', ''],
    ]) {
      const told = (await completionLines([...line, ...typed])).trim().split('\n');
      for (const one of told) expectChinese(`“x”${one.split('\t')[1]}`.replace(/^“x”profile$/, '它'));
    }
    expect(await completionLines(['expl'])).toMatch(/\ta rule's page/);
  });

  it('are the profiles on disk, and those that unitpin.yaml names', async () => {
    const config = ['--root', host()];
    const profiles = ['default', 'code', 'work', 'planned'];
    expect(await words('status', ...config, '--profile', '')).toEqual(profiles);
    expect(await words('ports', 'allocate', 'code', ...config, '')).toEqual(profiles);
    expect(await words('status', ...config, '--profile=w')).toEqual(['--profile=work']);
  });

  it('are units and labels of the app, too, where services are named', async () => {
    expect(await words('show', `--root=${host()}`, '')).toEqual([
      'default',
      'code',
      'work',
      'planned',
      'hermes-gateway@code.service',
      'ai.hermes.gateway',
    ]);
  });

  it('is no file whose name a shell would read as more than a word', async () => {
    const units = 'home/u/.config/systemd/user';
    const root = makeRoot({
      'etc/passwd': PASSWD,
      'home/u/.hermes': null,
      [`${units}/hermes-gateway-$(touch x).service`]: '',
      [`${units}/hermes-gateway-\`id\`.service`]: '',
      [`${units}/hermes-gateway;id.service`]: '',
      [`${units}/hermes-gateway-\x1b[31m.service`]: '',
      [`${units}/hermes-gateway.service`]: '',
    });
    expect(await words('show', '--root', root, 'hermes')).toEqual(['hermes-gateway.service']);
  });

  it('are the receipts', async () => {
    expect(await completionLines(['rollback', `--root=${host()}`, ''])).toBe(`${receipt.id}\tgen\n`);
  });

  it('are none where something is wrong, and no message', async () => {
    const root = makeRoot({ 'etc/passwd': PASSWD, 'home/u/.config/unitpin/unitpin.yaml': 'profiles: [' });
    expect(await completionLines(['status', '--root', root, '--profile', ''])).toBe('');
  });

  it('hold nothing that a terminal obeys', async () => {
    const name = 'hermes-\x1b[31m\n\u202e.service';
    const root = makeRoot({
      'etc/passwd': PASSWD,
      'home/u/.hermes': null,
      [`home/u/.config/systemd/user/${name}`]: '',
    });
    expect(await words('stop', '--root', root, 'hermes')).toEqual([]);
  });
});

describe('completion in bash', () => {
  let runner: Awaited<ReturnType<typeof bundleRunner>>;
  beforeAll(async () => {
    runner = await bundleRunner(join(PROJECT, 'src/cli/main.ts'), PROJECT);
    const program = join(runner.folder, 'unitpin');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${runner.script}' "$@"\n`);
    chmodSync(program, 0o755);
  });
  afterAll(() => runner.remove());

  /** What the script answers when a line has been typed so far. bash breaks it into words by COMP_WORDBREAKS. */
  function answer(line: string): string[] {
    const broken = line.split(/(?<=[=:@])|(?=[=:@])|\s+/);
    const set = `COMP_WORDS=(${broken.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${broken.length - 1}`;
    const script = `source '${PROJECT}/completions/unitpin.bash' && ${set}; COMP_LINE='${line}'; COMP_POINT=${line.length}
      compopt() { echo "compopt $*"; }
      _unitpin unitpin; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { ...process.env, PATH: `${runner.folder}${delimiter}${process.env.PATH}` };
    return execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8', env }).trim().split('\n');
  }

  it('knows commands, options, values and names', () => {
    const root = host();
    expect(answer('unitpin au')).toEqual(['audit']);
    expect(answer('unitpin audit --fail')).toEqual(['--fail-on']);
    expect(answer('unitpin audit --format sa')).toEqual(['sarif']);
    expect(answer(`unitpin status --root ${root} --profile w`)).toEqual(['work']);
    expect(answer('unitpin gen --no')).toEqual(['']);
  });

  it('answers with what follows the last break', () => {
    const root = host();
    expect(answer('unitpin audit --format=')).toEqual(['text', 'json', 'sarif', 'github', 'html']);
    expect(answer('unitpin audit --format=sa')).toEqual(['sarif']);
    expect(answer(`unitpin show --root ${root} hermes-gateway@c`)).toEqual(['code.service']);
  });

  it('leaves files and folders to the shell', () => {
    expect(answer('unitpin audit ')).toEqual(['compopt -o default']);
    expect(answer('unitpin gen --out ')).toEqual(['compopt -o dirnames']);
  });
});

const isInstalled = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

describe.each(['bash', 'zsh', 'fish'])('the script for %s', (shell) => {
  it('is what the package holds', async () => {
    const file = shell === 'zsh' ? '_unitpin' : `unitpin.${shell}`;
    const { status, stdout } = await unitpin(['completion', shell]);
    expect([status, stdout]).toEqual([0, readFileSync(join(PROJECT, 'completions', file), 'utf8')]);
  });

  it.skipIf(!isInstalled(shell))('can be read by it', async () => {
    const { stdout } = await unitpin(['completion', shell]);
    const { status, stderr } = spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
