import type { ExecResult } from '../host/exec.ts';
import { tr } from '../texts/tr.ts';

/** What an answer of launchctl(1) means. Its texts count before its numbers: the same number has meant several things. */
export type Outcome =
  | 'done'
  | 'not-loaded'
  | 'already-loaded'
  /** It has begun, and goes on by itself. */
  | 'in-progress'
  /** Anything, from an old job that is still being taken down to a file that launchd does not like. */
  | 'input-output'
  | 'no-domain'
  | 'disabled'
  | 'wrong-session'
  | 'bad-owner'
  | 'not-permitted'
  | 'no-launchctl'
  | 'no-answer'
  | 'other';

const BY_TEXT: readonly (readonly [RegExp, Outcome])[] = [
  [/could not find domain|could not find specified domain|domain does not support/i, 'no-domain'],
  [/could not find (specified )?service|no such process/i, 'not-loaded'],
  [/already (exists in domain|loaded|bootstrapped)/i, 'already-loaded'],
  [/operation (now|already) in progress/i, 'in-progress'],
  [/service is disabled/i, 'disabled'],
  [/cannot load in requested session/i, 'wrong-session'],
  [/bad ownership/i, 'bad-owner'],
  [/operation not permitted|permission denied|not privileged/i, 'not-permitted'],
  [/input\/output error/i, 'input-output'],
];

/** Darwin's errno up to 106, launchd's own from 107 on (`launchctl error N`). */
const BY_CODE: Readonly<Record<number, Outcome>> = {
  0: 'done',
  1: 'not-permitted',
  3: 'not-loaded',
  5: 'input-output',
  13: 'not-permitted',
  36: 'in-progress',
  37: 'in-progress',
  112: 'no-domain',
  113: 'not-loaded',
  119: 'disabled',
  122: 'bad-owner',
  125: 'no-domain',
  130: 'already-loaded',
  134: 'wrong-session',
  150: 'not-permitted',
};

export function outcomeOf(result: ExecResult): Outcome {
  if (result.state === 'missing') return 'no-launchctl';
  // Nothing is known then, least of all that something is absent.
  if (result.state === 'timeout') return 'no-answer';
  if (result.code === 0) return 'done';
  const said = `${result.stdout}\n${result.stderr}`;
  return BY_TEXT.find(([pattern]) => pattern.test(said))?.[1] ?? BY_CODE[result.code] ?? 'other';
}

/** What launchctl said, in one line. */
export function wordsOf(result: ExecResult): string {
  if (result.state === 'missing') return tr('launchctl is not installed');
  if (result.state === 'timeout') return tr('launchctl did not answer');
  const [line] = [result.stderr, result.stdout].flatMap((text) =>
    text
      .split('\n')
      .map((one) => one.trim())
      .filter((one) => one !== '' && one !== 'Bad request.'),
  );
  return tr('{line} (exit {code})', { line: line ?? tr('it said nothing'), code: result.code });
}
