import type { DiagnoseService, LogEvent, Stop } from '../../model/diagnosis.ts';
import { type StoryInput, storyOf, type Told, unique } from './story.ts';

const RULES = [
  'profile-shared',
  'profile-unpinned',
  'profile-conflict',
  'replace-under-launchd',
  'replace-in-unit',
  'process-outside',
  'scope-duplicate',
];

/**
 * Gateways of one profile that end each other, or give way. Two services that run as one profile are the incident; where
 * only one is known, something else starts the profile as well.
 */
export function mutualStop(input: StoryInput): Told[] {
  // Where a line names the process, that line is the evidence.
  const near = input.stops.filter(({ evidence }) => evidence === 'near');
  const ended = new Set(near.map(({ at, stopped }) => `${at} ${stopped}`));
  const byProfile = new Map<string, LogEvent[]>();
  for (const event of input.events) {
    const { sign, at, service, profile } = event;
    const isPart =
      sign === 'took-over' || sign === 'gave-way' || (sign === 'signalled' && ended.has(`${at} ${service}`));
    if (!isPart) continue;
    const known = byProfile.get(profile ?? '');
    if (known) known.push(event);
    else byProfile.set(profile ?? '', [event]);
  }
  return [...byProfile].flatMap(([profile, events]) => tell(profile, events, input));
}

function tell(profile: string, events: readonly LogEvent[], input: StoryInput): Told[] {
  const { services, texts, app } = input;
  const seen = unique(events.map(({ service }) => service));
  const stops = input.stops.filter(
    ({ stopped, by }) => seen.includes(stopped ?? '') || seen.includes(by ?? ''),
  );
  const sharing = services.filter(({ runs }) => runs !== null && runs === profile);
  const named = unique([
    ...seen,
    ...stops.flatMap(({ stopped, by }) => [stopped, by]),
    ...(sharing.length > 1 ? sharing.map(({ name }) => name) : []),
  ]).sort();
  const misled = services.filter(
    ({ name, meant, runs }) =>
      named.includes(name) && meant !== null && meant !== profile && (runs === null || runs === profile),
  );
  const pairs = pairsOf(stops);
  const words = {
    profile: profile || null,
    services: named,
    pairs,
    count: events.length,
    misled: misled.map(({ name, meant }) => ({ name, meant: meant ?? '' })),
  };
  if (named.length < 2) {
    // Once is what somebody does by hand.
    if (events.length < 2) return [];
    return [
      storyOf('taken-over', events, texts.stories['taken-over'](words), {
        confidence: 'medium',
        rules: RULES,
        next: 'mend',
        services: named,
      }),
    ];
  }
  const proven = pairs.some(({ evidence }) => evidence === 'named');
  const agreed = sharing.length > 1;
  const mended = isMended(named, services);
  return [
    storyOf(
      'mutual-stop',
      events,
      texts.stories['mutual-stop']({
        ...words,
        replace: sharing.some((one) => one.replace) || events.some(({ sign }) => sign === 'took-over'),
        flag: app.command.replaceFlag,
        proven,
        agreed,
        mended,
      }),
      {
        confidence: proven || agreed ? 'high' : 'medium',
        rules: RULES,
        next: mended ? 'look' : 'mend',
        services: named,
      },
    ),
  ];
}

/** Whether each of them is pinned to a profile of its own today: then the lines are of before. */
function isMended(names: readonly string[], services: readonly DiagnoseService[]): boolean {
  const own = names.map((name) => services.filter((one) => one.name === name));
  const profiles = own.map(([one]) => (one?.pinned && one.runs === one.meant ? one.runs : null));
  return own.every(({ length }) => length === 1) && unique(profiles).length === names.length;
}

export interface Pair {
  by: string;
  stopped: string;
  times: number;
  evidence: Stop['evidence'];
}

/** Who ended whom how often. */
function pairsOf(stops: readonly Stop[]): Pair[] {
  const result = new Map<string, Pair>();
  for (const { by, stopped, evidence } of stops) {
    if (by === null || stopped === null) continue;
    const key = JSON.stringify([by, stopped]);
    const known = result.get(key);
    if (!known) result.set(key, { by, stopped, times: 1, evidence });
    else {
      known.times++;
      if (evidence === 'named') known.evidence = evidence;
    }
  }
  return [...result.values()].sort((a, b) => (a.by < b.by ? -1 : 1));
}
