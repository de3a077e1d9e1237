import { join } from 'node:path';

/** A folder that launchd reads at login (`user`) or at boot (`system`). */
export interface LaunchdFolder {
  path: string;
  scope: 'user' | 'system';
}

/**
 * The folders of `scope` in which people and installers put jobs. Those below `/System` are not among them: they are
 * part of macOS and sealed.
 *
 * @param home home directory of the account whose agents are meant; null leaves its own folder out
 */
export function launchdFolders(scope: 'user' | 'system', home: string | null): LaunchdFolder[] {
  if (scope === 'system') return [{ path: '/Library/LaunchDaemons', scope }];
  const own = home === null ? [] : [join(home, 'Library/LaunchAgents')];
  return [...own, '/Library/LaunchAgents'].map((path) => ({ path, scope }));
}
