import type { Files } from '../host/files.ts';
import type { ManagedState, ServiceManager } from '../model/manager.ts';
import { tr } from '../texts/tr.ts';
import type { SupervisorClient } from './client.ts';
import type { Phase, Supervised } from './service-state.ts';

/** As a service manager has it: an end whose next try is coming is not given up yet. */
const ACTIVE: Readonly<Record<Phase, ManagedState['active']>> = {
  stopped: 'inactive',
  starting: 'activating',
  ready: 'active',
  degraded: 'active',
  stopping: 'deactivating',
  failed: 'activating',
  parked: 'failed',
};

const LAST_BYTES = 64 * 1024;

/** A supervisor that runs, as a service manager like the others. Its services have the names of their profiles. */
export function supervisorManager(client: SupervisorClient, files: Files): ServiceManager {
  const known = async (names: readonly string[]): Promise<Map<string, Supervised>> =>
    names.length === 0 ? new Map() : new Map((await client.list()).map((one) => [one.profile, one]));
  const done = async (work: Promise<unknown>): Promise<void> => {
    await work;
  };
  return {
    name: 'supervisor',
    async states(names) {
      const all = await known(names);
      return new Map(names.map((name) => [name, stateOf(name, all.get(name))]));
    },
    reload: () => done(client.rescan()),
    enable: (names) => done(Promise.all(names.map((name) => client.setState(name, 'enabled')))),
    disable: (names) => done(Promise.all(names.map((name) => client.setState(name, 'disabled')))),
    start: (jobs) =>
      done(
        client.act(
          'start',
          jobs.map(({ name }) => name),
        ),
      ),
    stop: (names) => done(client.act('stop', names)),
    restart: (jobs) =>
      done(
        client.act(
          'restart',
          jobs.map(({ name }) => name),
        ),
      ),
    // A start by hand forgets what was before.
    clearFailure: async () => undefined,
    async lastLines(name, lines) {
      const log = (await known([name])).get(name)?.log;
      const found = log === undefined ? null : files.tail(log, LAST_BYTES);
      if (found?.state !== 'there') return [];
      return found.bytes.toString('utf8').split('\n').filter(Boolean).slice(-lines);
    },
  };
}

function stateOf(name: string, one: Supervised | undefined): ManagedState {
  const { phase, pid, reason, restarts, lastExit, since } = one?.actual ?? {};
  return {
    name,
    load: one ? 'loaded' : 'not-loaded',
    active: phase === undefined ? 'inactive' : phase === 'failed' && pid !== null ? 'active' : ACTIVE[phase],
    detail: reason
      ? tr('{phase}, {reason}', { phase: phase ?? '', reason })
      : (phase ?? tr('not supervised')),
    mainPid: pid ?? null,
    controlGroup: null,
    enabled: one ? (one.configured === 'enabled' ? 'yes' : 'no') : 'no-say',
    stale: false,
    restarts: restarts ?? null,
    since: pid == null ? null : (since ?? null),
    lastExit: lastExit ?? null,
  };
}
