import type { Fleet } from '../fleet/services.ts';
import { Failure } from '../host/failure.ts';
import { type Change, WRITES } from '../model/change.ts';
import type { Action, Step } from '../model/plan.ts';
import { keptAs, type Receipt } from '../model/receipt.ts';
import { act, type Bus, daemonReload, showUnits, type UnitVerb } from '../systemd/systemctl.ts';
import type { Context } from './context.ts';
import { busOf } from './manager.ts';
import { publishChanges, storeOf } from './publish.ts';
import { type Awaited, awaitReady, type Ready } from './readiness.ts';
import { rollBack } from './roll-back.ts';
import { runningIn, runsProfile } from './running.ts';
import { newMessages } from './verify-rewrites.ts';

export interface ApplyResult {
  receipt: Receipt | null;
  ready: readonly Ready[];
  /** Services that did not get ready, or were not begun, and what became of their files. */
  failed: readonly FailedService[];
}

interface FailedService {
  unit: string;
  missing: string;
  outcome: 'restored' | 'kept';
}

const does = ({ actions }: Step, action: Action): boolean => actions.includes(action);
const nameOf = ({ change }: Step): string => change.name;

/**
 * Carries out a plan on systemd: write, one daemon-reload, enable, restart only what the plan says, level by level;
 * then wait until every service runs its profile. A service that does not get ready gets its old files back, unless
 * those were wrong about the profile: these never come back. The same happens to all that are not ready yet when
 * `interrupted` turns true.
 */
export async function carryOut(
  context: Context,
  fleet: Fleet,
  steps: readonly Step[],
  progress: (line: string) => void,
  interrupted: () => boolean = () => false,
): Promise<ApplyResult> {
  const { host, app } = context;
  const bus = busOf(context);
  refuseWhenMoved(context, steps);
  const alreadyRight = new Set(steps.filter((step) => isRight(context, step)));
  const changes = steps.map(({ change }) => change);
  await refuseWhenBroken(context, changes);
  const receipt = publishChanges(storeOf(context), 'apply', changes);
  if (receipt) {
    const { length } = receipt.changes;
    progress(`wrote ${length} file${length === 1 ? '' : 's'}; ${keptAs(receipt)}`);
  }
  const check = (): void => {
    if (interrupted()) throw new Failure('interrupted', 'interrupted');
  };
  const show = (units: readonly string[]) => {
    check();
    return showUnits(bus, units);
  };
  const ready: Ready[] = [];
  const begun = new Set<Step>();
  try {
    check();
    await prepare(bus, steps, receipt);
    const byProfile = new Map(steps.map((step) => [step.change.service.profile, step]));
    for (const level of fleet.levels) {
      check();
      const here = level.flatMap(({ profile }) => byProfile.get(profile) ?? []);
      await begin(bus, here, begun);
      const awaited = here.filter((step) => begun.has(step) || alreadyRight.has(step)).map(toAwait);
      const result = await awaitReady(host, app, awaited, show, progress);
      ready.push(...result.ready);
      if (result.failed.length === 0) continue;
      const missing = new Map(result.failed.map((one) => [one.unit, one.missing]));
      const names = [...missing.keys()].join(', ');
      for (const step of notBegun(steps, begun)) missing.set(nameOf(step), `not begun, because of ${names}`);
      return { receipt, ready, failed: await giveBack(context, steps, missing, begun, receipt) };
    }
    return { receipt, ready, failed: [] };
  } catch (error) {
    const done = new Set(ready.map(({ unit }) => unit));
    const missing = new Map(
      steps.filter((step) => !done.has(nameOf(step))).map((step) => [nameOf(step), '']),
    );
    const failed = await giveBack(context, steps, missing, begun, receipt);
    // Ctrl-C reaches the systemctl that is running, too, and looks like its failure.
    throw withOutcome(error, failed, interrupted());
  }
}

/** Between the plan and its confirmation somebody may have written. */
function refuseWhenMoved({ host }: Context, steps: readonly Step[]): void {
  for (const { change } of steps.filter((step) => WRITES.has(step.change.kind))) {
    const found = host.files.read(change.path);
    const same =
      found.state === 'there' ? change.before?.equals(found.bytes) === true : change.before === null;
    if (same) continue;
    throw new Failure('host', `${change.path} has changed since the plan was made; nothing was changed`, {
      where: change.path,
      next: 'unitpin apply',
    });
  }
}

