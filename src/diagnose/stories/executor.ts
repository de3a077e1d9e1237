import type { LogEvent } from '../../model/diagnosis.ts';
import { within } from '../stops.ts';
import { byWhom, isSame, type StoryInput, storyOf, type Told, whoOf } from './story.ts';

/** A gateway that ends shuts its executors as well, and may say so. Milliseconds. */
const ENDING = 60_000;
/** What is lost because of it is lost at once. Milliseconds. */
const AT_ONCE = 10_000;

/**
 * A gateway that runs and does no work: the executor of its event loop, or a pool, was shut down in it. A process that is
 * being stopped says the same, and is well.
 */
export function executorShut(input: StoryInput): Told[] {
  const { events, texts } = input;
  return [...byWhom(events, ['executor-shut', 'pool-shut']).values()].flatMap((all) => {
    const seen = all.filter((event) => !isEnding(event, events));
    const [first] = seen;
    if (!first) return [];
    const { at } = first;
    const before =
      at === null ? [] : events.filter((one) => isStart(one) && isSame(one, first) && Number(one.at) <= at);
    const started = before.at(-1)?.at ?? null;
    const last = seen.at(-1)?.at ?? null;
    const lost =
      at !== null &&
      within(events, at, AT_ONCE, AT_ONCE).find(
        (one) => one.sign === 'connection-lost' && isSame(one, first),
      );
    const again = events.find(
      (one) => isStart(one) && isSame(one, first) && last !== null && Number(one.at) > last,
    );
    return [
      storyOf(
        'executor-shut',
        lost ? [first, lost, ...seen.slice(1)] : seen,
        texts.stories['executor-shut']({
          who: [whoOf(first)].filter(Boolean),
          pool: first.sign === 'pool-shut',
          after: started === null || at === null ? null : at - started,
          lost: Boolean(lost),
          again: Boolean(again),
          mended: first.mended,
        }),
        {
          confidence: at === null ? 'medium' : 'high',
          rules: ['start-not-run', 'process-outside', 'replace-under-launchd'],
          next: again ? 'look' : 'restart',
        },
      ),
    ];
  });
}

const isStart = ({ sign, at }: LogEvent): boolean => sign === 'started' && at !== null;

/** Whether it came while the gateway was being stopped: a signal shortly before, and no start in between. */
function isEnding(event: LogEvent, events: readonly LogEvent[]): boolean {
  if (event.at === null) return false;
  const before = within(events, event.at, ENDING, 0).filter(
    (one) =>
      isSame(one, event) && (isStart(one) || one.sign === 'signalled' || one.sign === 'stop-requested'),
  );
  return before.length > 0 && before.at(-1)?.sign !== 'started';
}
