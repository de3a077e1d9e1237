import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';
import type { Io } from './io.ts';

/**
 * Asks before something is changed. `next`: the command that needs no answer.
 * @throws Failure (usage) when the answer is no, or nobody is there to give one
 */
export async function confirm(io: Io, question: string, next: string): Promise<void> {
  const answer = await io.confirm(question);
  if (answer === true) return;
  throw new Failure(
    'usage',
    answer === false
      ? tr('declined; nothing was changed')
      : tr('nobody is there to confirm it; nothing was changed'),
    { next },
  );
}
