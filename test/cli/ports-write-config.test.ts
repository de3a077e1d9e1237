import { chmodSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeHost } from '../ops/fakes.ts';
import { unitpin } from '../support/cli.ts';
import type { Tree } from '../support/home.ts';
import { expectSchema } from '../support/schema.ts';

const CODE = 'home/u/.hermes/profiles/code';
const KEY = 'not-a-real-key-for-a-test';
const CONFIG = [
  'model: x # mine',
  'platforms:',
  '  api_server:', // 8644 is the webhook listener's: the profile gets another one
  '    enabled: true',
  `    cors_origins: ['https://x']`,
  '    extra:',
  `      key: ${KEY} # secret`,
  '      port: 8644   # old',
  '',
].join('\r\n');

function host(tree: Tree = {}) {
  const fake = fakeHost({ [`${CODE}/config.yaml`]: CONFIG, ...tree });
  const path = join(fake.root, CODE, 'config.yaml');
  const allocate = (...args: string[]) =>
    unitpin(['ports', 'allocate', 'code', '--write-config', ...args], null, fake.host);
  return { ...fake, path, allocate, text: () => readFileSync(path, 'utf8') };
}

describe('ports allocate --write-config', () => {
  it('changes one line, keeps the mode, shows that line and no other, and leaves a backup', async () => {
    const { root, path, allocate, text } = host();
    chmodSync(path, 0o640);
    const { status, stdout, stderr } = await allocate();
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringMatching(
        /^what was there before is kept as \S+\. It counts from the gateway's next start on\.\n$/,
      ),
    });
    const port = /^code +(\d+)$/m.exec(stdout)?.[1];
    expect(text()).toBe(CONFIG.replace('8644', String(port)));
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(port).not.toBe('8644');
    expect(stdout.split('\n').slice(1)).toEqual([
      '~/.hermes/profiles/code/config.yaml:8',
      '-      port: 8644   # old',
      `+      port: ${port}   # old`,
      '',
    ]);
    expect(stdout + stderr).not.toContain(KEY);
    const id = /kept as (\S+)\./.exec(stderr)?.[1];
    const backup = join(root, `home/u/.local/state/unitpin/backups/${id}/0`);
    expect(readFileSync(backup, 'utf8')).toBe(CONFIG);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
  });

  it('writes nothing a second time', async () => {
    const { allocate, text } = host();
    await allocate();
    const before = text();
    const { status, stderr } = await allocate();
    expect({ status, stderr, text: text() }).toEqual({ status: 0, stderr: '', text: before });
  });

  it('says it to programs', async () => {
    const { allocate } = host();
    const result = (await allocate('--format', 'json')).json();
    expectSchema('ports', result);
    expect(result).toMatchObject({
      written: [{ profile: 'code', path: '/home/u/.hermes/profiles/code/config.yaml', line: 8, inserted: 0 }],
      receipt: expect.any(String),
    });
    expect(JSON.stringify(result)).not.toContain(KEY);
  });

  it('refuses what it cannot do in one place, with the place, and writes nothing (B-09)', async () => {
    const config = 'x: &x {port: 1}\nplatforms:\n  api_server:\n    extra: *x\n';
    const { allocate, text } = host({ [`${CODE}/config.yaml`]: config });
    const { status, stderr } = await allocate();
    expect(status).toBe(3);
    expect(stderr).toContain('platforms.api_server.extra comes from an alias');
    expect(stderr).toContain('config.yaml:4:5');
    expect(text()).toBe(config);
  });

  it.each([
    ['none', { [`${CODE}/config.yaml`]: null }, 'it is not a regular file'],
    [
      'a port in .env that counts first',
      { [`${CODE}/.env`]: `API_SERVER_KEY=${KEY}\nAPI_SERVER_PORT=8644\n` },
      '.env:2:1',
    ],
  ] as const)('refuses where config.yaml would not be read: %s', async (_, tree, message) => {
    const { status, stderr } = await host(tree).allocate();
    expect(status).toBe(3);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain(KEY);
  });

  it('leaves a link alone', async () => {
    const { root, allocate } = fakeLink();
    const { status, stderr } = await allocate();
    expect({ status, link: statSync(join(root, 'home/u/shared.yaml')).isFile() }).toEqual({
      status: 3,
      link: true,
    });
    expect(stderr).toContain('is a link to');
  });

  it('goes with allocate only', async () => {
    const { host: machine } = fakeHost();
    const { status, stderr } = await unitpin(['ports', 'list', '--write-config'], null, machine);
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('goes with ports allocate'),
    });
  });
});

function fakeLink() {
  const fake = fakeHost({ 'home/u/shared.yaml': CONFIG, [CODE]: null });
  symlinkSync('../../../shared.yaml', join(fake.root, CODE, 'config.yaml'));
  const allocate = () => unitpin(['ports', 'allocate', 'code', '--write-config'], null, fake.host);
  return { ...fake, allocate };
}
