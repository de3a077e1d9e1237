import { Failure } from '../../host/failure.ts';
import { WRITES } from '../../model/change.ts';
import type { ServiceManager } from '../../model/manager.ts';
import type { Step } from '../../model/plan.ts';
import type { Receipt } from '../../model/receipt.ts';
import { undo } from '../../store/undo.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { judge, stickyReader } from '../judge.ts';
import { storeOf } from '../publish.ts';
import { isUp, jobOf } from './plan.ts';

/** What became of services that failed. */
export interface RolledBack {
  /** They keep the new files: a definition that ran the wrong profile never comes back. */
  kept: ReadonlySet<Step>;
  /** Files that somebody has changed since they were written: left as they are. */
  left: readonly string[];
}

/**
 * Gives services their old files back, and the manager its old state of them. `begun`: what was started or restarted
 * meanwhile.
 * @throws Failure (unrestored) when the manager does not take it
 */
export async function rollBack(
  context: Context,
  manager: ServiceManager,
  steps: readonly Step[],
  begun: ReadonlySet<Step>,
  receipt: Receipt | null,
): Promise<RolledBack> {
  const kept = new Set(steps.filter((step) => wasWrong(context, step)));
  const back = steps.filter((step) => !kept.has(step));
  const paths = new Set(back.filter(writes).map(({ change }) => change.path));
  const changes = receipt?.changes.filter(({ path }) => paths.has(path)) ?? [];
  const names = (wanted: (step: Step) => boolean) => back.filter(wanted).map(({ change }) => change.name);

  // As long as the definition is there: its links go with `disable`, its process with `stop`.
  const before = await attempt(async () => {
    await manager.disable(names(({ actions }) => actions.includes('enable')));
    await manager.stop(names((step) => begun.has(step) && !isUp(step.state)));
  });
  const left = receipt && changes.length > 0 ? undo(storeOf(context), receipt.id, changes).left : [];
  const after = await attempt(() => takeUpAgain(manager, back, begun, changes.length > 0));
  const problem = before ?? after;
  if (problem === null) return { kept, left };
  throw new Failure('unrestored', tr('{message}; that was while going back', { message: problem.message }), {
    why: tr('the files are as they were; the service manager may not have noticed'),
    next:
      context.manager === 'systemd'
        ? tr('systemctl --{scope} daemon-reload, then: unitpin apply', { scope: context.scope })
        : 'unitpin apply',
    cause: problem,
  });
}

const writes = ({ change }: Step): boolean => WRITES.has(change.kind);

/** Whether the files before the change did not run the profile. */
export function wasWrong({ host, app }: Context, { change }: Step): boolean {
  if (!WRITES.has(change.kind) || change.definition === null) return false;
  const { identity } = judge(change.definition, app, stickyReader(host.files, app));
  const { kind, profile, action } = identity;
  const named = kind === 'pinned' || kind === 'guarded';
  return !named || profile !== change.service.profile || action !== app.command.run;
}

async function takeUpAgain(
  manager: ServiceManager,
  back: readonly Step[],
  begun: ReadonlySet<Step>,
  reload: boolean,
): Promise<void> {
  if (reload) await manager.reload();
  const disabled = back.filter(({ actions }) => actions.includes('disable'));
  await manager.enable(disabled.map(({ change }) => change.name));
  const up = back.filter(
    (step) => isUp(step.state) && (step.actions.includes('stop') || (begun.has(step) && writes(step))),
  );
  // The new definition may have used up the tries of the old one (openclaw #116177).
  await manager.clearFailure(up.map(({ change }) => change.name));
  await manager.restart(up.map(jobOf));
}

/** Goes on after a failure of the manager: the files have to come back in any case. */
async function attempt(work: () => Promise<void>): Promise<Failure | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
