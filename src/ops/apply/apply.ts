import type { Fleet } from '../../fleet/services.ts';
import { Failure } from '../../host/failure.ts';
import type { ServiceManager } from '../../model/manager.ts';
import { isIdle, type Step } from '../../model/plan.ts';
import type { Receipt } from '../../model/receipt.ts';
import type { Ready } from '../../runtime/readiness.ts';
import { runningIn, runsProfile } from '../../runtime/running.ts';
import { keptAs } from '../../texts/kept-as.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { exclusively } from '../exclusive.ts';
import { beginChanges, lifecycleOf, storeOf } from '../publish.ts';
import { serviceManager } from '../service-manager.ts';
import { holdProfiles } from '../single-flight.ts';
import { refuseWhenBroken, refuseWhenMoved } from './before-writing.ts';
import { bringUp } from './bring-up.ts';
import { placeOf } from './plan.ts';
import { removeOrphans } from './remove-orphans.ts';
import { journalService, transactionLog } from './transaction-log.ts';
import {
  type ApplyOptions,
  does,
  type FailedService,
  giveBack,
  nameOf,
  refuseInterrupted,
  starts,
  type Work,
} from './work.ts';

export interface ApplyResult {
  receipt: Receipt | null;
  ready: readonly Ready[];
  /** Services that did not get ready, or were not begun, and what became of their files. */
  failed: readonly FailedService[];
}

/**
 * Carries out a plan: write, have the manager read it once, enable, restart only what the plan says, level by level; then
 * wait until every service runs its profile. A service that does not get ready gets its old files and its old state back,
 * unless the files were wrong about the profile: these never come back. The same happens to all that are not ready yet
 * when it is interrupted, or the manager refuses.
 * @throws Failure (host) when nothing was changed; (restored, unrestored, interrupted) when something was, and went back
 */
export async function carryOut(
  context: Context,
  fleet: Fleet,
  steps: readonly Step[],
  options: ApplyOptions,
): Promise<ApplyResult> {
  const manager = serviceManager(context);
  const concerned = steps.filter((step) => !isIdle(step));
  return exclusively(context, options.progress, async () => {
    const held = holdProfiles(
      context,
      concerned.map(({ change }) => change.service.profile),
    );
    try {
      refuseWhenMoved(context, steps);
      await refuseWhenBroken(
        context,
        steps.map(({ change }) => change),
      );
      const [orphans, ours] = split(steps, ({ change }) => change.kind === 'remove orphan');
      const removed = await removeOrphans(context, manager, orphans, options.progress);
      const result = await transact(context, manager, fleet, ours, options);
      return { ...result, receipt: result.receipt ?? removed };
    } finally {
      held.release();
    }
  });
}

function split<T>(all: readonly T[], wanted: (one: T) => boolean): [T[], T[]] {
  return [all.filter(wanted), all.filter((one) => !wanted(one))];
}

async function transact(
  context: Context,
  manager: ServiceManager,
  fleet: Fleet,
  steps: readonly Step[],
  options: ApplyOptions,
): Promise<ApplyResult> {
  const concerned = steps.filter((step) => !isIdle(step));
  const right = steps.flatMap((step) => alreadyReady(context, step));
  if (concerned.length === 0) return { receipt: null, ready: right, failed: [] };
  const names = new Set(right.map(({ unit }) => unit));
  const awaited = new Set(steps.filter((step) => names.has(nameOf(step)) || isOnItsWay(context, step)));
  const services = concerned.map((step) => journalService(context, step));
  const changes = steps.map(({ change }) => change);
  const { receipt, journal } = beginChanges(storeOf(context), { command: 'apply', services }, changes);
  const log = transactionLog(journal, lifecycleOf(context, options.progress), concerned);
  const work: Work = {
    context,
    manager,
    steps,
    receipt,
    log,
    options,
    begun: new Set(),
    enabled: Promise.resolve(),
  };
  if (receipt) {
    const { length } = receipt.changes;
    options.progress(
      tr('wrote {length} file{s}; {receipt}', {
        length,
        s: length === 1 ? '' : 's',
        receipt: keptAs(receipt),
      }),
    );
  }
  const ready: Ready[] = [];
  const failed: FailedService[] = [];
  try {
    refuseInterrupted(options);
    await prepare(work);
    await bringUp(work, fleet, awaited, ready, failed);
  } catch (error) {
    const over = new Set([...ready, ...failed].map(({ unit }) => unit));
    const open = steps.filter((step) => !over.has(nameOf(step)));
    failed.push(...(await giveBack(work, open, () => '')));
    journal.end(
      ready.length > 0 || failed.some(({ outcome }) => outcome !== 'restored') ? 'committed' : 'rolled-back',
    );
    // Ctrl-C reaches the program of the manager that is running, too, and looks like its failure.
    throw withOutcome(error, failed, options.interrupted());
  }
  const nothingStays =
    failed.length === concerned.length && failed.every(({ outcome }) => outcome === 'restored');
  journal.end(nothingStays ? 'rolled-back' : 'committed');
  return { receipt, ready, failed };
}

