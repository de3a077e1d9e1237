import type { Definition, SystemdDefinition } from './definition.ts';
import type { ManagedState } from './manager.ts';

/**
 * The first drop-in on disk that systemd has not read. NeedDaemonReload does not tell of a unit's first one: whether a
 * folder is there systemd remembers from its last reload (unit_path_cache).
 */
export const unreadDropIn = (
  { dropIns, dropInsAsRead }: Pick<SystemdDefinition, 'dropIns' | 'dropInsAsRead'>,
  loaded: readonly string[],
): string | undefined =>
  dropIns.find((path, index) => {
    const names = [path, dropInsAsRead[index] ?? path];
    // systemctl prints no path with a space in it.
    return path.startsWith('/') && !names.some((name) => name.includes(' ') || loaded.includes(name));
  });

/** What a manager says of a service, when its files are known, too. */
export function besideFiles(state: ManagedState, definition: Definition | null): ManagedState {
  if (state.load !== 'loaded' || !state.dropIns || definition?.manager !== 'systemd') return state;
  return unreadDropIn(definition, state.dropIns) === undefined ? state : { ...state, stale: true };
}
