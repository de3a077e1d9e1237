import type { App } from '../../model/app.ts';
import type { DiagnoseService, LogEvent, NextKind, Stop, Story, StoryId } from '../../model/diagnosis.ts';
import type { Confidence } from '../../model/finding.ts';
import type { SignId } from '../../model/sign.ts';
import type { DiagnoseTexts } from '../texts/en/index.ts';

/** What stories are told from: data only. */
export interface StoryInput {
  /** In order. */
  events: readonly LogEvent[];
  stops: readonly Stop[];
  services: readonly DiagnoseService[];
  app: Pick<App, 'storm' | 'exitCodes' | 'command'>;
  texts: DiagnoseTexts;
  /** Whether somebody asked about this one. */
  isAsked: (about: Pick<LogEvent, 'service' | 'profile'>) => boolean;
}

/** A story before it is known what the audit says of it. */
export type Told = Omit<Story, 'findings'>;

export interface Words {
  title: string;
  told: readonly string[];
  advice?: readonly string[];
  because: string;
  unless: string;
}

/** Lines that are shown of a story: the first ones and the last. */
const SHOWN = 4;

/** Puts one together; who it is about is told by its events. */
export function storyOf(
  id: StoryId,
  events: readonly LogEvent[],
  words: Words,
  more: { confidence: Confidence; rules: readonly string[]; next: NextKind; services?: readonly string[] },
): Told {
  const times = events.flatMap(({ at }) => at ?? []);
  return {
    id,
    advice: [],
    ...words,
    services: more.services ?? unique(events.map(({ service }) => service)),
    profiles: unique(events.map(({ profile }) => profile)),
    count: events.length,
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
    confidence: more.confidence,
    evidence: events.length <= SHOWN ? events : [...events.slice(0, SHOWN - 1), ...events.slice(-1)],
    rules: more.rules,
    next: more.next,
  };
}

export const unique = <T>(all: readonly (T | null)[]): T[] => [
  ...new Set(all.filter((one): one is T => one !== null)),
];

/** A log that speaks of more services is not one of this machine's gateways. */
const MOST = 500;

/** Events with one of these signs, by whom they are about. */
export function byWhom(events: readonly LogEvent[], signs: readonly SignId[]): Map<string, LogEvent[]> {
  const result = new Map<string, LogEvent[]>();
  for (const event of events) {
    if (!signs.includes(event.sign)) continue;
    const name = whoOf(event);
    const known = result.get(name);
    if (known) known.push(event);
    else if (result.size < MOST) result.set(name, [event]);
  }
  return result;
}

/** The service; of a file the profile whose it is. Empty: nobody knows. */
export const whoOf = ({ service, profile }: LogEvent): string => service ?? profile ?? '';

/** Whether two events can be about one gateway: what one does not say does not part them. */
export const isSame = (a: LogEvent, b: LogEvent): boolean =>
  a.service !== null && b.service !== null ? a.service === b.service : a.profile === b.profile;
