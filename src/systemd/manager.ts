import type { ManagedState, ServiceManager } from '../model/manager.ts';
import type { UnitState } from '../model/unit-state.ts';
import { act, type Bus, busEnvironment, daemonReload, showUnits } from './systemctl.ts';

/** systemd as every other manager: one process for any number of services. */
export const systemdManager = (bus: Bus): ServiceManager => ({
  name: 'systemd',
  async states(names) {
    const units = await showUnits(bus, names);
    return new Map([...units].map(([name, unit]) => [name, managedUnit(unit)]));
  },
  async reload() {
    await daemonReload(bus);
  },
  enable: (names) => act(bus, 'enable', names),
  disable: (names) => act(bus, 'disable', names),
  start: (jobs) => act(bus, 'start', jobs.map(nameOf)),
  stop: (names) => act(bus, 'stop', names),
  restart: (jobs) => act(bus, 'restart', jobs.map(nameOf)),
  clearFailure: (names) => act(bus, 'reset-failed', names),
  lastLines: (name, lines) => journal(bus, name, lines),
});

const nameOf = ({ name }: { name: string }): string => name;

/** LoadState and ActiveState (org.freedesktop.systemd1(5)); what is not here systemd has never said. */
const LOAD: Readonly<Record<string, ManagedState['load']>> = {
  loaded: 'loaded',
  merged: 'loaded',
  'not-found': 'not-loaded',
  masked: 'masked',
  'bad-setting': 'broken',
  error: 'broken',
};
const ACTIVE: Readonly<Record<string, ManagedState['active']>> = {
  active: 'active',
  reloading: 'active',
  refreshing: 'active',
  activating: 'activating',
  deactivating: 'deactivating',
  failed: 'failed',
};
/** UnitFileState of what starts with its target; the others start with another unit, or are made at boot. */
const ENABLED: Readonly<Record<string, ManagedState['enabled']>> = {
  enabled: 'yes',
  static: 'no-say',
  alias: 'no-say',
  indirect: 'no-say',
  generated: 'no-say',
  transient: 'no-say',
  masked: 'masked',
  'masked-runtime': 'masked',
};

/** A unit's state in the words common to all managers. */
export function managedUnit(unit: UnitState): ManagedState {
  const { name, load, active, sub, enabled, mainPid, controlGroup, needsReload, dropIns } = unit;
  const { restarts, since, result } = unit;
  const ended = result !== '' && result !== 'success' ? result : null;
  return {
    name,
    load: LOAD[load] ?? 'unknown',
    active: ACTIVE[active] ?? 'inactive',
    detail: ended === null ? sub : `${sub}, ${ended}`,
    mainPid: mainPid > 0 ? mainPid : null,
    controlGroup: controlGroup || null,
    enabled: ENABLED[enabled] ?? 'no',
    stale: needsReload,
    dropIns,
    restarts,
    since: mainPid > 0 ? since : null,
    lastExit: ended,
  };
}

/** journalctl(1) seeks from the end. Milliseconds. */
const JOURNAL_TIMEOUT = 5_000;

/** What the account may read of it; empty where there is nothing, or no journal. */
async function journal(bus: Bus, name: string, lines: number): Promise<string[]> {
  const unit = bus.scope === 'user' ? `--user-unit=${name}` : `--unit=${name}`;
  const argv = ['journalctl', unit, `--lines=${lines}`, '--output=cat', '--quiet', '--no-pager'];
  const result = await bus.exec(argv, { env: busEnvironment(bus), timeoutMs: JOURNAL_TIMEOUT });
  if (result.state !== 'done' || result.code !== 0) return [];
  return result.stdout.split('\n').filter(Boolean);
}
