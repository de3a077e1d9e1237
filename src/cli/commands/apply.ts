import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { isIdle, type Step } from '../../model/plan.ts';
import type { Strategy } from '../../model/service.ts';
import { type ApplyResult, carryOut } from '../../ops/apply.ts';
import { computeChanges } from '../../ops/changes.ts';
import { type Context, openContext } from '../../ops/context.ts';
import { fleetOf } from '../../ops/fleet.ts';
import { busOf, userManagerEnvironment } from '../../ops/manager.ts';
import { planSteps } from '../../ops/plan.ts';
import { surveyFiles } from '../../ops/survey.ts';
import { painter } from '../../report/colour.ts';
import { planJson, planText } from '../../report/plan.ts';
import { lastWritten } from '../../store/store.ts';
import { showUnits } from '../../systemd/systemctl.ts';
import { again } from '../again.ts';
import type { Outcome } from '../exit.ts';
import { type Io, watchInterrupts } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

export interface ApplyOptions extends GlobalOptions {
  format: 'text' | 'json';
  dryRun: boolean;
  yes: boolean;
  restart: boolean;
  strategy?: Strategy | undefined;
  force: boolean;
  bin?: string | undefined;
}

/** `host` is this machine; tests bring their own. */
export async function apply(
  options: ApplyOptions,
  io: Io,
  host: Host = openHost(undefined),
): Promise<Outcome> {
  if (options.root !== undefined) {
    throw new Failure('usage', 'apply works on this machine: --root is for looking at another one', {
      next: again('gen --diff', options),
    });
  }
  if (options.force && options.strategy !== 'unit') {
    throw new Failure(
      'usage',
      '--force goes with --strategy unit: it replaces definitions of others as a whole',
    );
  }
  const context = await openContext(host, options);
  const { account, manager } = context;
  const paint = painter(io.colour);
  const managerEnvironment = await userManagerEnvironment(context, manager === 'systemd');
  const judged = surveyFiles(context, host.files, managerEnvironment);
  const fleet = fleetOf(context, judged, options);
  const written = lastWritten(host.files, context.state);
  const changes = computeChanges(context, fleet, judged, {
    force: options.force,
    written,
    managerEnvironment,
  });
  const names = changes.map(({ name }) => name);
  const states = manager === 'systemd' ? await showUnits(busOf(context), names) : new Map();
  const steps = planSteps(context, changes, states, { restart: options.restart });

  const say = (line: string): void => (options.quiet ? undefined : io.err(line));
  const idle = steps.every(isIdle);
  const done = (result: ApplyResult | null): void => {
    if (options.format === 'json') io.out(JSON.stringify(applyJson(steps, options.dryRun, result), null, 2));
  };
  if (options.format === 'text' && !options.quiet && steps.length > 0)
    io.out(planText(steps, account.home, paint));

  const refused = steps.filter(({ change }) => change.kind === 'refuse').length;
  if (idle || options.dryRun) {
    if (idle)
      say(
        steps.length === 0
          ? emptyFleet(context, fleet.profiles)
          : 'Nothing to do: every service runs its profile.',
      );
    else say(`next: ${again('apply', options)}`);
    done(null);
    return { kind: 'ok' };
  }
  if (manager === 'launchd') throw noTransactionYet();
  if (refused > 0) throw refusal(steps);
  await confirmed(options, io);

  const interrupts = watchInterrupts();
  const result = await carryOut(context, fleet, steps, say, interrupts.happened).finally(interrupts.forget);
  if (result.failed.length > 0) throw notReady(context, result);
  done(result);
  const meant = steps.filter(meantToRun).length;
  const all = result.ready.length === meant;
  say(paint(all ? 'green' : 'yellow', `${result.ready.length} of ${meant} services run their profile.`));
  if (!options.restart) {
    for (const { change, reason } of planSteps(context, changes, states, { restart: true }).filter(restarts))
      say(`not restarted: ${change.name}, ${reason}. next: ${systemctlOf(context)} restart ${change.name}`);
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
    ready: result?.ready ?? [],
    failed: result?.failed ?? [],
  };
}

async function confirmed({ yes }: ApplyOptions, io: Io): Promise<void> {
  if (yes) return;
  const answer = await io.confirm('Carry out this plan?');
  if (answer === true) return;
  throw new Failure(
    'usage',
    answer === false
      ? 'declined; nothing was changed'
      : 'nobody is there to confirm the plan; nothing was changed',
    {
      next: 'unitpin apply --yes',
    },
  );
}

const restarts = ({ actions }: Step): boolean => actions.includes('restart');
const meantToRun = (step: Step): boolean => step.change.service.state === 'enabled' || restarts(step);
const systemctlOf = ({ scope }: Context): string => `systemctl --${scope}`;

const emptyFleet = ({ account }: Context, profiles: readonly string[]): string =>
  `No profile of ${account.name} has a definition (on disk: ${profiles.join(', ')}). next: unitpin apply --all, or --profile NAME`;

function refusal(steps: readonly Step[]): Failure {
  const refused = steps.filter(({ change }) => change.kind === 'refuse').map(({ change }) => change);
  const others = steps.length - refused.length;
  return new Failure(
    'host',
    `${refused.length} of ${steps.length} services cannot be brought in order; nothing was changed`,
    {
      why: refused.map(({ service, reason }) => `${service.profile}: ${reason}`).join('\n  '),
      ...(others > 0 && { next: 'mend these, or apply the others by name: unitpin apply --profile NAME' }),
    },
  );
}

const noTransactionYet = (): Failure =>
  new Failure('host', 'apply does not load launchd jobs yet; nothing was changed', {
    why: 'bootout and bootstrap are asynchronous, and a half-done reload leaves a gateway down',
    next: 'unitpin gen, then for each job: launchctl bootout gui/UID/LABEL; launchctl bootstrap gui/UID FILE',
  });

/** What failed. 5 where a definition stays that does not run yet, because the old one would run the wrong profile. */
function notReady({ scope }: Context, { failed, receipt }: ApplyResult): Failure {
  const kept = failed.filter(({ outcome }) => outcome === 'kept');
  const all = failed.map(
    ({ unit, missing, outcome }) =>
      `${unit}: ${missing}; its files are ${outcome === 'kept' ? 'kept: the old ones ran the wrong profile' : 'as they were'}`,
  );
  return new Failure(
    kept.length > 0 ? 'unrestored' : 'restored',
    `${failed.length} service${failed.length === 1 ? '' : 's'} did not get ready`,
    {
      why: [...all, ...(receipt ? [`receipt: ${receipt.id}`] : [])].join('\n  '),
      next: `journalctl${scope === 'user' ? ' --user' : ''} -u ${failed[0]?.unit} -n 50`,
    },
  );
}
