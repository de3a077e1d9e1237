import type { Clock } from '../host/host.ts';
import type { Waiting } from '../runtime/readiness.ts';
import { sayAll } from '../runtime/readiness-text.ts';
import { tr } from '../texts/tr.ts';

/** What is waited for is told when it changes, but not more often, and again when nothing has. Milliseconds. */
const AT_MOST_EVERY = 1_000;
const AT_LEAST_EVERY = 10_000;
/** More than so many are counted, not named. */
const NAMED = 3;

/** Tells from time to time what is awaited, and since when. */
export function tellWaiting(
  clock: Clock,
  progress: (line: string, passing?: boolean) => void,
): (waiting: readonly Waiting[]) => void {
  const start = clock.elapsed();
  let told = { what: '', at: Number.NEGATIVE_INFINITY };
  return (waiting) => {
    const what = sayWhat(waiting);
    const now = clock.elapsed();
    if (now - told.at < (what === told.what ? AT_LEAST_EVERY : AT_MOST_EVERY)) return;
    const seconds = Math.floor((now - start) / 1_000);
    progress(
      tr('waiting for {what}{more}', {
        what,
        more: seconds > 0 ? tr(', {seconds} s so far', { seconds }) : '',
      }),
      true,
    );
    told = { what, at: now };
  };
}

function sayWhat(waiting: readonly Waiting[]): string {
  if (waiting.length <= NAMED)
    return waiting
      .map(({ unit, missing }) => tr('{name} ({text})', { name: unit, text: sayAll(missing) }))
      .join(tr(', '));
  const kinds = new Map<string, number>();
  for (const { missing } of waiting) {
    const kind = sayAll(missing);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const most = [...kinds].sort(([, a], [, b]) => b - a).slice(0, NAMED);
  return tr('{count} services ({most})', {
    count: waiting.length,
    most: most.map(([kind, count]) => tr('{count}: {kind}', { count, kind })).join(tr(', ')),
  });
}
