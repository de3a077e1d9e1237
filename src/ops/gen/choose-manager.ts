import { Failure } from '../../host/failure.ts';
import type { Host } from '../../host/host.ts';
import { sockets } from '../../host/local-socket.ts';
import type { AnyManager } from '../../model/definition.ts';
import { type SupervisorClient, supervisorClient } from '../../supervisor/client.ts';
import { findSupervisor } from '../../supervisor/instances.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';

/** Who manages services here, and by what that is known. */
export interface ChosenManager {
  manager: AnyManager;
  why: string;
}

/**
 * Who manages the services of this context: who was named; else a supervisor that runs for its root home; else the
 * manager that lives on this host, which in a container, under WSL, Termux or proot often is none: then our own.
 */
export function chooseManager(
  { host, root, state, manager }: Context,
  named: AnyManager | null,
): ChosenManager {
  if (named !== null) return { manager: named, why: tr('it was named') };
  const running = findSupervisor(host, state, root);
  if (running)
    return {
      manager: 'supervisor',
      why: tr('process {pid} supervises {root}', { pid: running.owner.pid, root }),
    };
  return managerOfHost(host) ?? { manager, why: tr('nothing says what manages services here') };
}

/** What a system has to show: sd_booted(3), or the names of containers. Null: nothing that is known. */
export function managerOfHost({ platform, files }: Host): ChosenManager | null {
  if (platform === 'darwin') return { manager: 'launchd', why: tr('this is macOS') };
  if (platform !== 'linux' && platform !== 'android') return null;
  if (files.kind('/run/systemd/system') === 'dir')
    return { manager: 'systemd', why: tr('/run/systemd/system is there') };
  const container = ['/.dockerenv', '/run/.containerenv'].find((path) => files.kind(path) !== 'absent');
  const where = container === undefined ? '' : tr(', and {container} is: this is a container', { container });
  return { manager: 'supervisor', why: tr('/run/systemd/system is not there{where}', { where }) };
}

/**
 * The supervisor that owns the services of this context.
 * @throws Failure (host) when none runs
 */
export function runningSupervisor({ host, root, state }: Context, { why }: ChosenManager): SupervisorClient {
  const record = findSupervisor(host, state, root);
  if (record) return supervisorClient(sockets, record);
  throw new Failure('host', tr('no supervisor runs for {root}', { root }), {
    why: tr('it is the service manager here: {why}', { why }),
    next: 'unitpin supervise',
  });
}
