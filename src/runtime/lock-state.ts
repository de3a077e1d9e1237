import type { Host } from '../host/host.ts';
import type { App } from '../model/app.ts';
import type { LockState } from '../model/gateway.ts';
import { tr } from '../texts/tr.ts';
import { readLockFile } from './gateway-files.ts';

/** Whether the lock of a home is held, seen without taking it. */
export const lockState = (host: Host, app: App, home: string): LockState =>
  lockStates(host, app, [home]).get(home) ?? { state: 'free' };

/** The same for many homes, with one look at the kernel's table (principle 4). */
export function lockStates(host: Host, app: App, homes: readonly string[]): Map<string, LockState> {
  if (!host.live) {
    const reason = tr('nothing runs below another root');
    return new Map(homes.map((home) => [home, { state: 'unknown', reason }]));
  }
  const pathOf = (home: string): string => `${home}/${app.files.lock}`;
  const holders = host.processes.lockHolders(homes.map(pathOf));
  const stateOf = (home: string): LockState => {
    const told = holders.get(pathOf(home)) ?? { state: 'free' };
    return told.state === 'unknown' && isLeftBehind(host, app, home) ? { state: 'free' } : told;
  };
  return new Map(homes.map((home) => [home, stateOf(home)]));
}

/**
 * Windows tells nobody who holds a lock. A lock file there that is gone, or whose process has ended, is held by nobody; the
 * file stays. One with a home of Linux is a container's, whose numbers are others.
 */
function isLeftBehind({ platform, files, processes }: Host, app: App, home: string): boolean {
  if (platform !== 'win32') return false;
  const found = readLockFile(files, app, home);
  if (found.state !== 'there') return found.state === 'absent';
  const { pid, home: writtenFor } = found.record;
  return !writtenFor?.startsWith('/') && processes.stat(pid) === 'absent';
}
