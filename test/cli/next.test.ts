import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { fakeHost } from '../ops/fakes.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';
import { copyIncident } from '../support/incident.ts';
import { ruleCase } from '../support/rule-case.ts';

const UNITS = 'home/u/.config/systemd/user';
const host = (tree: Tree): string =>
  makeRoot({ 'etc/passwd': PASSWD, 'home/u/.hermes/bin/hermes': '', ...tree });

/** The last line of an audit, the root left out. */
async function nextOf(root: string, ...args: string[]): Promise<string | null> {
  const { stdout } = await unitpin(['audit', '--root', root, ...args]);
  const line = stdout.split('\n').find((one) => one.startsWith('next: '));
  return line?.slice('next: '.length).replace(` --root ${root}`, '') ?? null;
}

describe('what an audit says to do next', () => {
  it('is the fix of what was asked for, and of nothing else', async () => {
    const { root, cleanup } = copyIncident('004-two-profiles');
    onTestFinished(cleanup);
    expect(await nextOf(root)).toBe('unitpin audit --fix --diff');
    const asked = ['--only', 'fatal-exit-loops', '--systemd', '249'];
    expect(await nextOf(root, ...asked)).toBe(
      'unitpin audit --fix --diff --only fatal-exit-loops --systemd 249',
    );
    expect(await nextOf(root, ...asked, '--fix', '--diff')).toBe(
      'unitpin audit --fix --only fatal-exit-loops --systemd 249',
    );
  });

  it('is no command that has done its part already', async () => {
    const { root, cleanup } = copyIncident('003-launchd-replace');
    onTestFinished(cleanup);
    await unitpin(['gen', '--root', root]);
    expect(await nextOf(root)).toBe('unitpin audit --fix --diff');
    await unitpin(['audit', '--root', root, '--fix']);
    expect(await nextOf(root)).toBe('unitpin audit --fix=all --diff');
  });

  it('brings no log of one profile to another, however often it is followed', async () => {
    const { root, cleanup } = copyIncident('003-launchd-replace');
    onTestFinished(cleanup);
    for (let round = 0; round < 2; round++) await unitpin(['audit', '--root', root, '--fix=all']);
    const { stdout } = await unitpin(['audit', '--root', root]);
    expect(stdout).not.toMatch(/log-shared|search-path-gone/);
    expect(stdout).not.toContain('next: ');
  });

  it('names the files that were named', async () => {
    const root = host({
      [`${UNITS}/hermes-gateway.service`]: '[Service]\nExecStart=/bin/hermes gateway run\n',
    });
    expect(await nextOf(root, `/${UNITS}`, '--only', 'profile-unpinned')).toBe(
      `unitpin audit --fix --diff --only profile-unpinned /${UNITS}`,
    );
  });

  it('is gen where a definition is missing', async () => {
    const root = host({
      'home/u/.config/unitpin/unitpin.yaml': 'profiles:\n  default: enabled\n',
    });
    expect(await nextOf(root, '--only', 'definition-missing')).toBe('unitpin gen --diff');
  });

  it('is a note where no definition is in what was named', async () => {
    const root = host({
      'srv/units/deep/hermes-gateway.service': '[Service]\nExecStart=/bin/hermes gateway run\n',
    });
    const { status, stderr } = await unitpin(['audit', '--root', root, '/srv/units']);
    const note = 'note: no unit file or property list is there; folders below a folder are not looked at\n';
    expect([status, stderr]).toEqual([0, note]);
  });

  it('is nothing where the fix says the command itself', async () => {
    const { args, host } = ruleCase(join(import.meta.dirname, '../../fixtures/rules/ghost-unit/bad'));
    const { stdout } = await unitpin(['audit', ...args, '--only', 'ghost-unit'], null, host);
    expect(stdout).toContain('fix: systemctl --user ');
    expect(stdout).not.toContain('next: ');
  });

  it('is nothing where only the other host can do it', async () => {
    const root = host({});
    await unitpin(['gen', '--root', root, '--all']);
    expect(await nextOf(root, '--only', 'not-enabled')).toBeNull();
  });
});

