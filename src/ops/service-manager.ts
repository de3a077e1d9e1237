import { launchdManager } from '../launchd/manager.ts';
import type { ManagedState, ServiceManager } from '../model/manager.ts';
import { systemdManager } from '../systemd/manager.ts';
import type { Context } from './context.ts';
import { busOf } from './manager.ts';

/** The manager that a command works with. */
export const serviceManager = (context: Context): ServiceManager =>
  context.manager === 'systemd'
    ? systemdManager(busOf(context))
    : launchdManager(context.host, context.account, context.scope);

/** What the manager says of services. None where the host has no such manager: then files are all there is. */
export const managedStates = async (
  context: Context,
  names: readonly string[],
): Promise<ReadonlyMap<string, ManagedState>> =>
  hasManager(context) ? serviceManager(context).states(names) : new Map();

/** Whether a manager is one of this host at all. */
export const hasManager = ({ host, manager }: Context): boolean =>
  host.live && (manager === 'launchd') === (host.platform === 'darwin');