/** One that runs its profile before anything is done: then it has to, afterwards. */
function alreadyReady({ host, app, account }: Context, { change, state }: Step): Ready[] {
  if (change.service.state !== 'enabled' || state?.active !== 'active') return [];
  const running = runningIn(host, app, account.home, placeOf(state));
  return running !== null && runsProfile(running, change.service.profile)
    ? [{ unit: change.name, pid: running.pid, warnings: [] }]
    : [];
}

/** Milliseconds. */
const A_MOMENT = 60_000;

/** One that was started a moment ago and has no gateway, or none any more: in a fight that is so every few seconds. */
function isOnItsWay({ host, app, account }: Context, { change: { service }, state }: Step): boolean {
  if (service.state !== 'enabled' || state?.active !== 'active') return false;
  if (runningIn(host, app, account.home, placeOf(state)) !== null) return false;
  return state.since !== null && host.clock.now() - state.since < A_MOMENT;
}

/** What is done for all services at once. */
async function prepare(work: Work): Promise<void> {
  const { manager, steps, receipt, log } = work;
  const those = (wanted: (step: Step) => boolean): Step[] => steps.filter(wanted);
  const names = (some: readonly Step[]): string[] => some.map(nameOf);
  if (receipt || steps.some(({ state }) => state?.stale)) {
    await manager.reload();
    log.reloaded();
  }
  const stopped = those((step) => does(step, 'stop'));
  log.note('stopping', stopped);
  await manager.stop(names(stopped));
  log.note('stopped', stopped);
  const disabled = those((step) => does(step, 'disable'));
  await manager.disable(names(disabled));
  log.note('disabled', disabled);
  const enabled = those((step) => does(step, 'enable'));
  work.enabled = manager.enable(names(enabled)).then(() => log.note('enabled', enabled));
  // Whoever waits for it is told; who fails before that has something else to tell.
  work.enabled.catch(() => undefined);
  // One that has used up its tries does not start otherwise (openclaw #116177).
  const tired = those(({ state, ...step }) => state?.active === 'failed' && starts({ state, ...step }));
  await manager.clearFailure(names(tired));
}

/** The service manager refused in the middle: what became of the files goes with its words. */
function withOutcome(error: unknown, failed: readonly FailedService[], interrupted: boolean): unknown {
  if (!(error instanceof Failure) || (error.exit !== 'host' && !interrupted)) return error;
  const kept = failed.filter(({ outcome }) => outcome === 'kept').map(({ unit }) => unit);
  const why =
    kept.length === 0
      ? tr('all files are as they were')
      : tr('the files of {kept} are kept: the old ones ran the wrong profile; all others are as they were', {
          kept: kept.join(tr(', ')),
        });
  const exit = interrupted ? 'interrupted' : kept.length === 0 ? 'restored' : 'unrestored';
  return new Failure(exit, interrupted ? 'interrupted' : error.message, {
    why,
    ...(error.next !== undefined && { next: error.next }),
    cause: error,
  });
}
