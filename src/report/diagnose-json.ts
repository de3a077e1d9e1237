import type { Diagnosis, LogEvent, LogSource, Story } from '../model/diagnosis.ts';
import type { NextCommand } from './diagnose-text.ts';
import { redactText } from './redact.ts';

/** The same for programs. `next`: what to run, null where nothing is left to do. */
export function diagnoseJson(found: Diagnosis, next: NextCommand | null) {
  return {
    schema: 1,
    command: 'diagnose',
    since: iso(found.since),
    stories: found.stories.map((story) => storyJson(story, found.read)),
    timeline: found.series.map(({ sign, service, profile, count, first, last, every, event }) => ({
      sign,
      service,
      profile,
      count,
      first: iso(first),
      last: iso(last),
      every: every === null ? null : every / 1_000,
      event: eventJson(event, found.read),
    })),
    services: found.services,
    read: found.read.map(({ first, last, ...one }) => ({ ...one, first: iso(first), last: iso(last) })),
    unread: found.unread.map((one) => ({ ...one, reason: redactText(one.reason) })),
    unjudged: found.unjudged,
    next,
  };
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function storyJson(story: Story, sources: readonly LogSource[]) {
  const { first, last, evidence, findings, next: _, ...rest } = story;
  return {
    ...rest,
    first: iso(first),
    last: iso(last),
    evidence: evidence.map((event) => eventJson(event, sources)),
    findings: findings.map(({ rule, severity, definition, profile, message, location }) => ({
      rule,
      severity,
      definition,
      profile,
      message: redactText(message),
      location,
    })),
  };
}

function eventJson(event: LogEvent, sources: readonly LogSource[]) {
  const { sign, at, service, profile, pid, other, port, code, signal, sender, text, line } = event;
  const { kind, path } = sources[event.source] ?? { kind: null, path: null };
  return {
    sign,
    at: iso(at),
    service,
    profile,
    pid,
    other,
    port,
    code,
    signal,
    sender,
    text: redactText(text),
    source: kind,
    path,
    line,
  };
}
