import { describe, expect, it } from 'vitest';
import { passing } from '../../src/model/passing-path.ts';

describe('a path that will not be there, or not be the same', () => {
  it.each([
    ['/tmp/x', 'temporary', '/tmp'],
    ['/private/var/folders/ab/T/x', 'temporary', '/private/var/folders'],
    ['/dev/shm', 'temporary', '/dev/shm'],
    ['/home/u/pytest-of-u/pytest-3/x', 'test', 'pytest-of-u'],
    ['/run/user/1000/fnm_multishells/1_2/bin', 'session', 'fnm'],
    ['/run/user/1000/bin', 'session', 'systemd-logind'],
    ['/home/u/.nvm/versions/node/v22.1.0/bin/node', 'version', 'nvm'],
    ['/home/u/.local/share/mise/shims', 'version', 'mise'],
    ['/home/u/.pyenv/versions/3.12.4/bin/python', 'version', 'pyenv'],
    ['/home/u/.local/share/uv/python/cpython-3.12.4-linux-x86_64-gnu/bin/python3', 'version', 'uv'],
    ['/home/u/.npm/_npx/0f1e2d/node_modules/.bin/x', 'cache', 'npx'],
    ['/home/u/.cache/uv/archive-v0/a1/bin/x', 'cache', 'uvx'],
  ])('%s', (path, kind, by) => expect(passing(path)).toEqual({ kind, by, stable: null }));

  it('Homebrew has a path that stays', () =>
    expect(passing('/opt/homebrew/Cellar/node/24.1.0/bin/node')).toEqual({
      kind: 'version',
      by: 'Homebrew',
      stable: '/opt/homebrew/opt/node/bin/node',
    }));
});

describe('a path that stays', () => {
  it.each([
    '/usr/bin/hermes',
    '/tmpfiles/x',
    '/srv/tmp/x',
    '/home/u/.local/share/uv/tools/hermes-agent/bin/python',
    '/home/u/.pyenv/versions/hermes/bin/python',
    '/home/u/.hermes/node/bin',
    '/run/current-system/sw/bin/node',
    '/nix/store/abc-node-22/bin/node',
    '/opt/homebrew/opt/node/bin/node',
  ])('%s', (path) => expect(passing(path)).toBe(null));
});
