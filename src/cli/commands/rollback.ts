import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { openContext } from '../../ops/context.ts';
import { exclusively } from '../../ops/exclusive.ts';
import { carryOutRollback } from '../../ops/undo/rollback.ts';
import { planRollback, type RollbackPlan } from '../../ops/undo/rollback-plan.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { rollbackJson, rollbackText } from '../../report/history-text.ts';
import { tr } from '../../texts/tr.ts';
import { again } from '../again.ts';
import { confirm } from '../confirm.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

interface RollbackOptions extends GlobalOptions {
  id?: string | undefined;
  format: 'text' | 'json';
  yes: boolean;
  force: boolean;
}

/** `host` is this machine; tests bring their own. */
export async function rollback(
  options: RollbackOptions,
  io: Io,
  host: Host = openHost(undefined),
): Promise<Outcome> {
  if (options.root !== undefined) {
    throw new Failure('usage', tr('rollback works on this machine: --root is for looking at another one'), {
      next: again('history', options),
    });
  }
  const context = await openContext(host, options);
  const tell = (line: string): void => (options.quiet ? undefined : io.err(line));
  // What was left unfinished comes first: it decides what there is to roll back.
  await exclusively(context, tell, () => undefined);
  const plan = await planRollback(context, { id: options.id, force: options.force });
  if (options.format === 'text' && !options.quiet)
    io.out(rollbackText(plan, context.account.home, painter(io.colour)));
  if (plan.stays.length > 0 && plan.writings.length === 0) throw stays(plan, tr('nothing was rolled back'));
  if (!options.yes) {
    const id = options.id === undefined ? [] : [options.id];
    const force = options.force ? ['--force'] : [];
    await confirm(io, tr('Roll it back?'), ['unitpin rollback', ...id, ...force, '--yes'].join(' '));
  }

  const result = await exclusively(context, tell, () => carryOutRollback(context, plan, tell));
  if (options.format === 'json' && plan.stays.length === 0) io.out(toJson(rollbackJson(plan, result)));
  if (result.receipt)
    tell(
      tr('{id} is rolled back; to take that back: unitpin rollback {id2}', {
        id: plan.receipt.id,
        id2: result.receipt.id,
      }),
    );
  else tell(tr('Nothing to do: every file is as it was before.'));
  for (const { name, missing } of result.notReady)
    tell(tr('{name} did not get ready: {missing}', { name, missing }));
  if (plan.stays.length > 0) throw stays(plan, tr('all else is rolled back'));
  return { kind: 'seen', unhealthy: result.notReady.length, asked: true };
}

const stays = ({ stays, receipt }: RollbackPlan, outcome: string): Failure => {
  const names = stays.map(({ name }) => name).join(tr(', '));
  return new Failure(
    'unrestored',
    tr('the files of {names} stay as they are; {outcome}', { names, outcome }),
    {
      why: tr('with the old ones the wrong profile would run, as it did before'),
      next: tr('look at what was there: unitpin history ({id})', { id: receipt.id }),
    },
  );
};
