import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FakeHost, fakeHost } from '../ops/fakes.ts';
import { fleet as runningFleet } from '../ops/running-fleet.ts';
import { unitpin } from '../support/cli.ts';
import type { Tree } from '../support/home.ts';
import { expectSchema } from '../support/schema.ts';

const STATE = 'home/u/.local/state/unitpin';
const CODE = 'home/u/.hermes/profiles/code';
const KEY = 'API_SERVER_KEY=not-a-real-key-for-a-test-0\n';
const UNIT = (name: string) => `[Service]\nExecStart=/home/u/.hermes/bin/hermes -p ${name} gateway run\n`;

const fleet = (tree: Tree = {}): FakeHost =>
  fakeHost({ 'home/u/.hermes/.env': KEY, [`${CODE}/.env`]: KEY, ...tree });
const run = (host: FakeHost, ...args: string[]) => unitpin(args, true, host.host);
/** Also to root a folder cannot be read as a file. */
const makeUnreadable = (host: FakeHost, path: string): void => {
  rmSync(join(host.root, path), { force: true });
  mkdirSync(join(host.root, path));
};

describe('settings that cannot be read', () => {
  it('are told, not taken for none', async () => {
    const host = fleet({ [`${CODE}/config.yaml`]: null });
    makeUnreadable(host, 'home/u/.hermes/.env');
    const { stdout, status } = await run(host, 'ports', 'list');
    expect(status).toBe(0);
    expect(stdout).toBe(`PORT     PROFILE  LEDGER  LISTENS  SAID BY
unknown  default  -       unknown  -
unknown  code     -       unknown  -

default: cannot read /home/u/.hermes/.env: it is not a regular file
code: cannot read /home/u/.hermes/profiles/code/config.yaml: it is not a regular file
`);
    expectSchema('ports', (await run(host, 'ports', 'list', '--format', 'json')).json());
  });

  it.each(['.env', 'config.yaml'])('give no port: %s', async (name) => {
    const host = fleet();
    makeUnreadable(host, `${CODE}/${name}`);
    const done = await run(host, 'ports', 'allocate', 'code');
    expect(done).toMatchObject({ status: 3, stdout: '' });
    expect(done.stderr).toBe(`error: cannot read /${CODE}/${name}: it is not a regular file
  what it says about the gateway is not known, and nothing is guessed in its place
  next: ls -ld /${CODE}/${name}
`);
  });

  it('take no port away that was given', async () => {
    const host = fleet();
    expect(await run(host, 'gen', '--all')).toMatchObject({ status: 0 });
    const before = host.host.files.read(`/${STATE}/ports.json`);
    makeUnreadable(host, `${CODE}/.env`);
    const done = await run(host, 'gen');
    expect(done.status).toBe(3);
    expect(done.stderr).toContain(`cannot read /${CODE}/.env`);
    expect(host.host.files.read(`/${STATE}/ports.json`)).toEqual(before);
  });

  it('are a conflict, as is what is no port', async () => {
    const host = fleet({
      'home/u/.config/systemd/user/hermes-gateway.service': UNIT('default'),
      'home/u/.config/systemd/user/hermes-gateway-code.service': UNIT('code'),
      'home/u/.hermes/config.yaml': 'platforms: {api_server: {extra: {port: 0}}}\n',
    });
    makeUnreadable(host, `${CODE}/.env`);
    const { stdout, status } = await run(host, 'ports', 'check');
    expect(status).toBe(1);
    expect(
      stdout,
    ).toBe(`conflict  the settings of default do not say its port: platforms.api_server.extra.port is "0", which is not a port (1 to 65535)
    ~/.hermes/config.yaml:1
    next: mend it there
conflict  the settings of code do not say its port: cannot read /home/u/.hermes/profiles/code/.env: it is not a regular file
    ~/.hermes/profiles/code/.env:1
    next: mend it there
`);
    expectSchema('ports', (await run(host, 'ports', 'check', '--format', 'json')).json());
    const audit = await run(host, 'audit', '--no-live', '--only', 'port-unreadable');
    expect(audit.stdout).toContain('Where the API server listens is not known: cannot read');
  });
});

describe('a port that was asked for', () => {
  it('stays, also when the default profile says the same and gets a service', async () => {
    const host = fleet();
    expect((await run(host, 'ports', 'allocate', 'code')).stdout).toBe('code  8642\n');
    await run(host, 'gen', '--all');
    expect((await run(host, 'ports', 'allocate', 'code')).stdout).toBe('code  8642\n');
    const { ports } = (await run(host, 'ports', 'list', '--format', 'json')).json<{
      ports: { profile: string; port: number }[];
    }>();
    expect(ports.find(({ profile }) => profile === 'code')?.port).toBe(8642);
    expect(ports.find(({ profile }) => profile === 'default')?.port).not.toBe(8642);
    expect(await run(host, 'ports', 'check')).toMatchObject({ status: 0 });
  });
});

describe('the ledger', () => {
  it.each([
    ['a link', 'is a link to real.json'],
    ['a dangling link', 'is a link to nowhere'],
    ['a folder', 'it is not a regular file'],
  ])('that is %s is neither read nor written', async (kind, said) => {
    const host = fleet({ [`${STATE}/real.json`]: '{ "schema": 1, "ports": [] }' });
    const path = join(host.root, STATE, 'ports.json');
    if (kind === 'a folder') mkdirSync(path);
    else symlinkSync(kind === 'a link' ? 'real.json' : 'nowhere', path);
    for (const action of ['list', 'allocate'] as const) {
      const done = await run(host, 'ports', action, 'code');
      expect(done).toMatchObject({ status: 3, stdout: '' });
      expect(done.stderr).toContain(said);
      expect(done.stderr).toContain('it says which port belongs to which profile');
      expect(done.stderr).toContain('next: ');
    }
  });

  it("that everybody may write is its owner's alone after the next change", async () => {
    const host = fleet({ [`${STATE}/ports.json`]: '{ "schema": 1, "ports": [] }' });
    chmodSync(join(host.root, STATE, 'ports.json'), 0o777);
    await run(host, 'ports', 'allocate', 'default');
    expect(host.host.files.stat(`/${STATE}/ports.json`).mode).toBe(0o600);
  });
});

it.each(['list', 'check'])(
  'ports %s: a name that nobody has is a mistake, not a profile without conflicts',
  async (action) => {
    const host = fleet();
    for (const words of [['nope'], ['--profile', 'nope']]) {
      const done = await run(host, 'ports', action, ...words);
      expect(done).toMatchObject({ status: 2, stdout: '' });
      expect(done.stderr).toContain('there is no profile "nope"');
    }
  },
);

it('status: settings that cannot be read leave it open how the API server is, and say so', async () => {
  const { fake } = runningFleet();
  makeUnreadable(fake, `${CODE}/.env`);
  const { stdout, status } = await run(fake, 'status', '--profile', 'code');
  expect(status).toBe(0);
  expect(stdout).toContain(`PROFILE  HEALTH   STATE   PID   SINCE  PORT  PLATFORMS
code     unknown  active  1002  3h     ?     telegram, discord

code unknown
  where its API server would listen is not known: cannot read /${CODE}/.env: it
  is not a regular file
`);
  const json = (await run(fake, 'status', '--format', 'json')).json();
  expectSchema('status', json);
  expect(JSON.stringify(json)).toContain('"kind":"unread"');
});
