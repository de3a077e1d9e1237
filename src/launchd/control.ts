import { Failure } from '../host/failure.ts';
import type { Host } from '../host/host.ts';
import type { Account } from '../model/service.ts';
import { tr } from '../texts/tr.ts';
import { type Launchd, launchctl } from './launchctl.ts';
import { outcomeOf, wordsOf } from './outcome.ts';

/** What jobs are managed with: those of `account`, or with scope `system` the machine's. */
export interface Control extends Launchd {
  host: Host;
  account: Account;
  scope: 'user' | 'system';
}

/** launchctl(1) only hands the request to launchd. Milliseconds. */
const ACT_TIMEOUT = 30_000;

/** As somebody would type it: the system's domain is root's. */
export const typed = ({ scope }: Control, words: string): string =>
  `${scope === 'system' ? 'sudo ' : ''}launchctl ${words}`;

/** A change that launchd makes at once (`enable`, `disable`, `kickstart`). @throws Failure (host) with its words */
export async function act(
  control: Control,
  words: readonly string[],
  target: string,
  { timeoutMs = ACT_TIMEOUT } = {},
): Promise<void> {
  const result = await launchctl(control, [...words, target], timeoutMs);
  if (outcomeOf(result) === 'done') return;
  throw new Failure(
    'host',
    tr('launchctl {words} {target} failed: {result}', {
      words: words.join(' '),
      target,
      result: wordsOf(result),
    }),
    {
      next: typed(control, `print ${target}`),
    },
  );
}