it('of gen is no apply where nobody reads what it writes', async () => {
  const { host } = fakeHost({ 'home/u/.hermes/profiles/code': null });
  host.files.removeFolder('/run/systemd/system');
  const { status, stderr } = await unitpin(['gen', '--profile', 'code'], null, host);
  expect([status, stderr]).toEqual([
    0,
    expect.stringMatching(
      /Nobody here reads them: \/run\/systemd\/system is not there\. next: unitpin supervise\n$/,
    ),
  ]);
});

it('of gen is nothing where it may not write', async () => {
  const { host } = fakeHost({
    'home/u/.hermes/profiles/code': null,
    [`${UNITS}/hermes-gateway-code.service`]: '',
  });
  const { status, stderr } = await unitpin(['gen', '--profile', 'code'], null, host);
  expect([status, stderr]).toEqual([3, '']);
});

it('stands apart from what was fixed', async () => {
  const { root, cleanup } = copyIncident('004-two-profiles');
  onTestFinished(cleanup);
  // The writer of a terminal adds no line break where there is one.
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  const { run } = await import('../../src/cli/run.ts');
  await run(['audit', '--root', root, '--fix', '--color', 'never']);
  expect(write.mock.calls.map(([text]) => text).join('')).toMatch(/receipt \S+\n\ninfo /);
});

describe('help', () => {
  async function help(...args: string[]): Promise<string> {
    const print = vi.spyOn(console, 'log').mockReturnValue();
    onTestFinished(() => print.mockRestore());
    await unitpin([...args, '--help']);
    return print.mock.calls.flat().join('\n');
  }

  it('begins with what is the command’s own', async () => {
    const text = await help('gen');
    const headings = [...text.matchAll(/^[A-Z][a-z ]+:$/gm)].map(([heading]) => heading);
    expect(headings).toEqual(['Options:', 'What it is about:', 'Output:', 'Examples:']);
  });

  it('lists no host where none is looked at', async () => {
    expect(await help('rules')).not.toContain('--root');
  });

  it.each([
    [['audit', '--only'], '--only needs a value', 'unitpin audit --help'],
    [['show'], 'show needs <name>', 'unitpin show --help'],
    [['rules', '--bogus'], 'no such option: --bogus', 'unitpin rules --help'],
    [['adit'], 'no such command: adit\n  did you mean audit?', 'unitpin --help'],
    [['--bogus'], 'no such option: --bogus', 'unitpin --help'],
  ])('is where a wrong command line leads: %j', async (args, message, next) => {
    const { status, stderr } = await unitpin(args);
    expect([status, stderr]).toEqual([2, `error: ${message}\n  next: ${next}\n`]);
  });
});

describe('what a command says to do next, where nobody below it knows the command line', () => {
  it('is about the same app and home', async () => {
    const host = () =>
      fakeHost({
        'home/u/acme.yaml': '',
        'home/u/.acme/config.yaml': '',
        'home/u/.local/bin/acme': '',
        'run/systemd/system': null,
      });
    const folder = makeRoot({ 'acme.yaml': 'id: acme\nhome: { variable: ACME_HOME, default: .acme }\n' });
    const app = ['--app', `${folder}/acme.yaml`];
    const next = async (...args: string[]): Promise<string> => {
      const { stderr } = await unitpin([...args, ...app], null, host().host);
      return stderr.slice(stderr.indexOf('next: ')).trim();
    };
    expect(await next('stop', '--all')).toBe(`next: unitpin apply ${app.join(' ')} --all`);
    expect(await next('restart', 'default')).toBe(`next: unitpin apply ${app.join(' ')} --profile default`);
    expect(await next('logs', '--all')).toBe(`next: unitpin status ${app.join(' ')}`);
    expect(await next('rollback')).toBe(`next: unitpin history ${app.join(' ')}`);
    // Of one that is about no app.
    expect(await next('explain', 'nothing')).toBe('next: unitpin rules');
  });
});
