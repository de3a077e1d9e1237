import type { Fleet } from '../fleet/services.ts';
import { WRITES } from '../model/change.ts';
import type { Step } from '../model/plan.ts';
import type { Receipt } from '../model/receipt.ts';
import { undo } from '../store/store.ts';
import { act, type Bus, daemonReload, showUnits } from '../systemd/systemctl.ts';
import type { Context } from './context.ts';
import { publishChanges, storeOf } from './publish.ts';
import { awaitReady, type Ready } from './readiness.ts';
import { busOf } from './survey.ts';

export interface ApplyResult {
  receipt: Receipt | null;
  ready: readonly Ready[];
  /** Services that did not get ready, and what became of their files. */
  failed: readonly { unit: string; missing: string; outcome: 'restored' | 'kept' }[];
}

/**
 * Carries out a plan on systemd: write, one daemon-reload, enable, restart only what the plan says, level by level;
 * then wait until every service runs its profile. A service that does not get ready gets its old files back, unless
 * those were wrong about the profile: these never come back.
 */
export async function carryOut(
  context: Context,
  fleet: Fleet,
  steps: readonly Step[],
  progress: (line: string) => void,
): Promise<ApplyResult> {
  const { host, app } = context;
  const bus = busOf(context);
  const store = storeOf(context);
  const receipt = publishChanges(
    store,
    'apply',
    steps.map(({ change }) => change),
  );
  if (receipt)
    progress(
      `wrote ${receipt.changes.length} file${receipt.changes.length === 1 ? '' : 's'}; what they replace is kept as ${receipt.id}`,
    );
  if (receipt || steps.some(({ state }) => state?.needsReload)) await daemonReload(bus);

  const names = (wanted: (step: Step) => boolean): string[] =>
    steps.filter(wanted).map(({ change }) => change.name);
  await act(
    bus,
    'stop',
    names(({ actions }) => actions.includes('stop')),
  );
  await act(
    bus,
    'disable',
    names(({ actions }) => actions.includes('disable')),
  );
  await act(
    bus,
    'enable',
    names(({ actions }) => actions.includes('enable')),
  );
  await act(
    bus,
    'reset-failed',
    names(({ actions, state }) => state?.active === 'failed' && actions.includes('start')),
  );

  const ready: Ready[] = [];
  const failed: ApplyResult['failed'][number][] = [];
  const byProfile = new Map(steps.map((step) => [step.change.service.profile, step]));
  for (const level of fleet.levels) {
    const here = level.flatMap(({ profile }) => byProfile.get(profile) ?? []);
    const doing = (action: 'start' | 'restart') =>
      here.filter(({ actions }) => actions.includes(action)).map(({ change }) => change.name);
    await act(bus, 'restart', doing('restart'));
    await act(bus, 'start', doing('start'));
    const awaited = here
      .filter(({ change, actions }) => change.service.state === 'enabled' || actions.includes('restart'))
      .filter(({ change }) => change.kind !== 'refuse')
      .map(({ change }) => ({ service: change.service, unit: change.name }));
    const result = await awaitReady(host, app, awaited, (units) => showUnits(bus, units), progress);
    ready.push(...result.ready);
    for (const { unit, missing } of result.failed) {
      const step = here.find(({ change }) => change.name === unit);
      failed.push({ unit, missing, outcome: step ? await rollBack(context, bus, step, receipt) : 'kept' });
    }
    if (failed.length > 0) break;
  }
  return { receipt, ready, failed };
}

/** Gives one service its old files back, and the manager its old state of it. */
async function rollBack(
  context: Context,
  bus: Bus,
  step: Step,
  receipt: Receipt | null,
): Promise<'restored' | 'kept'> {
  const { change, state, actions } = step;
  const written =
    receipt?.changes.filter(({ path }) => path === change.path && WRITES.has(change.kind)) ?? [];
  const wasWrong = change.kind === 'pin by drop-in' || change.kind === 'edit keys';
  if (written.length === 0) return 'restored';
  if (wasWrong) return 'kept';
  undo(storeOf(context), written);
  if (actions.includes('enable')) await act(bus, 'disable', [change.name]).catch(() => undefined);
  await daemonReload(bus);
  if (state?.active === 'active') await act(bus, 'restart', [change.name]);
  else await act(bus, 'stop', [change.name]);
  return 'restored';
}
