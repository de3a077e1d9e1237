import type { LogEvent, NextKind, StoryId } from '../../model/diagnosis.ts';
import type { Confidence } from '../../model/finding.ts';
import type { SignId } from '../../model/sign.ts';
import type { PlainWords } from '../texts/en/stories.ts';
import { byWhom, type StoryInput, storyOf, type Told, unique, whoOf } from './story.ts';

/** A story that one kind of line tells by itself. */
interface PlainStory {
  id: Exclude<StoryId, 'mutual-stop' | 'taken-over' | 'executor-shut' | 'crash-loop'>;
  signs: readonly SignId[];
  /** Which of the events with these signs. */
  when?: (event: LogEvent, input: StoryInput) => boolean;
  /** So many of them, or it is none. */
  least?: number;
  confidence: Confidence;
  rules: readonly string[];
  next: NextKind;
}

const PLAIN: readonly PlainStory[] = [
  {
    id: 'program-missing',
    signs: ['program-missing'],
    confidence: 'high',
    rules: ['program-missing', 'program-unstable', 'program-by-name', 'placeholder-left'],
    next: 'mend',
  },
  {
    id: 'folder-missing',
    signs: ['folder-missing'],
    confidence: 'high',
    rules: ['working-directory-missing', 'working-directory-in-checkout'],
    next: 'mend',
  },
  {
    id: 'fatal-exit',
    signs: ['exited'],
    when: ({ code }, { app }) => code !== null && code === app.exitCodes.fatal,
    confidence: 'high',
    rules: ['fatal-exit-loops', 'multiplexer-conflict', 'token-shared', 'migrated-away'],
    next: 'logs',
  },
  {
    id: 'take-over-refused',
    signs: ['take-over-refused'],
    confidence: 'high',
    rules: ['replace-in-unit', 'dropin-hides-update', 'profile-shared'],
    next: 'mend',
  },
  {
    id: 'already-supervised',
    signs: ['already-supervised'],
    confidence: 'medium',
    rules: ['supervisor-unannounced', 'wrapper-is-main', 'start-not-run', 'scope-duplicate', 'name-unknown'],
    next: 'mend',
  },
  {
    id: 'token-conflict',
    signs: ['token-conflict'],
    confidence: 'high',
    rules: ['token-shared', 'profile-shared', 'profile-unpinned', 'process-outside'],
    next: 'audit',
  },
  {
    id: 'address-in-use',
    signs: ['address-in-use'],
    confidence: 'high',
    rules: ['port-shared', 'port-neighbour', 'port-from-manager', 'port-misplaced', 'profile-shared'],
    next: 'ports',
  },
  {
    id: 'key-refused',
    signs: ['key-refused'],
    // One of them is a client with an old key.
    least: 2,
    confidence: 'medium',
    rules: ['api-key-weak', 'token-shared', 'environment-file-missing', 'environment-file-foreign'],
    next: 'look',
  },
  { id: 'out-of-memory', signs: ['out-of-memory'], confidence: 'high', rules: [], next: 'look' },
  {
    id: 'killed-at-stop',
    signs: ['stop-timed-out'],
    confidence: 'high',
    rules: ['stop-timeout-short', 'kill-mode-wrong', 'kill-signal-wrong', 'stop-asks-manager'],
    next: 'mend',
  },
  {
    id: 'throttled',
    signs: ['throttled'],
    least: 2,
    confidence: 'high',
    rules: [
      'start-not-run',
      'replace-under-launchd',
      'keep-alive-always',
      'throttle-interval',
      'program-missing',
    ],
    next: 'mend',
  },
  {
    id: 'start-limit',
    signs: ['start-limit'],
    confidence: 'high',
    rules: ['start-limit-parks', 'restart-delay-short'],
    next: 'restart',
  },
  {
    id: 'start-failed',
    signs: ['start-failed'],
    confidence: 'high',
    rules: ['process-outside', 'start-not-run'],
    next: 'look',
  },
  {
    id: 'ended-from-outside',
    signs: ['exited'],
    when: ({ sender }) => sender !== null,
    confidence: 'high',
    rules: ['process-outside', 'label-duplicate', 'name-unknown'],
    next: 'look',
  },
];

/** Every story of the table that there is. The same of several services is one. */
export function plainStories(input: StoryInput): Told[] {
  const asked = { ...input, events: input.events.filter(input.isAsked) };
  return PLAIN.flatMap((one) => tell(one, asked));
}

function tell(one: PlainStory, input: StoryInput): Told[] {
  const events = [...byWhom(input.events, one.signs).values()].flatMap((all) => {
    const wanted = one.when ? all.filter((event) => one.when?.(event, input)) : all;
    return wanted.length < (one.least ?? 1) ? [] : wanted;
  });
  const [first] = events;
  if (!first) return [];
  // In order again: they were put together service by service.
  const chosen = new Set(events);
  const sorted = input.events.filter((event) => chosen.has(event));
  const words: PlainWords = {
    who: unique(events.map((event) => whoOf(event) || null)).sort(),
    count: events.length,
    ports: unique(events.map(({ port }) => port)),
    senders: unique(events.map(({ sender }) => sender)),
    code: first.code,
    signal: first.signal,
    delay: first.delay,
  };
  return [storyOf(one.id, sorted, input.texts.stories[one.id](words), one)];
}