/** The manager's own checker, where it is installed, knows settings that we do not. Old complaints do not count. */
async function refuseWhenBroken(context: Context, changes: readonly Change[]): Promise<void> {
  const rewrites = changes.flatMap(({ kind, name, path, after, definition }) =>
    WRITES.has(kind) && after !== null
      ? [
          {
            id: name,
            manager: context.manager,
            name,
            scope: context.scope,
            path: definition?.path ?? path,
            before: definition?.sources ?? new Map<string, string>(),
            after: new Map([[path, after]]),
          },
        ]
      : [],
  );
  const messages = await newMessages(context, rewrites);
  if (messages.size === 0) return;
  const all = [...messages].map(([name, { by, message }]) => `${name}: ${by} says: ${message}`);
  throw new Failure('host', 'the service manager would not take what is to be written; nothing was changed', {
    why: all.join('\n  '),
    next: 'unitpin gen --diff',
  });
}

/** Whether it runs its profile before anything is done: then it has to, afterwards. */
function isRight({ host, app, account }: Context, { change, state }: Step): boolean {
  if (change.service.state !== 'enabled' || state?.active !== 'active') return false;
  const running = runningIn(host, app, account.home, state);
  return running !== null && runsProfile(running, change.service.profile);
}

/** What is done for all services at once. */
async function prepare(bus: Bus, steps: readonly Step[], receipt: Receipt | null): Promise<void> {
  const all = (verb: UnitVerb, wanted: (step: Step) => boolean) =>
    act(bus, verb, steps.filter(wanted).map(nameOf));
  if (receipt || steps.some(({ state }) => state?.needsReload)) await daemonReload(bus);
  await all('stop', (step) => does(step, 'stop'));
  await all('disable', (step) => does(step, 'disable'));
  await all('enable', (step) => does(step, 'enable'));
  // One that has used up its tries does not start otherwise.
  await all('reset-failed', (step) => step.state?.active === 'failed' && does(step, 'start'));
}

/** Starts and restarts what the plan says. */
async function begin(bus: Bus, steps: readonly Step[], begun: Set<Step>): Promise<void> {
  for (const verb of ['restart', 'start'] as const) {
    const wanted = steps.filter((step) => does(step, verb));
    for (const step of wanted) begun.add(step);
    await act(bus, verb, wanted.map(nameOf));
  }
}

const notBegun = (steps: readonly Step[], begun: ReadonlySet<Step>): Step[] =>
  steps.filter((step) => (does(step, 'start') || does(step, 'restart')) && !begun.has(step));

const toAwait = (step: Step): Awaited => ({
  service: step.change.service,
  unit: nameOf(step),
  old: does(step, 'restart') ? step.state?.mainPid || null : null,
});

async function giveBack(
  context: Context,
  steps: readonly Step[],
  missing: ReadonlyMap<string, string>,
  begun: ReadonlySet<Step>,
  receipt: Receipt | null,
): Promise<FailedService[]> {
  const failed = steps.filter((step) => missing.has(nameOf(step)));
  const kept = new Set([...(await rollBack(context, failed, begun, receipt))].map(nameOf));
  return [...missing].map(([unit, what]) => ({
    unit,
    missing: what,
    outcome: kept.has(unit) ? 'kept' : 'restored',
  }));
}

/** The service manager refused in the middle: what became of the files goes with its words. */
function withOutcome(error: unknown, failed: readonly FailedService[], interrupted: boolean): unknown {
  if (!(error instanceof Failure) || (error.exit !== 'host' && !interrupted)) return error;
  const kept = failed.filter(({ outcome }) => outcome === 'kept').map(({ unit }) => unit);
  const why =
    kept.length === 0
      ? 'all files are as they were'
      : `the files of ${kept.join(', ')} are kept: the old ones ran the wrong profile; all others are as they were`;
  const exit = interrupted ? 'interrupted' : kept.length === 0 ? 'restored' : 'unrestored';
  return new Failure(exit, interrupted ? 'interrupted' : error.message, {
    why,
    ...(error.next !== undefined && { next: error.next }),
    cause: error,
  });
}
