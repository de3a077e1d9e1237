import { Failure } from '../../host/failure.ts';
import { isGone, ownProcess, type ProcessId } from '../../host/process-id.ts';
import { type FoundJournal, findJournals } from '../../store/journal.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';

/** Whether whoever wrote the journal is no longer at it. Ourselves: we hold the lock, so that was an earlier try. */
export function isAbandoned({ begin: { owner } }: FoundJournal): boolean {
  const own = ownProcess();
  const isOurs = owner.pid === own.pid && owner.start === own.start && owner.boot === own.boot;
  return isOurs || isGone(owner, own);
}

/** Of commands that were ended in the middle, a line each: for those that only look. */
export function interruptedCommands({ host, state }: Context): string[] {
  if (!host.live) return [];
  try {
    return findJournals({ files: host.files, folder: state })
      .filter((journal) => isAbandoned(journal) && endOf(journal) === null)
      .map((journal) =>
        tr('{journal} was interrupted; it is finished or undone by the next: unitpin apply', {
          journal: nameOf(journal),
        }),
      );
  } catch (error) {
    if (error instanceof Failure) return [error.message];
    throw error;
  }
}

/** How it ended, where nothing was left to do but to take its journal away. */
export function endOf({ entries }: FoundJournal): 'committed' | 'rolled-back' | null {
  const [end] = entries.flatMap(({ type }) => (type === 'committed' || type === 'rolled-back' ? [type] : []));
  return end ?? null;
}

/** `an apply of 2026-11-20 12:00:00 UTC (process 17)` */
export const nameOf = ({ begin: { command, at, owner } }: FoundJournal): string =>
  tr('{more} {command} of {at} UTC ({owner})', {
    more: /^[aeiou]/.test(command) ? 'an' : 'a',
    command,
    at: at.slice(0, 19).replace('T', ' '),
    owner: processOf(owner),
  });

export const processOf = ({ pid, host }: ProcessId): string =>
  tr('process {pid}{more}', { pid, more: host === ownProcess().host ? '' : tr(' on {host}', { host }) });
