import type { LogEvent } from '../../model/diagnosis.ts';
import { byWhom, type StoryInput, storyOf, type Told, unique, whoOf } from './story.ts';

/** More starts than its app takes for chance, for no reason that another story tells. */
export function crashLoops(input: StoryInput): Told[] {
  const { events, app, texts } = input;
  const ends = byWhom(events, ['exited', 'start-brake']);
  return [...byWhom(events, ['started', 'restart-scheduled'])].flatMap(([who, all]) => {
    // A restart that was scheduled is followed by its start.
    const kind = all.some(({ sign }) => sign === 'started') ? 'started' : 'restart-scheduled';
    const starts = all.filter(({ sign }) => sign === kind);
    const stormy = stormIn(starts, app.storm);
    const [first] = stormy;
    if (!first) return [];
    const why = ends.get(who) ?? [];
    return [
      storyOf(
        'crash-loop',
        stormy,
        texts.stories['crash-loop']({
          who: [whoOf(first)].filter(Boolean),
          count: stormy.length,
          starts: app.storm.starts,
          seconds: app.storm.seconds,
          codes: unique(why.map(({ code }) => code)).sort((a, b) => a - b),
          signals: unique(why.map(({ signal }) => signal)).sort(),
        }),
        {
          confidence: 'medium',
          rules: ['restart-storm', 'restart-delay-short', 'planned-restart-lost'],
          next: 'logs',
        },
      ),
    ];
  });
}

/** Those that are part of a storm: more than so many within so many seconds. */
function stormIn(
  starts: readonly LogEvent[],
  { starts: most, seconds }: StoryInput['app']['storm'],
): LogEvent[] {
  const dated = starts.filter(({ at }) => at !== null);
  const inStorm = new Set<LogEvent>();
  for (let index = 0; index + most < dated.length; index++) {
    const window = dated.slice(index, index + most + 1);
    if (Number(window.at(-1)?.at) - Number(window[0]?.at) <= seconds * 1_000)
      for (const event of window) inStorm.add(event);
  }
  return [...inStorm];
}
