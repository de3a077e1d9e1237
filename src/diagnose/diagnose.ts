import type { DiagnoseService, LogEvent, Series, Story } from '../model/diagnosis.ts';
import type { Finding } from '../model/finding.ts';
import { inOrder } from './order.ts';
import { seriesOf } from './series.ts';
import { namedStops, stopsIn } from './stops.ts';
import { tellStories } from './stories/index.ts';
import type { StoryInput, Told } from './stories/story.ts';

export interface DiagnoseInput extends Pick<StoryInput, 'app' | 'texts' | 'isAsked'> {
  /** In the order of their sources. */
  events: readonly LogEvent[];
  services: readonly DiagnoseService[];
  findings: readonly Finding[];
}

/** What the events of all logs together tell: stories, and the time line. */
export function diagnose(input: DiagnoseInput): { stories: Story[]; series: Series[] } {
  const { services } = input;
  const sorted = inOrder(input.events);
  const runs = withRivals(new Map(services.map((one) => [one.name, one.runs])), sorted);
  const events = sorted.map((event) => withProfile(event, runs));
  const stops = stopsIn(events);
  const stories = tellStories({ ...input, events, stops }).map((one) => ({
    ...one,
    findings: findingsOf(one, input),
  }));
  return { stories, series: seriesOf(events) };
}

/** Who takes the place of a gateway runs its profile, whatever else is known of it. */
function withRivals(
  runs: ReadonlyMap<string, string | null>,
  events: readonly LogEvent[],
): Map<string, string | null> {
  const known = new Map(runs);
  for (const { stopped, by } of namedStops(events)) {
    if (stopped === null || by === null) continue;
    const profile = known.get(stopped) ?? known.get(by);
    if (profile === undefined || profile === null) continue;
    for (const name of [stopped, by]) known.set(name, known.get(name) ?? profile);
  }
  return known;
}

/** As whom the service runs: what it writes is about that profile, whatever its name says. */
function withProfile(event: LogEvent, runs: ReadonlyMap<string, string | null>): LogEvent {
  if (event.service === null || event.profile !== null) return event;
  return { ...event, profile: runs.get(event.service) ?? null };
}

/** Findings of the story's rules about whom it is about; of nobody in particular, all of them. */
function findingsOf(
  { rules, services: names, profiles }: Told,
  { findings, services }: DiagnoseInput,
): Finding[] {
  const ids = services.filter(({ name }) => names.includes(name)).map(({ id }) => id);
  const isAbout = ({ definition, profile }: Finding): boolean =>
    definition !== null
      ? ids.includes(definition) || (names.length === 0 && profile !== null && profiles.includes(profile))
      : profile === null || profiles.includes(profile);
  const anybody = names.length + profiles.length === 0;
  return findings
    .filter((one) => one.ignored === null && rules.includes(one.rule) && (anybody || isAbout(one)))
    .sort((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule));
}
