import { STORY_IDS, type StoryId } from '../../model/diagnosis.ts';
import { crashLoops } from './crash-loop.ts';
import { executorShut } from './executor.ts';
import { mutualStop } from './mutual-stop.ts';
import { plainStories } from './plain.ts';
import type { StoryInput, Told } from './story.ts';

/** What follows from another story about the same services or profiles is none of its own. */
const FOLLOWS: Partial<Record<StoryId, readonly StoryId[]>> = {
  'taken-over': ['mutual-stop'],
  'token-conflict': ['mutual-stop', 'taken-over'],
  'address-in-use': ['mutual-stop', 'taken-over'],
  throttled: ['program-missing'],
  'crash-loop': [
    'mutual-stop',
    'taken-over',
    'program-missing',
    'folder-missing',
    'fatal-exit',
    'take-over-refused',
    'already-supervised',
    'throttled',
    'out-of-memory',
  ],
};

/** What happened, the most telling first. */
export function tellStories(input: StoryInput): Told[] {
  const all = [mutualStop, executorShut, plainStories, crashLoops].flatMap((tell) => tell(input));
  const told = all.filter(
    (one) => !all.some((other) => FOLLOWS[one.id]?.includes(other.id) && isAboutSame(one, other)),
  );
  return told.sort((a, b) => STORY_IDS.indexOf(a.id) - STORY_IDS.indexOf(b.id));
}

/** Stories of which nobody knows whom they are about are about the same. */
const isAboutSame = (a: Told, b: Told): boolean =>
  a.services.some((name) => b.services.includes(name)) ||
  a.profiles.some((name) => b.profiles.includes(name)) ||
  [a, b].every(({ services, profiles }) => services.length + profiles.length === 0);
