import { Failure } from '../../host/failure.ts';
import type { ServiceManager } from '../../model/manager.ts';
import type { Action, Step } from '../../model/plan.ts';
import type { Receipt } from '../../model/receipt.ts';
import type { Context } from '../context.ts';
import { lastWords } from './last-words.ts';
import { rollBack } from './roll-back.ts';
import type { TransactionLog } from './transaction-log.ts';

export interface ApplyOptions {
  /** After a level in which so many have failed, all levels counted, nothing more is begun. */
  maxFailures: number;
  /** `passing`: what is waited for at the moment. */
  progress(line: string, passing?: boolean): void;
  /** Whether the process of a service that is begun has to stay for a while (`needsSettling`); not given: each one's. */
  settles?(step: Step): boolean;
  /** Turns true on Ctrl-C: what is not ready by then goes back. */
  interrupted(): boolean;
}

export interface FailedService {
  unit: string;
  missing: string;
  /** `changed`: somebody has written its file since, and it is left. */
  outcome: 'restored' | 'kept' | 'changed';
  /** The end of what it wrote. */
  log: readonly string[];
}

/** A transaction under way. */
export interface Work {
  context: Context;
  manager: ServiceManager;
  steps: readonly Step[];
  receipt: Receipt | null;
  log: TransactionLog;
  options: ApplyOptions;
  /** What was started or restarted. */
  begun: Set<Step>;
  /** That they start by themselves is arranged while they start already; they are ready after that only. */
  enabled: Promise<void>;
}

export const does = ({ actions }: Step, action: Action): boolean => actions.includes(action);
export const starts = (step: Step): boolean => does(step, 'start') || does(step, 'restart');
export const nameOf = ({ change }: Step): string => change.name;

/** @throws Failure (interrupted) */
export function refuseInterrupted({ interrupted }: ApplyOptions): void {
  if (interrupted()) throw new Failure('interrupted', 'interrupted');
}

/** One process each, and more would not be read. */
const LOGS_SHOWN = 3;

/** Gives services back what they had, as far as that was right; tells why, and the end of their logs. */
export async function giveBack(
  { context, manager, begun, receipt, log }: Work,
  steps: readonly Step[],
  why: (step: Step) => string,
): Promise<FailedService[]> {
  const logs = new Map<Step, readonly string[]>();
  for (const step of steps.filter((step) => begun.has(step) && why(step) !== '').slice(0, LOGS_SHOWN))
    logs.set(step, await lastWords(context, manager, step));
  log.failed(steps, why);
  const { kept, left } = await rollBack(context, manager, steps, begun, receipt);
  log.note(
    'rolled-back',
    steps.filter((step) => !kept.has(step)),
  );
  return steps.map((step) => ({
    unit: nameOf(step),
    missing: why(step),
    outcome: kept.has(step) ? 'kept' : left.includes(step.change.path) ? 'changed' : 'restored',
    log: logs.get(step) ?? [],
  }));
}
