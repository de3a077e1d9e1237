import { profileInName } from '../fleet/naming.ts';
import { Failure } from '../host/failure.ts';
import { namesApp } from '../identity/identify.ts';
import { type JobName, jobKey, type Launchd, printDisabled, printJobs } from '../launchd/launchctl.ts';
import type { Definition, SystemdDefinition } from '../model/definition.ts';
import type { Ghost, LiveState, MachineFacts } from '../model/live.ts';
import type { UnitState } from '../model/unit-state.ts';
import { runningIn } from '../runtime/running.ts';
import { showUnits } from '../systemd/systemctl.ts';
import { parseUnitName } from '../systemd/unit-name.ts';
import type { Context } from './context.ts';
import type { Judged } from './judge.ts';
import { type Manager, quickBus, whyUnreachable } from './manager.ts';

/** What the managers say about the state of what was found. */
export interface States extends Pick<MachineFacts, 'unreachable' | 'ghosts'> {
  /** By the id of the definition. */
  live: ReadonlyMap<string, LiveState>;
  /** The control groups of the app's units; null where not all of them are known. */
  controlGroups: readonly string[] | null;
  /** Null where launchd was not asked. */
  overrides: MachineFacts['overrides'] | null;
}

/** Asks each manager once about all that it has; those that do not answer are not asked twice. */
export async function askStates(
  context: Context,
  judged: readonly Judged[],
  manager: Manager,
): Promise<States> {
  const { unreachable } = manager;
  if (manager.asks && context.host.platform === 'darwin') return askLaunchd(context, judged);
  if (!manager.asks || context.host.platform !== 'linux') return { ...NOTHING, overrides: null, unreachable };
  const hasSystemUnits = judged.some(({ definition }) => isUnit(definition, 'system'));
  const [user, system] = await Promise.all([
    unreachable === null ? askSystemd(context, judged, 'user') : NOTHING,
    hasSystemUnits ? askSystemd(context, judged, 'system') : { ...NOTHING, controlGroups: [] },
  ]);
  return {
    live: new Map([...user.live, ...system.live]),
    controlGroups: user.controlGroups &&
      system.controlGroups && [...user.controlGroups, ...system.controlGroups],
    ghosts: [...user.ghosts, ...system.ghosts],
    overrides: null,
    // That of the system may be closed to us: then nothing is known of its units, and that is all.
    unreachable: unreachable ?? user.unreachable,
  };
}

/** Where a manager was not asked, or did not answer. */
const NOTHING = { live: new Map<string, LiveState>(), controlGroups: null, ghosts: [], unreachable: null };

/** A template has no state, and systemctl refuses its name. */
const isUnit = (definition: Definition, scope: 'user' | 'system'): definition is SystemdDefinition =>
  definition.manager === 'systemd' &&
  definition.scope === scope &&
  !definition.template &&
  parseUnitName(definition.name) !== null;

async function askSystemd(
  context: Context,
  judged: readonly Judged[],
  scope: 'user' | 'system',
): Promise<Omit<States, 'overrides'>> {
  const { app, host, account } = context;
  const units = judged.flatMap(({ definition }) => (isUnit(definition, scope) ? [definition] : []));
  try {
    const names = units.map(({ name }) => name);
    const states = await showUnits(quickBus(context, scope), names, [`${app.naming.unit}*.service`]);
    const live = units.flatMap((definition): [string, LiveState][] => {
      const state = states.get(definition.name);
      if (!state) return [];
      const running = runningIn(host, app, definition.accountHome ?? account.home, state);
      return [
        [
          definition.id,
          {
            manager: 'systemd',
            state,
            elsewhere: isElsewhere(context, state.fragment, definition.path),
            running: running && { pid: running.pid, identity: running.identity },
          },
        ],
      ];
    });
    const all = [...states.values()];
    return {
      live: new Map(live),
      controlGroups: all.flatMap(({ controlGroup }) => controlGroup || []),
      ghosts: ghostsAmong(context, all, new Set(names), scope),
      unreachable: null,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...NOTHING, unreachable: whyUnreachable(error) };
  }
}

/** Whether the manager has read another file: both are there, and they are not one by way of links. */
function isElsewhere({ host: { files } }: Context, loaded: string | null, path: string): boolean {
  if (loaded === null || loaded === path) return false;
  const [theirs, ours] = [files.realPath(loaded), files.realPath(path)];
  return theirs !== null && ours !== null && theirs !== ours;
}

/** Units whose file is gone: loaded from it, or still up though the manager knows that it is. */
function ghostsAmong(
  { app, host }: Context,
  states: readonly UnitState[],
  known: ReadonlySet<string>,
  scope: 'user' | 'system',
): Ghost[] {
  return states
    .filter(({ name, load, active, fragment }) => {
      if (!namesApp(name, app) || known.has(name)) return false;
      if (fragment !== null) return load === 'loaded' && host.files.stat(fragment).kind === 'absent';
      return load === 'not-found' && active !== 'inactive';
    })
    .map(({ name, active, fragment }) => ({
      name,
      scope,
      profile: profileInName(name, app) ?? 'default',
      active,
      fragment,
    }));
}

async function askLaunchd(context: Context, judged: readonly Judged[]): Promise<States> {
  const { host, account } = context;
  const launchd: Launchd = { exec: host.exec, uid: account.uid, environment: host.environment };
  const jobs = judged.flatMap(({ definition: { manager, name, scope, id, path } }) =>
    manager === 'launchd' && scope !== 'unknown' ? [{ label: name, scope, id, path }] : [],
  );
  const nameOf = ({ label, scope }: JobName): JobName => ({ label, scope });
  const [states, overrides] = await Promise.all([
    printJobs(launchd, [...new Map(jobs.map((job) => [jobKey(job), nameOf(job)])).values()]),
    jobs.length > 0 ? printDisabled(launchd, [...new Set(jobs.map(({ scope }) => scope))]) : new Map(),
  ]);
  const live = jobs.flatMap((job): [string, LiveState][] => {
    const state = states.get(jobKey(job));
    const elsewhere = isElsewhere(context, state?.path ?? null, job.path);
    return state ? [[job.id, { manager: 'launchd', state, elsewhere }]] : [];
  });
  return { ...NOTHING, live: new Map(live), overrides };
}
