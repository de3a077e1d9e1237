import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExecResult } from '../../src/host/exec.ts';
import { pathsOfDrives } from '../../src/host/rooted-paths.ts';
import { openContext } from '../../src/ops/context.ts';
import { homeOf, profilesOf, sourcesOf } from '../../src/ops/ports/profile-sources.ts';
import { lockState } from '../../src/runtime/lock-state.ts';
import { upstreamOf } from '../../src/runtime/upstream.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, type Tree } from '../support/home.ts';
import { fakeHost } from './fakes.ts';

const LOCAL = 'C:\\Users\\u\\AppData\\Local';
const HOME = 'C:/Users/u/AppData/Local/hermes';

/** A Windows machine, as far as it can be one here: below the root, `C:` is a folder. */
function windows(tree: Tree = {}, environment: Record<string, string> = { LOCALAPPDATA: LOCAL }) {
  const fake = fakeHost(tree);
  const { host } = fake;
  const unknown = { state: 'unknown', reason: 'this system does not tell who holds a lock' } as const;
  return {
    ...fake,
    host: {
      ...host,
      platform: 'win32' as const,
      environment,
      caller: { name: 'u', uid: -1, gid: -1, home: 'C:\\Users\\u' },
      exec: async (): Promise<ExecResult> => ({ state: 'missing' }),
      processes: {
        ...host.processes,
        lockHolders: (paths: readonly string[]) => new Map(paths.map((path) => [path, unknown])),
      },
    },
  };
}

describe('on Windows', () => {
  it.each([
    [{ HERMES_HOME: 'D:\\hermes\\profiles\\code', LOCALAPPDATA: LOCAL }, 'D:/hermes'],
    [{ HERMES_HOME: 'D:\\hermes\\', LOCALAPPDATA: LOCAL }, 'D:/hermes'],
    [{ LOCALAPPDATA: LOCAL, APPDATA: 'C:\\Users\\u\\AppData\\Roaming' }, HOME],
    [{ LOCALAPPDATA: '', APPDATA: 'C:\\Users\\u\\AppData\\Roaming\\' }, 'C:/Users/u/AppData/Roaming/hermes'],
    [{ LOCALAPPDATA: 'relative' }, 'C:/Users/u/.hermes'],
    [{}, 'C:/Users/u/.hermes'],
  ])('the home is where the app has it: %j', async (environment, root) => {
    const context = await openContext(windows({}, environment).host, {});
    expect(context.root).toBe(root);
  });

  // G-02
  it('takes a home with backslashes', async () => {
    const { host } = windows();
    expect((await openContext(host, { home: 'E:\\x\\y' })).root).toBe('E:/x/y');
    expect((await openContext(host, { home: '\\\\server\\share\\h' })).root).toBe('//server/share/h');
  });

  it('profiles and what they say are read', async () => {
    const { host } = windows({
      [`${HOME}/profiles/code/.env`]: 'API_SERVER_KEY=not-a-real-key-for-a-test\r\nAPI_SERVER_PORT=8700\r\n',
    });
    const context = await openContext(host, {});
    expect(profilesOf(context)).toEqual(['default', 'code']);
    expect(homeOf(context, 'code')).toBe(`${HOME}/profiles/code`);
    expect(upstreamOf(context.app, sourcesOf(context, 'code')).url).toBe('http://127.0.0.1:8700');
  });

  // G-24
  it.each([
    ['no file', null, 'free'],
    ['one whose process has ended', '{"pid": 4242}', 'free'],
    ['one whose process is there', '{"pid": 4343}', 'unknown'],
    ['one of a container', '{"pid": 4242, "hermes_home": "/root/.hermes"}', 'unknown'],
    ['one that says nothing', '{}', 'unknown'],
  ])('a lock is judged by its file, which stays: %s', async (_, text, state) => {
    const { host, root, spawn } = windows({ [`${HOME}/x`]: '' });
    const { app } = await openContext(host, {});
    const path = join(root, HOME, 'gateway.lock');
    spawn(['hermes'], {}, 4343);
    if (text !== null) writeFileSync(path, text);
    expect(lockState(host, app, HOME).state).toBe(state);
    expect(existsSync(path)).toBe(text !== null);
  });

  // G-04
  it.each([
    ...['gen', 'gen --check', 'apply --yes', 'apply --dry-run', 'audit'],
    ...['start default', 'stop --all', 'restart default', 'remove default', 'logs default'],
  ])('%s ends with 3 and says what works', async (command) => {
    const { host } = windows({ [`${HOME}/x`]: '' });
    const { status, stdout, stderr } = await unitpin(command.split(' '), null, host);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toContain('Windows has no service manager that unitpin knows');
    expect(stderr).toContain('next: unitpin audit FILES');
  });

  it('files are audited, and ports listed', async () => {
    const unit = '[Service]\nExecStart=/bin/hermes gateway run\n';
    const { host } = windows({ [`${HOME}/x`]: '', 'units/hermes-gateway.service': unit });
    const audited = await unitpin(['audit', '/units'], null, host);
    expect({ status: audited.status, stderr: audited.stderr }).toMatchObject({ status: 1 });
    expect(audited.stdout).toContain('profile-unpinned');
    expect((await unitpin(['ports', 'list'], null, host)).status).toBe(0);
  });

  it('paths need not begin at one root', () => {
    const root = makeRoot({ 'a/file': 'x', link: { to: 'a' } });
    const paths = pathsOfDrives();
    expect(paths.realPath(`${root}/link/file`)).toBe(`${root}/a/file`);
    expect(paths.realPath(`${root}/nope`)).toBe(null);
    expect(paths.entryAt(`${root}/link/new`)).toBe(`${root}/a/new`);
    expect(paths.entryAt(`${root}/nope/new`)).toBe(null);
  });
});
