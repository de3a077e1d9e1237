import { WRITES } from '../../model/change.ts';
import type { Step } from '../../model/plan.ts';
import type { Ready } from '../../runtime/readiness.ts';
import type { Journal, JournalService } from '../../store/journal.ts';
import type { Lifecycle, LifecycleEvent } from '../../store/lifecycle.ts';
import type { Context } from '../context.ts';
import { wasWrong } from './roll-back.ts';

/** What a transaction does, told at each step to the journal (to go on from) and to the lifecycle log (to read). */
export interface TransactionLog {
  reloaded(): void;
  starting(steps: readonly Step[]): void;
  ready(ready: readonly Ready[]): void;
  /** Just before they are given back what they had. */
  failed(steps: readonly Step[], why: (step: Step) => string): void;
  /** For the lifecycle log alone. */
  note(event: LifecycleEvent, steps: readonly Step[]): void;
}

const namesOf = (steps: readonly Step[]): string[] => steps.map(({ change }) => change.name);

/** `steps`: all that are not idle, their files written. */
export function transactionLog(
  journal: Journal,
  lifecycle: Lifecycle,
  steps: readonly Step[],
): TransactionLog {
  const note = (
    event: LifecycleEvent,
    some: readonly Step[],
    extra: Record<string, string | number> = {},
  ): void => {
    for (const { change } of some)
      lifecycle.note(event, change.service.profile, { service: change.name, id: journal.id, ...extra });
  };
  for (const step of steps) {
    const what = [...(WRITES.has(step.change.kind) ? [step.change.kind] : []), ...step.actions].join(', ');
    note('planned', [step], { what, reason: step.reason ?? step.change.reason });
  }
  note(
    'written',
    steps.filter(({ change }) => WRITES.has(change.kind)),
  );
  const byName = new Map(steps.map((step) => [step.change.name, step]));
  return {
    reloaded() {
      journal.note({ type: 'reloaded' });
      lifecycle.note('reloaded', null, { id: journal.id });
    },
    starting(some) {
      journal.note({ type: 'starting', names: namesOf(some) });
      note('starting', some);
    },
    ready(ready) {
      const begun = ready.filter(({ unit }) => byName.has(unit));
      if (begun.length === 0) return;
      journal.note({ type: 'ready', names: begun.map(({ unit }) => unit) });
      for (const { unit, pid, warnings } of begun) {
        const step = byName.get(unit);
        if (step) note(warnings.length > 0 ? 'degraded' : 'ready', [step], { pid });
      }
    },
    failed(some, why) {
      if (some.length === 0) return;
      journal.note({ type: 'failed', names: namesOf(some) });
      for (const step of some) if (why(step) !== '') note('failed', [step], { reason: why(step) });
    },
    note: (event, some) => note(event, some),
  };
}

/** A service as it is before, for whoever has to finish or undo the transaction. */
export function journalService(context: Context, step: Step): JournalService {
  const { change, state, actions } = step;
  const { manager, scope } = context;
  return {
    name: change.name,
    profile: change.service.profile,
    manager,
    scope,
    path: change.definition?.path ?? change.path,
    writes: WRITES.has(change.kind) ? [change.path] : [],
    actions,
    before: {
      load: state?.load ?? 'not-loaded',
      active: state?.active ?? 'inactive',
      enabled: state?.enabled ?? 'no',
      mainPid: state?.mainPid ?? null,
    },
    wrong: wasWrong(context, step),
  };
}
