import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import type { Strategy } from '../../model/service.ts';
import { type Context, openContext } from '../../ops/context.ts';
import { exclusively } from '../../ops/exclusive.ts';
import { chooseManager, runningSupervisor } from '../../ops/gen/choose-manager.ts';
import { hasManager } from '../../ops/service-manager.ts';
import { interruptedCommands } from '../../ops/undo/unfinished.ts';
import { needsManager } from '../../ops/windows.ts';
import { tr } from '../../texts/tr.ts';
import { again } from '../again.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';
import { planOrLinger } from './apply-linger.ts';
import { carryOutPlan, isLook, maxFailures } from './apply-plan.ts';
import { rescan } from './apply-rescan.ts';

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
  const looksOnly = isLook(options);
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
    return await carryOutPlan(context, plan, options, io, say);
  } finally {
    await plan.settle();
  }
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
    tr('--scope system needs --as-user NAME: the account that the services run as'),
    {
      next: 'unitpin apply --scope system --as-user NAME --dry-run',
    },
  );
}
