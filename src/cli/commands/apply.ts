import { resolve } from 'node:path';
import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { isIdle, type Step } from '../../model/plan.ts';
import type { Strategy } from '../../model/service.ts';
import { type ApplyResult, carryOut } from '../../ops/apply/apply.ts';
import type { Plan } from '../../ops/apply/make-plan.ts';
import { preflight } from '../../ops/apply/preflight.ts';
import { linger } from '../../ops/audit/machine.ts';
import { type Context, openContext } from '../../ops/context.ts';
import { exclusively } from '../../ops/exclusive.ts';
import { chooseManager, runningSupervisor } from '../../ops/gen/choose-manager.ts';
import { hasManager } from '../../ops/service-manager.ts';
import { interruptedCommands } from '../../ops/undo/unfinished.ts';
import { needsManager } from '../../ops/windows.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { planJson, planText } from '../../report/plan.ts';
import { sayMissing } from '../../runtime/readiness-text.ts';
import type { SupervisorClient } from '../../supervisor/client.ts';
import { tr } from '../../texts/tr.ts';
import { again, makeAgain } from '../again.ts';
import type { Outcome } from '../exit.ts';
import { type Io, watchInterrupts } from '../io.ts';
import type { GlobalOptions } from '../options.ts';
import { wholeNumber } from '../whole-number.ts';
import { afterRefusal, noSuchManager, notReady, obstructed, refusal } from './apply-failures.ts';
import { letLinger, lingerIsOff, needsLinger, planOrLinger } from './apply-linger.ts';

export interface ApplyOptions extends GlobalOptions {
  /** The file of a plan that was saved. */
  plan?: string | undefined;
  format: 'text' | 'json';
  dryRun: boolean;
  planOut?: string | undefined;
  yes: boolean;
  restart: boolean;
  maxFailures?: string | undefined;
  enableLinger: boolean;
  strategy?: Strategy | undefined;
  force: boolean;
  bin?: string | undefined;
}

/** `host` is this machine; tests bring their own. */
export async function apply(given: ApplyOptions, io: Io, host: Host = openHost(undefined)): Promise<Outcome> {
  refuseOddOptions(given);
  const saved =
    given.plan === undefined ? null : (await import('../plan-file.ts')).readPlan(given.plan, given);
  const options = saved?.options ?? given;
  const context = await openContext(host, options);
  needsManager(host, tr('apply starts services'));
  const chosen = chooseManager(context, context.named);
  if (chosen.manager === 'supervisor') return rescan(runningSupervisor(context, chosen), options, io);
  const say = (line: string, passing?: boolean): void => (options.quiet ? undefined : io.err(line, passing));
  const looksOnly = options.dryRun || options.planOut !== undefined;
  if (!looksOnly) refuseWrongAccount(context, options);
  // What an earlier one has left decides on what there is to plan.
  if (looksOnly) for (const line of interruptedCommands(context)) say(tr('warning: {line}', { line }));
  else if (hasManager(context)) await exclusively(context, say, () => {});

  const plan = await planOrLinger(context, options, !looksOnly, say);
  try {
    if (saved && given.plan !== undefined) {
      const { refuseMovedPlan } = await import('../plan-file.ts');
      refuseMovedPlan(given.plan, saved.plan, context, plan.steps);
    }
    return await carryOutPlan(context, plan, options, io, say, looksOnly);
  } finally {
    await plan.settle();
  }
}

/** A supervisor has no definitions: it is told to look at unitpin.yaml and the profiles again. */
async function rescan(supervisor: SupervisorClient, options: ApplyOptions, io: Io): Promise<Outcome> {
  const looksOnly = options.dryRun || options.planOut !== undefined;
  const say = (line: string): void => (options.quiet ? undefined : io.err(line));
  const { added, removed, restarted } = looksOnly
    ? { added: [], removed: [], restarted: [] }
    : await supervisor.rescan();
  if (looksOnly)
    say(tr('the supervisor (process {pid}) would be told to look again', { pid: supervisor.pid }));
  for (const profile of added) say(tr('{profile}: new', { profile }));
  for (const profile of removed) say(tr('{profile}: not supervised any more', { profile }));
  for (const { profile, because } of restarted)
    say(tr('{profile}: restarted: {because}', { profile, because }));
  if (!looksOnly && added.length + removed.length + restarted.length === 0)
    say(tr('Nothing to do: the supervisor runs what it should.'));
  if (options.format === 'json') io.out(toJson(applyJson([], looksOnly, null)));
  return { kind: 'ok' };
}

function refuseOddOptions(options: ApplyOptions): void {
  if (options.root !== undefined) {
    throw new Failure('usage', tr('apply works on this machine: --root is for looking at another one'), {
      next: again('gen --diff', options),
    });
  }
  if (options.force && options.strategy !== 'unit') {
    throw new Failure(
      'usage',
      tr('--force goes with --strategy unit: it replaces definitions of others as a whole'),
    );
  }
  if (options.plan !== undefined && options.planOut !== undefined)
    throw new Failure('usage', tr('--plan-out makes a plan, and one was given to be carried out'));
  maxFailures(options);
}

const maxFailures = (options: ApplyOptions): number =>
  wholeNumber('--max-failures', options.maxFailures) ?? 1;

