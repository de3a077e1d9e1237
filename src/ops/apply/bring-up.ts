import type { Fleet } from '../../fleet/services.ts';
import type { Step } from '../../model/plan.ts';
import { type Awaited, awaitReady, type Ready, type Waiting } from '../../runtime/readiness.ts';
import { sayAll } from '../../runtime/readiness-text.ts';
import { tr } from '../../texts/tr.ts';
import { managerWord } from '../manager-word.ts';
import { tellWaiting } from '../tell-waiting.ts';
import { jobOf } from './plan.ts';
import { does, type FailedService, giveBack, nameOf, refuseInterrupted, starts, type Work } from './work.ts';

/**
 * Starts level after level, each when all of the one before are ready, and waits for `besides`, too; what does not get
 * ready is given back at once. Both lists are filled as it goes, so that they hold in the middle, too.
 * @throws Failure (host, interrupted) with all that is in neither list still open
 */
export async function bringUp(
  work: Work,
  fleet: Fleet,
  besides: ReadonlySet<Step>,
  ready: Ready[],
  failed: FailedService[],
): Promise<void> {
  const { context, manager, steps, options, begun, log } = work;
  const { host, app } = context;
  const byProfile = new Map(steps.map((step) => [step.change.service.profile, step]));
  const held = new Set<Step>();
  const show = async (names: readonly string[]) => {
    refuseInterrupted(options);
    const states = await manager.states(names);
    return new Map([...states].map(([name, state]) => [name, managerWord(state)]));
  };
  let failures = 0;
  for (const level of fleet.levels) {
    refuseInterrupted(options);
    const here = level
      .flatMap(({ profile }) => byProfile.get(profile) ?? [])
      .filter((step) => !held.has(step));
    // Before they are there themselves.
    const calm = new Set(here.filter((step) => starts(step) && options.settles?.(step) === false));
    await begin(work, here);
    await work.enabled;
    const awaited = here
      .filter((step) => begun.has(step) || besides.has(step))
      .map((step) => ({ ...toAwait(step), settles: !calm.has(step) }));
    const result = await awaitReady(host, app, awaited, show, tellWaiting(host.clock, options.progress));
    ready.push(...result.ready);
    log.ready(result.ready);
    for (const { unit, warnings } of result.ready)
      if (warnings.length > 0)
        options.progress(tr('warning: {unit}: {warnings}', { unit, warnings: sayAll(warnings) }));
    if (result.failed.length === 0) continue;
    failures += result.failed.length;
    const missing = new Map(result.failed.map((one) => [one.unit, one]));
    const names = [...missing.keys()].join(tr(', '));
    const bad = steps.filter((step) => missing.has(nameOf(step)));
    const open = steps.filter((step) => starts(step) && !begun.has(step) && !held.has(step));
    const back = failures >= options.maxFailures ? open : dependents(open, bad);
    for (const step of back) held.add(step);
    const why = (step: Step): string =>
      sayLack(missing.get(nameOf(step))) ?? tr('not begun, because of {names}', { names });
    failed.push(...(await giveBack(work, [...bad, ...back], why)));
  }
}

const sayLack = (waiting: Waiting | undefined): string | null => (waiting ? sayAll(waiting.missing) : null);

/** Of `open`, those that need one of `bad`, or one that does. */
function dependents(open: readonly Step[], bad: readonly Step[]): Step[] {
  const gone = new Set(bad.map(({ change }) => change.service.profile));
  // `open` is in no order: as often as it takes.
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    for (const { change } of open)
      if (change.service.dependsOn.some((name) => gone.has(name))) gone.add(change.service.profile);
  }
  return open.filter(({ change }) => gone.has(change.service.profile));
}

/** Starts and restarts what the plan says. */
async function begin({ manager, begun, log }: Work, steps: readonly Step[]): Promise<void> {
  for (const verb of ['restart', 'start'] as const) {
    const wanted = steps.filter((step) => does(step, verb));
    if (wanted.length === 0) continue;
    for (const step of wanted) begun.add(step);
    log.starting(wanted);
    await manager[verb](wanted.map(jobOf));
  }
}

const toAwait = (step: Step): Awaited => ({
  service: step.change.service,
  unit: nameOf(step),
  old: does(step, 'restart') ? (step.state?.mainPid ?? null) : null,
});
