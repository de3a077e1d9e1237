import { type Change, WRITES } from '../../model/change.ts';
import type { Job, ManagedState } from '../../model/manager.ts';
import type { Action, Step } from '../../model/plan.ts';
import { besideFiles } from '../../model/unread.ts';
import { type Place, type Running, runningIn, runsProfile, saysWhat } from '../../runtime/running.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { COMMAND } from '../gen/differences.ts';
import { basisOf } from './basis.ts';

/** Differences that a running process only gets by a restart; others (time-outs, Restart=) by a reload alone. */
const NEEDS_RESTART = new Set<string>([
  ...Object.values(COMMAND),
  'WorkingDirectory',
  'User',
  'Group',
  'EnvironmentFile',
  'Type',
]);
const DOWN = new Set(['inactive', 'failed']);

export interface PlanOptions {
  restart: boolean;
  /** What was last written, by path: sha256. */
  written: ReadonlyMap<string, string>;
}

/** One step a service, in the fleet's order. `states` is what the manager says; empty where none is asked. */
export function planSteps(
  context: Context,
  changes: readonly Change[],
  states: ReadonlyMap<string, ManagedState>,
  options: PlanOptions,
): Step[] {
  return changes.map((given) => {
    const said = states.get(given.name);
    const state = said ? besideFiles(said, given.definition) : null;
    const running = state && runningOf(context, state);
    const change = withoutManager(context, given, state);
    const part =
      change.kind === 'refuse'
        ? { actions: [], reason: null }
        : managerPart(context, change, state, running, options);
    return { change, state, ...part, basis: basisOf(given, state, running, options.written) };
  });
}

/** What the manager does not let be done. Before all else: a masked unit cannot be written either. */
function withoutManager({ scope }: Context, change: Change, state: ManagedState | null): Change {
  const refuse = (reason: string): Change => ({ ...change, kind: 'refuse', reason, after: null });
  if (state?.load === 'masked' && change.kind !== 'remove orphan') {
    if (change.service.state === 'disabled')
      return { ...change, kind: 'none', reason: tr('masked: nothing starts it'), after: null };
    return refuse(
      tr('{name} is masked: systemctl --{scope} unmask {name}, or set the profile to disabled', {
        name: change.name,
        scope,
      }),
    );
  }
  return change.kind !== 'refuse' && state?.load === 'unknown'
    ? refuse(tr('its manager does not say what it has loaded: {detail}', { detail: state.detail }))
    : change;
}

const runningOf = ({ host, app, account }: Context, state: ManagedState): Running | null =>
  runningIn(host, app, account.home, placeOf(state));

/** Where to look for the processes of a service. */
export const placeOf = ({ name, mainPid, controlGroup }: ManagedState): Place => ({
  name,
  mainPid: mainPid ?? 0,
  controlGroup: controlGroup ?? '',
});

function managerPart(
  context: Context,
  change: Change,
  state: ManagedState | null,
  running: Running | null,
  { restart }: PlanOptions,
): Pick<Step, 'actions' | 'reason'> {
  const { service } = change;
  if (service.state === 'disabled') {
    const actions: Action[] = [
      // What has no say in it cannot be disabled.
      ...(state?.enabled === 'yes' ? (['disable'] as const) : []),
      // One that waits for its next try, too.
      ...(isUp(state) ? (['stop'] as const) : []),
    ];
    const why = change.kind === 'remove orphan' ? tr('its profile is gone') : tr('unitpin.yaml disables it');
    return { actions, reason: actions.length > 0 ? why : null };
  }
  const startsAtBoot = state?.enabled === 'yes' || state?.enabled === 'no-say';
  const enable: Action[] = service.state === 'enabled' && !startsAtBoot ? ['enable'] : [];
  const active = state?.active === 'active';
  const why = active ? whyRestart(context, change, state, running) : null;
  if (why !== null)
    return restart ? { actions: [...enable, 'restart'], reason: why } : { actions: enable, reason: null };
  if (!active && service.state === 'enabled') {
    // A restart, so that one that waits for its next try takes the new definition at once.
    const now = restart && WRITES.has(change.kind) && state?.active === 'activating';
    return {
      actions: [...enable, now ? 'restart' : 'start'],
      reason: tr('it is {detail}', { detail: stateWords(state) }),
    };
  }
  if (enable.length > 0) return { actions: enable, reason: tr('it does not start at boot') };
  return state?.stale && context.manager === 'systemd'
    ? { actions: ['reload'], reason: tr('its files have changed since the manager read them') }
    : { actions: [], reason: null };
}

/** `failed (start-limit-hit)`, `activating (auto-restart)`: as `status` has it. */
function stateWords(state: ManagedState | null): string {
  if (state === null || state.load === 'not-loaded') return tr('not running');
  const detail = state.detail.replace(/^(dead|failed)(, )?/, '');
  return detail === '' ? state.active : `${state.active} (${detail})`;
}

/** Whether a service runs, or is on its way. */
export const isUp = (state: Pick<ManagedState, 'active'> | null): boolean =>
  state !== null && !DOWN.has(state.active);

/** Why what runs is not what should run; null when it is. */
function whyRestart(
  { manager }: Context,
  change: Change,
  state: ManagedState,
  running: Running | null,
): string | null {
  const { service } = change;
  if (running && !runsProfile(running, service.profile)) {
    const { kind, profile } = running.identity;
    const other = kind === 'sticky' || profile !== service.profile;
    return tr('it {running}{more}', {
      running: saysWhat(running),
      more: other ? tr(', not {profile}', { profile: service.profile }) : '',
    });
  }
  const writes = WRITES.has(change.kind);
  // launchd reads a file when it loads the job, and never again.
  if (state.stale && !writes && manager === 'launchd') return tr('what is loaded is older than its file');
  if (running && state.stale && !writes) return whyOld(change, running);
  const needs = (what: string): boolean =>
    manager === 'launchd' || NEEDS_RESTART.has(what) || what.startsWith('Environment ');
  const changed = writes ? change.differences.filter(({ what }) => needs(what)) : [];
  return changed.length > 0
    ? tr('changed: {changed}', { changed: changed.map(({ what }) => what).join(tr(', ')) })
    : null;
}

/**
 * The files were written before (`gen`, or `--no-restart`): what of them the process does not have. Asked only as long
 * as the manager has not read them: a launcher may change variables, and that is no reason to restart for ever.
 */
function whyOld({ definition }: Change, running: Running): string | null {
  const missing = [...(definition?.resolved.environment ?? [])].filter(
    ([name, { value, origin }]) =>
      origin.kind !== 'manager' && running.environment !== null && running.environment.get(name) !== value,
  );
  return missing.length > 0
    ? tr('changed: {changed}', { changed: missing.map(([name]) => `Environment ${name}`).join(tr(', ')) })
    : null;
}

/** A service as its manager is told to start it. */
export const jobOf = ({ change, state }: Pick<Step, 'change' | 'state'>): Job => ({
  name: change.name,
  // Of a unit with a drop-in of ours, the unit.
  path: change.definition?.path ?? change.path,
  changed: WRITES.has(change.kind) || state?.stale === true,
});
