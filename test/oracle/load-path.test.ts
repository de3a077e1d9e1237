import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { unitFolders } from '../../src/systemd/load-path.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { installedSystemd } from './systemd.ts';

requireOrSkip(installedSystemd, 'the load path is that of systemd-analyze unit-paths', () => {
  const ask = (scope: 'user' | 'system', env: Record<string, string>): string[] => {
    const { stdout } = spawnSync('/usr/bin/systemd-analyze', [`--${scope}`, 'unit-paths'], {
      env: { PATH: '/usr/bin:/bin', ...env },
      encoding: 'utf8',
    });
    return stdout.trim().split('\n');
  };

  it.each<Record<string, string>>([
    {},
    { XDG_RUNTIME_DIR: '/r' },
    {
      XDG_CONFIG_HOME: '/c',
      XDG_CONFIG_DIRS: '/cd1:/cd2/',
      XDG_DATA_HOME: '/dh',
      XDG_DATA_DIRS: '/dd1:/dd2',
      XDG_RUNTIME_DIR: '/r',
    },
    { XDG_CONFIG_DIRS: '', XDG_DATA_DIRS: '' },
  ])('of a user with %j', (env) => {
    expect(unitFolders('user', { home: '/h', env })).toEqual(ask('user', { HOME: '/h', ...env }));
  });

  it('of the system', () => {
    // Where /lib is a link to /usr/lib, newer versions leave it out.
    const withoutLib = (paths: string[]) => paths.filter((path) => path !== '/lib/systemd/system');
    expect(withoutLib(unitFolders('system', { home: '/root', env: {} }))).toEqual(
      withoutLib(ask('system', {})),
    );
  });
});
