import { resolve } from 'node:path';
import { isIdle, type Step } from '../../model/plan.ts';
import { type ApplyResult, carryOut } from '../../ops/apply/apply.ts';
import type { Plan } from '../../ops/apply/make-plan.ts';
import { preflight } from '../../ops/apply/preflight.ts';
import { linger } from '../../ops/audit/machine.ts';
import type { Context } from '../../ops/context.ts';
import { hasManager } from '../../ops/service-manager.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { planText } from '../../report/plan.ts';
import { tr } from '../../texts/tr.ts';
import { again, makeAgain } from '../again.ts';
import { carried } from '../carried.ts';
import { confirm } from '../confirm.ts';
import type { Outcome } from '../exit.ts';
import { type Io, watchInterrupts } from '../io.ts';
import { wholeNumber } from '../whole-number.ts';
import type { ApplyOptions } from './apply.ts';
import { afterRefusal, noSuchManager, notReady, obstructed, refusal } from './apply-failures.ts';
import { applyJson } from './apply-json.ts';
import { letLinger, lingerIsOff, needsLinger } from './apply-linger.ts';

/** Whether the plan is only to be seen, or saved. */
export const isLook = ({ dryRun, planOut }: ApplyOptions): boolean => dryRun || planOut !== undefined;

export const maxFailures = (options: ApplyOptions): number =>
  wholeNumber('--max-failures', options.maxFailures) ?? 1;

/** Shows the plan, and carries it out where more than a look was asked for. */
export async function carryOutPlan(
  context: Context,
  plan: Plan,
  options: ApplyOptions,
  io: Io,
  say: (line: string) => void,
): Promise<Outcome> {
  const { fleet, steps } = plan;
  const { format, quiet, planOut } = options;
  if (format === 'text' && !quiet && steps.length > 0)
    io.out(planText(steps, context.account.home, painter(io.colour)));
  const looksOnly = isLook(options);
  const obstacles = preflight(context, steps);
  const lingerOff = needsLinger(context) && linger(context)?.on === false && steps.some(meantToRun);
  const lets = lingerOff && options.enableLinger && !looksOnly;
  if (lingerOff && !options.enableLinger) say(tr('warning: {line}', { line: lingerIsOff(context) }));
  if (looksOnly)
    for (const { profile, reason, next } of obstacles)
      say(tr('warning: {profile}: {reason}. next: {next}', { profile, reason, next }));

  let result: ApplyResult | null = null;
  if (planOut !== undefined) {
    (await import('../plan-file.ts')).savePlan(resolve(planOut), context, options, steps);
    say(tr('the plan is saved; nothing was changed. next: unitpin apply {planOut}', { planOut }));
  } else if (steps.every(isIdle)) {
    if (lets) await letLinger(context, say);
    say(
      steps.length === 0
        ? carried(emptyFleet(context, fleet.profiles), options)
        : tr('Nothing to do: every service runs its profile.'),
    );
  } else if (looksOnly) {
    const isRefused = steps.some(({ change }) => change.kind === 'refuse');
    const next = isRefused ? afterRefusal(steps, options) : makeAgain('apply', options);
    if (next !== null) say(tr('next: {next}', { next }));
  } else {
    if (!hasManager(context)) throw noSuchManager(context);
    if (steps.some(({ change }) => change.kind === 'refuse')) throw refusal(steps, options);
    if (obstacles.length > 0) throw obstructed(obstacles);
    if (options.plan === undefined && !options.yes)
      await confirm(io, tr('Carry out this plan?'), makeAgain('apply --yes', options));
    if (lets) await letLinger(context, say);
    result = await begin(context, plan, options, io, say);
  }
  if (format === 'json') io.out(toJson(applyJson(steps, looksOnly, result)));
  return { kind: 'ok' };
}

/** @throws Failure (restored, unrestored) where a service did not get ready */
async function begin(
  context: Context,
  plan: Plan,
  options: ApplyOptions,
  io: Io,
  say: (line: string) => void,
): Promise<ApplyResult> {
  const interrupts = watchInterrupts();
  const result = await carryOut(context, plan.fleet, plan.steps, {
    maxFailures: maxFailures(options),
    progress: say,
    settles: plan.settles,
    interrupted: interrupts.happened,
  }).finally(interrupts.forget);
  if (result.failed.length > 0) throw notReady(result);
  const count = result.ready.length;
  const meant = plan.steps.filter(meantToRun).length;
  const told = tr('{count} of {meant} services run their profile.', { count, meant });
  say(painter(io.colour)(count === meant ? 'green' : 'yellow', told));
  if (options.restart) {
    if (count < meant) say(tr('next: {next}', { next: again('status', options) }));
    return result;
  }
  for (const { change, reason } of plan.withRestarts().filter(restarts)) {
    const { name, service } = change;
    const facts = { name, reason, profile: service.profile };
    say(tr('not restarted: {name}, {reason}. next: unitpin restart {profile}', facts));
  }
  return result;
}

const restarts = ({ actions }: Step): boolean => actions.includes('restart');
const meantToRun = (step: Step): boolean => step.change.service.state === 'enabled' || restarts(step);
const emptyFleet = ({ account }: Context, profiles: readonly string[]): string =>
  tr(
    'No profile of {name} has a definition (on disk: {profiles}). next: unitpin apply --all, or --profile NAME',
    { name: account.name, profiles: profiles.join(tr(', ')) },
  );
