import { Failure } from '../host/failure.ts';
import type { Endpoint } from '../model/facts.ts';
import { shellWord } from '../model/shell-word.ts';
import { tr } from '../texts/tr.ts';

/**
 * For whoever needs to know what the settings of a profile say.
 * @throws Failure (host) where one of their files is there and could not be read
 */
export function refuseUnread(unreadable: Endpoint['unreadable']): void {
  if (unreadable?.kind !== 'unread') return;
  const { message, at } = unreadable;
  throw new Failure('host', message, {
    where: at.path,
    why: tr('what it says about the gateway is not known, and nothing is guessed in its place'),
    next: `ls -ld ${shellWord(at.path)}`,
  });
}
