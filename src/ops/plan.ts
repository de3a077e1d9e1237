import { type Change, WRITES } from '../model/change.ts';
import type { Action, Step } from '../model/plan.ts';
import type { UnitState } from '../model/unit-state.ts';
import type { Context } from './context.ts';
import { COMMAND } from './differences.ts';
import { type Running, runningIn, runsProfile, saysWhat } from './running.ts';

/** Differences that a running process only gets by a restart; others (time-outs, Restart=) by a reload alone. */
const NEEDS_RESTART = new Set<string>([
  ...Object.values(COMMAND),
  'WorkingDirectory',
  'User',
  'Group',
  'EnvironmentFile',
  'Type',
]);
const RUNS = new Set(['active', 'reloading', 'refreshing']);
const DOWN = new Set(['inactive', 'failed']);
/** UnitFileState of a unit that starts with its target, or that has no say in it. */
const STARTS_AT_BOOT = new Set(['enabled', 'static', 'alias', 'indirect', 'generated', 'transient']);

/** One step a service, in the fleet's order. `states` is what the manager says; empty where none is asked. */
export function planSteps(
  context: Context,
  changes: readonly Change[],
  states: ReadonlyMap<string, UnitState>,
  options: { restart: boolean },
): Step[] {
  return changes.map((change) => {
    const state = states.get(change.name) ?? null;
    // Before all else: a masked unit cannot be written either, and what to do about it is another thing.
    if (state?.load === 'masked' && change.service.state === 'disabled') {
      const masked: Change = { ...change, kind: 'none', reason: 'masked: nothing starts it', after: null };
      return { change: masked, state, ...managerPart(context, masked, state, options) };
    }
    if (state?.load === 'masked') {
      const reason = `${change.name} is masked: systemctl --${context.scope} unmask ${change.name}, or set the profile to disabled`;
      return { change: { ...change, kind: 'refuse', reason, after: null }, state, actions: [], reason: null };
    }
    if (change.kind === 'refuse') return { change, state, actions: [], reason: null };
    return { change, state, ...managerPart(context, change, state, options) };
  });
}

function managerPart(
  context: Context,
  change: Change,
  state: UnitState | null,
  options: { restart: boolean },
): Pick<Step, 'actions' | 'reason'> {
  const { service } = change;
  const active = RUNS.has(state?.active ?? 'inactive');
  if (service.state === 'disabled') {
    const actions: Action[] = [
      // What has no [Install] section cannot be disabled.
      ...(state?.enabled === 'enabled' ? (['disable'] as const) : []),
      // One that waits for its next try, too.
      ...(isUp(state) ? (['stop'] as const) : []),
    ];
    return { actions, reason: actions.length > 0 ? 'unitpin.yaml disables it' : null };
  }
  const startsAtBoot = STARTS_AT_BOOT.has(state?.enabled ?? '');
  const enable: Action[] = service.state === 'enabled' && !startsAtBoot ? ['enable'] : [];
  const why = active ? whyRestart(context, change, state) : null;
  if (why !== null)
    return options.restart
      ? { actions: [...enable, 'restart'], reason: why }
      : { actions: enable, reason: null };
  if (!active && service.state === 'enabled') {
    // A restart, so that a unit that waits for its next try takes the new definition at once.
    const now = options.restart && WRITES.has(change.kind) && state?.active === 'activating';
    const action: Action = now ? 'restart' : 'start';
    return { actions: [...enable, action], reason: `it is ${state?.sub || 'not running'}` };
  }
  if (enable.length > 0) return { actions: enable, reason: 'it does not start at boot' };
  return state?.needsReload
    ? { actions: ['reload'], reason: 'its files have changed since the manager read them' }
    : { actions: [], reason: null };
}

/** Whether a unit runs, or is on its way. */
export const isUp = (state: UnitState | null): boolean => state !== null && !DOWN.has(state.active);

/** Why what runs is not what should run; null when it is. */
function whyRestart({ host, app, account }: Context, change: Change, state: UnitState | null): string | null {
  const { service } = change;
  const running = state ? runningIn(host, app, account.home, state) : null;
  if (running && !runsProfile(running, service.profile)) {
    const { kind, profile } = running.identity;
    const other = kind === 'sticky' || profile !== service.profile;
    return `it ${saysWhat(running)}${other ? `, not ${service.profile}` : ''}`;
  }
  if (running && state?.needsReload && !WRITES.has(change.kind)) return whyOld(change, running);
  const changed = WRITES.has(change.kind)
    ? change.differences.filter(({ what }) => NEEDS_RESTART.has(what) || what.startsWith('Environment '))
    : [];
  return changed.length > 0 ? `changed: ${changed.map(({ what }) => what).join(', ')}` : null;
}

/**
 * The files were written before (`gen`, or `--no-restart`): what of them the process does not have. Asked only as long
 * as the manager has not read them: a launcher may change variables, and that is no reason to restart for ever.
 */
function whyOld({ definition }: Change, running: Running): string | null {
  const missing = [...(definition?.resolved.environment ?? [])].filter(
    ([name, { value, origin }]) => origin.kind !== 'manager' && running.environment.get(name) !== value,
  );
  return missing.length > 0 ? `changed: ${missing.map(([name]) => `Environment ${name}`).join(', ')}` : null;
}
