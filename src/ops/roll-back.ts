import { Failure } from '../host/failure.ts';
import { WRITES } from '../model/change.ts';
import type { Step } from '../model/plan.ts';
import type { Receipt } from '../model/receipt.ts';
import { undo } from '../store/store.ts';
import { act, type Bus, daemonReload } from '../systemd/systemctl.ts';
import type { Context } from './context.ts';
import { judge, stickyReader } from './judge.ts';
import { busOf } from './manager.ts';
import { isUp } from './plan.ts';
import { storeOf } from './publish.ts';

/**
 * Gives services their old files back, and the manager its old state of them. Returns those that keep the new ones:
 * a definition that ran the wrong profile never comes back. `begun`: what was started or restarted meanwhile.
 */
export async function rollBack(
  context: Context,
  steps: readonly Step[],
  begun: ReadonlySet<Step>,
  receipt: Receipt | null,
): Promise<ReadonlySet<Step>> {
  const bus = busOf(context);
  const kept = new Set(steps.filter((step) => wasWrong(context, step)));
  const back = steps.filter((step) => !kept.has(step));
  const paths = new Set(back.filter(writes).map(({ change }) => change.path));
  const changes = receipt?.changes.filter(({ path }) => paths.has(path)) ?? [];
  const names = (wanted: (step: Step) => boolean) => back.filter(wanted).map(({ change }) => change.name);

  // As long as the unit is there: its links go with `disable`, its process with `stop`.
  const before = await attempt(async () => {
    await act(
      bus,
      'disable',
      names(({ actions }) => actions.includes('enable')),
    );
    await act(
      bus,
      'stop',
      names((step) => begun.has(step) && !isUp(step.state)),
    );
  });
  if (changes.length > 0) undo(storeOf(context), changes);
  const after = await attempt(() => takeUpAgain(bus, names, begun, changes.length > 0));
  const problem = before ?? after;
  if (problem === null) return kept;
  throw new Failure('unrestored', `${problem.message}; that was while going back`, {
    why: 'the files are as they were; the service manager may not have noticed',
    next: `systemctl --${bus.scope} daemon-reload, then: unitpin apply`,
    cause: problem,
  });
}

const writes = ({ change }: Step): boolean => WRITES.has(change.kind);

/** Whether the files before the change did not run the profile. */
function wasWrong({ host, app }: Context, { change }: Step): boolean {
  if (!WRITES.has(change.kind) || change.definition === null) return false;
  const { identity } = judge(change.definition, app, stickyReader(host.files, app));
  const { kind, profile, action } = identity;
  const named = kind === 'pinned' || kind === 'guarded';
  return !named || profile !== change.service.profile || action !== app.command.run;
}

async function takeUpAgain(
  bus: Bus,
  names: (wanted: (step: Step) => boolean) => string[],
  begun: ReadonlySet<Step>,
  reload: boolean,
): Promise<void> {
  if (reload) await daemonReload(bus);
  await act(
    bus,
    'enable',
    names(({ actions }) => actions.includes('disable')),
  );
  await act(
    bus,
    'restart',
    names((step) => isUp(step.state) && (step.actions.includes('stop') || (begun.has(step) && writes(step)))),
  );
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