/** Services of the system are root's to write, and somebody's to run as. */
function refuseWrongAccount({ host, scope, account }: Context, { asUser }: ApplyOptions): void {
  if (scope !== 'system') return;
  if (host.caller.uid !== 0) {
    throw new Failure('host', tr('services of the system are written by root'), {
      next: `sudo unitpin apply --scope system --as-user ${account.name}`,
    });
  }
  if (asUser !== undefined) return;
  throw new Failure(
    'usage',
    tr('--scope system wants --as-user NAME: the account that the services run as'),
    {
      next: 'unitpin apply --scope system --as-user NAME --dry-run',
    },
  );
}

async function carryOutPlan(
  context: Context,
  plan: Plan,
  options: ApplyOptions,
  io: Io,
  say: (line: string) => void,
  looksOnly: boolean,
): Promise<Outcome> {
  const { fleet, steps } = plan;
  const paint = painter(io.colour);
  const idle = steps.every(isIdle);
  const done = (result: ApplyResult | null): void => {
    if (options.format === 'json') io.out(toJson(applyJson(steps, looksOnly, result)));
  };
  if (options.format === 'text' && !options.quiet && steps.length > 0)
    io.out(planText(steps, context.account.home, paint));
  const obstacles = preflight(context, steps);
  const lingers = linger(context);
  const lingerOff = needsLinger(context) && lingers?.on === false && steps.some(meantToRun);
  if (lingerOff && !options.enableLinger) say(tr('warning: {line}', { line: lingerIsOff(context) }));

  if (looksOnly) {
    for (const { profile, reason, next } of obstacles)
      say(tr('warning: {profile}: {reason}. next: {next}', { profile, reason, next }));
    if (options.planOut !== undefined) {
      const path = resolve(options.planOut);
      (await import('../plan-file.ts')).savePlan(path, context, options, steps);
      say(
        tr('the plan is saved; nothing was changed. next: unitpin apply {planOut}', {
          planOut: options.planOut,
        }),
      );
      done(null);
      return { kind: 'ok' };
    }
  }
  if (idle) {
    if (lingerOff && options.enableLinger && !looksOnly) await letLinger(context, say);
    say(
      steps.length === 0
        ? emptyFleet(context, fleet.profiles)
        : tr('Nothing to do: every service runs its profile.'),
    );
  } else if (looksOnly) {
    const isRefused = steps.some(({ change }) => change.kind === 'refuse');
    const next = isRefused ? afterRefusal(steps, options) : makeAgain('apply', options);
    if (next !== null) say(tr('next: {next}', { next }));
  }
  if (idle || looksOnly) {
    done(null);
    return { kind: 'ok' };
  }
  if (!hasManager(context)) throw noSuchManager(context);
  if (steps.some(({ change }) => change.kind === 'refuse')) throw refusal(steps, options);
  if (obstacles.length > 0) throw obstructed(obstacles);
  if (options.plan === undefined) await confirmed(options, io);
  if (lingerOff && options.enableLinger) await letLinger(context, say);

  const interrupts = watchInterrupts();
  const result = await carryOut(context, fleet, steps, {
    maxFailures: maxFailures(options),
    progress: say,
    settles: plan.settles,
    interrupted: interrupts.happened,
  }).finally(interrupts.forget);
  if (result.failed.length > 0) throw notReady(result);
  done(result);
  const meant = steps.filter(meantToRun).length;
  const all = result.ready.length === meant;
  say(
    paint(
      all ? 'green' : 'yellow',
      tr('{count} of {meant} services run their profile.', { count: result.ready.length, meant }),
    ),
  );
  if (!all && options.restart) say(tr('next: {next}', { next: again('status', options) }));
  if (!options.restart) {
    for (const { change, reason } of plan.withRestarts().filter(restarts))
      say(
        tr('not restarted: {name}, {reason}. next: unitpin restart {profile}', {
          name: change.name,
          reason,
          profile: change.service.profile,
        }),
      );
  }
  return { kind: 'ok' };
}

function applyJson(steps: readonly Step[], dryRun: boolean, result: ApplyResult | null) {
  return {
    schema: 1,
    command: 'apply',
    dryRun,
    steps: planJson(steps.filter((step) => !isIdle(step))),
    receipt: result?.receipt?.id ?? null,
    ready: (result?.ready ?? []).map(({ warnings, ...rest }) => ({
      ...rest,
      warnings: warnings.map(sayMissing),
    })),
    failed: result?.failed ?? [],
  };
}

async function confirmed(options: ApplyOptions, io: Io): Promise<void> {
  if (options.yes) return;
  const answer = await io.confirm(tr('Carry out this plan?'));
  if (answer === true) return;
  throw new Failure(
    'usage',
    answer === false
      ? tr('declined; nothing was changed')
      : tr('nobody is there to confirm the plan; nothing was changed'),
    { next: makeAgain('apply --yes', options) },
  );
}

const restarts = ({ actions }: Step): boolean => actions.includes('restart');
const meantToRun = (step: Step): boolean => step.change.service.state === 'enabled' || restarts(step);
const emptyFleet = ({ account }: Context, profiles: readonly string[]): string =>
  tr(
    'No profile of {name} has a definition (on disk: {profiles}). next: unitpin apply --all, or --profile NAME',
    { name: account.name, profiles: profiles.join(tr(', ')) },
  );
