import { Failure } from '../host/failure.ts';
import { shellWord } from '../model/shell-word.ts';
import { findJournals } from '../store/journal.ts';
import { endInterrupted } from '../store/lifecycle.ts';
import { takeLock } from '../store/lock.ts';
import { tr } from '../texts/tr.ts';
import type { Context } from './context.ts';
import { othersMayWrite } from './gen/writable.ts';
import { lifecyclePlace, storeOf } from './publish.ts';
import { resume } from './undo/resume.ts';
import { isAbandoned, nameOf, processOf } from './undo/unfinished.ts';

/**
 * Runs what writes while no other command of this account does, after what an earlier one left unfinished has been
 * finished or undone; `tell` gets a line about each such. Nobody waits: who comes second is told who is at it. Below a
 * foreign root there are no services: there every write is whole by itself.
 * @throws Failure (host) when somebody else is at it or could be at what is kept, or when what was left cannot be brought
 * in order
 */
export async function exclusively<T>(
  context: Context,
  tell: (line: string) => void,
  work: () => Promise<T> | T,
): Promise<T> {
  const { host } = context;
  if (!host.live) return work();
  const { files, folder, owner } = storeOf(context);
  if (othersMayWrite(files, host.caller, folder)) throw open(folder);
  const taken = takeLock({ files, folder, name: 'apply.lock', owner });
  if (!('release' in taken)) throw busy(context, taken.owner && processOf(taken.owner));
  try {
    for (const journal of findJournals({ files, folder })) {
      if (!isAbandoned(journal)) throw busy(context, processOf(journal.begin.owner));
      await resume(context, journal, tell);
    }
    endInterrupted(lifecyclePlace(context, tell));
    return await work();
  } finally {
    taken.release();
  }
}

/** What lies there is put back and finished without a question: whoever may write there could have files written. */
const open = (folder: string): Failure =>
  new Failure('host', tr('others may write to {folder}; nothing was changed', { folder }), {
    where: folder,
    why: tr('what is kept there is brought back one day: they could exchange it'),
    next: `chmod go-w ${shellWord(folder)}`,
  });

function busy({ host: { files }, state }: Context, process: string | null): Failure {
  const lock = `${state}/apply.lock`;
  if (process === null) {
    return new Failure(
      'host',
      tr('somebody holds {lock}, and it does not say who; nothing was changed', { lock }),
      {
        next: tr('when no unitpin is there any more: rm {lock}', { lock: shellWord(lock) }),
      },
    );
  }
  const [command] = findJournals({ files, folder: state })
    .filter(({ begin }) => processOf(begin.owner) === process)
    .map((journal) => nameOf(journal));
  return new Failure(
    'host',
    tr('another command is running: {command}; nothing was changed', {
      command: command ?? `unitpin (${process})`,
    }),
    {
      where: lock,
      next: tr('wait until it has finished, then run this again'),
    },
  );
}
