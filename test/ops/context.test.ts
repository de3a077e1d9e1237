import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openContext } from '../../src/ops/context.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';
import { fakeHost } from './fakes.ts';

describe('the root home', () => {
  it.each([
    ['some/home', resolve('some/home')],
    ['./', resolve('.')],
    ['~/x', '/home/u/x'],
    ['/x/', '/x'],
    ['/x/profiles/code', '/x'],
  ])('may be given as %s', async (home, root) => {
    expect((await openContext(fakeHost().host, { home })).root).toBe(root);
  });

  it('is absolute below another root: there is no folder that it could be meant from', async () => {
    const { root } = fakeHost();
    const { status, stderr } = await unitpin(['audit', '--root', root, '--home', '.hermes']);
    expect(status).toBe(2);
    expect(stderr).toContain('--home is not absolute: ".hermes"');
    expect(stderr).toContain('next: --home /.hermes');
  });

  it("is no empty text, and nobody else's ~", async () => {
    for (const home of ['', '~other/x']) {
      await expect(openContext(fakeHost().host, { home })).rejects.toThrow('--home is not a folder');
    }
  });
});

describe('an app that unitpin.yaml names by its path', () => {
  const ACME = 'id: acme\nhome: { variable: ACME_HOME, default: .acme }\n';
  const tree = (app: string): Tree => ({
    'etc/passwd': PASSWD,
    'home/u/.acme/config.yaml': '',
    'home/u/.local/bin/acme': '',
    'home/u/dotfiles/acme.yaml': ACME,
    'home/u/dotfiles/unitpin.yaml': `profiles: { default: enabled }\napp: ${app}\n`,
  });

  it.each(['./acme.yaml', '../dotfiles/acme.yaml'])('is meant from that file: %s', async (app) => {
    const root = makeRoot(tree(app));
    const config = join(root, 'home/u/dotfiles/unitpin.yaml');
    const { stdout, stderr } = await unitpin(['gen', '--root', root, '--config', config, '--stdout']);
    expect([stdout, stderr]).toEqual([expect.stringContaining('Environment=ACME_HOME=/home/u/.acme\n'), '']);
  });

  it('also where that file lies below another root', async () => {
    const root = makeRoot({
      ...tree('./acme.yaml'),
      'home/u/.hermes/config.yaml': '',
      'home/u/.config/unitpin/acme.yaml': ACME,
      'home/u/.config/unitpin/unitpin.yaml': 'app: ./acme.yaml\nprofiles: { default: enabled }\n',
    });
    const { stdout } = await unitpin(['gen', '--root', root, '--stdout']);
    expect(stdout).toContain('Environment=ACME_HOME=/home/u/.acme\n');
  });

  it.each([
    ['./none.yaml', 'dotfiles/none.yaml is not there'],
    ['nobody', 'no app is called nobody'],
  ])('is told with its place where there is none: %s', async (app, message) => {
    const root = makeRoot(tree(app));
    const config = join(root, 'home/u/dotfiles/unitpin.yaml');
    const { status, stderr } = await unitpin(['gen', '--root', root, '--config', config, '--stdout']);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(`unitpin.yaml:2:1\n`);
  });
});

describe('--all', () => {
  it('is refused by audit, which looks at all profiles anyway', async () => {
    const { status, stderr } = await unitpin(['audit', '--all', '--home', '/x']);
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('next: unitpin audit --home /x'),
    });
  });
});
