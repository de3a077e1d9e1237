import type { Definition } from './definition.ts';
import type { ManagedState } from './manager.ts';

/**
 * The first drop-in on disk that systemd has not read. NeedDaemonReload does not tell of a unit's first one: whether a
 * folder is there systemd remembers from its last reload (unit_path_cache).
 */
export const unreadDropIn = (onDisk: readonly string[], loaded: readonly string[]): string | undefined =>
  // systemctl prints no path with a space in it.
  onDisk.find((path) => path.startsWith('/') && !path.includes(' ') && !loaded.includes(path));

/** What a manager says of a service, when its files are known, too. */
export function besideFiles(state: ManagedState, definition: Definition | null): ManagedState {
  if (state.load !== 'loaded' || !state.dropIns || definition?.manager !== 'systemd') return state;
  return unreadDropIn(definition.dropIns, state.dropIns) === undefined ? state : { ...state, stale: true };
}
