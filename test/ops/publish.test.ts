import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unitpin } from '../support/cli.ts';
import { makeRoot } from '../support/home.ts';

const PASSWD = 'u:x:1000:1000::/home/u:/bin/sh\n';
const gen = async (root: string, ...args: string[]): Promise<number> => {
  const common = ['--root', root, '--manager', 'launchd', '--bin', '/opt/hermes'];
  return (await unitpin(['gen', ...common, ...args])).status;
};

it('makes the log folders of the jobs it writes', async () => {
  const root = makeRoot({ 'etc/passwd': PASSWD, 'opt/hermes': '', 'home/u/.hermes/profiles/code/x': '' });
  const logs = join(root, 'home/u/.hermes/profiles/code/logs');
  expect(await gen(root, '--profile', 'code', '--check')).toBe(1);
  expect(existsSync(logs)).toBe(false);
  expect(await gen(root, '--profile', 'code')).toBe(0);
  expect(statSync(logs).mode & 0o777).toBe(0o755);
  expect(existsSync(join(root, 'home/u/.hermes/logs'))).toBe(false);
});

it('makes no home', async () => {
  const root = makeRoot({ 'etc/passwd': PASSWD, 'opt/hermes': '', 'home/u/x': '' });
  expect(await gen(root, '--profile', 'default')).toBe(0);
  expect(existsSync(join(root, 'home/u/.hermes'))).toBe(false);
});
