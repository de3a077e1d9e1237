import { Failure } from '../../host/failure.ts';
import type { ServiceManager } from '../../model/manager.ts';
import type { Step } from '../../model/plan.ts';
import type { Receipt } from '../../model/receipt.ts';
import { beginTransaction, publish } from '../../store/store.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { lifecycleOf, storeOf } from '../publish.ts';
import { isUp, jobOf } from './plan.ts';
import { journalService } from './transaction-log.ts';

/**
 * Takes away definitions whose profile is gone: before all else, because what they run may hold a port or a token that a
 * new service is to have. A transaction of its own: it does not depend on what becomes of the others.
 * @throws Failure (restored) when the manager refuses
 */
export async function removeOrphans(
  context: Context,
  manager: ServiceManager,
  steps: readonly Step[],
  progress: (line: string) => void,
): Promise<Receipt | null> {
  if (steps.length === 0) return null;
  const names = (wanted: (step: Step) => boolean): string[] =>
    steps.filter(wanted).map(({ change }) => change.name);
  const stopped = (step: Step): boolean => step.actions.includes('stop');
  const disabled = (step: Step): boolean => step.actions.includes('disable');
  // Its links and its process go while the file is there: afterwards the manager does not know the name.
  const services = steps.map((step) => journalService(context, step));
  const { journal } = beginTransaction(storeOf(context), { command: 'apply', services }, []);
  try {
    await manager.stop(names(stopped));
    await manager.disable(names(disabled));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await manager.enable(names(disabled));
    await manager.start(steps.filter((step) => stopped(step) && isUp(step.state)).map(jobOf));
    journal.end('rolled-back');
    throw new Failure('restored', error.message, {
      why: tr('all is as it was'),
      ...(error.next !== undefined && { next: error.next }),
      cause: error,
    });
  }
  journal.end('committed');
  const writings = steps.map(({ change }) => ({
    path: change.path,
    bytes: null,
    mode: change.mode,
    ours: true,
    before: change.before,
  }));
  const receipt = publish(storeOf(context), 'apply', writings);
  const { id } = receipt;
  // One that ended badly would stay in memory for that.
  await manager.clearFailure(names(stopped));
  await manager.reload();
  const log = lifecycleOf(context, progress);
  for (const { change } of steps) log.note('removed', change.service.profile, { service: change.name, id });
  const { length } = steps;
  progress(
    tr('removed {length} definition{s} of profiles that are gone; kept as {id}', {
      length,
      s: length === 1 ? '' : 's',
      id,
    }),
  );
  return receipt;
}
