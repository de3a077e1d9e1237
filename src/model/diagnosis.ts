import type { ManagerName } from './definition.ts';
import type { Confidence, Finding } from './finding.ts';
import type { SignId } from './sign.ts';

/** Where lines are from. */
export interface LogSource {
  kind: 'journal' | 'unified-log' | 'file' | 'starts';
  /** Null: the journal, or macOS' own log. */
  path: string | null;
  /** Of a journal: whose. */
  scope: 'user' | 'system' | null;
}

/** One line of a log, understood as far as its form goes. */
export interface DiagnoseLine {
  /** Milliseconds since 1970; null where nothing says it. */
  at: number | null;
  text: string;
  /** The unit's name with `.service`, or the label. */
  service: string | null;
  /** Whose log it is: of the profile whose home it lies in. */
  profile: string | null;
  pid: number | null;
  /** Whether the service manager says it, of the service. */
  byManager: boolean;
  /** Index of its source. */
  source: number;
  /** Its number in the file; null where that is not known. */
  line: number | null;
  /** Of a line that says itself what it means, and is not to be searched; `groups` as in a sign. */
  noted?: { sign: SignId | null; groups: Record<string, string> };
}

/** A line with a sign. */
export interface LogEvent {
  sign: SignId;
  at: number | null;
  service: string | null;
  /** As whom the service runs, or whose log it is. */
  profile: string | null;
  pid: number | null;
  /** What the line names, by the groups of `Sign.pattern`. */
  other: number | null;
  port: number | null;
  code: number | null;
  signal: string | null;
  sender: string | null;
  delay: number | null;
  mended: string | null;
  /** The line. */
  text: string;
  source: number;
  line: number | null;
}

/** A definition, as far as stories need it. */
export interface DiagnoseService {
  /** Of the definition. */
  id: string;
  name: string;
  path: string;
  manager: ManagerName;
  /** As whom it would run today; null: nobody knows. */
  runs: string | null;
  /** Whether its definition says so, and no file that people switch. */
  pinned: boolean;
  /** Whom it is meant to run. */
  meant: string | null;
  replace: boolean;
}

/** One gateway that ended another one. `by`: null where nobody knows. */
export interface Stop {
  at: number | null;
  stopped: string | null;
  by: string | null;
  /** `named`: a line names the process · `near`: a start of the other within seconds. */
  evidence: 'named' | 'near';
}

/** The same thing over and over: one row of the time line. */
export interface Series {
  sign: SignId;
  service: string | null;
  profile: string | null;
  count: number;
  first: number | null;
  last: number | null;
  /** Milliseconds from one to the next, by the median; null where it is one. */
  every: number | null;
  /** The first of them. */
  event: LogEvent;
}

/** What happened, as far as logs tell it. */
export interface Story {
  id: StoryId;
  title: string;
  /** What happened, a sentence or paragraph each. */
  told: readonly string[];
  /** What to do besides the next command. */
  advice: readonly string[];
  services: readonly string[];
  profiles: readonly string[];
  count: number;
  first: number | null;
  last: number | null;
  confidence: Confidence;
  /** Why so sure, or not surer. */
  because: string;
  /** What would show that it was otherwise. */
  unless: string;
  evidence: readonly LogEvent[];
  /** Rules of the audit that it has to do with, the most telling first. */
  rules: readonly string[];
  /** Those of them that were found, about what it is about. */
  findings: readonly Finding[];
  /** What goes on from here. */
  next: NextKind;
}

export const STORY_IDS = [
  'mutual-stop',
  'taken-over',
  'executor-shut',
  'program-missing',
  'folder-missing',
  'fatal-exit',
  'take-over-refused',
  'already-supervised',
  'token-conflict',
  'address-in-use',
  'key-refused',
  'out-of-memory',
  'killed-at-stop',
  'throttled',
  'start-limit',
  'start-failed',
  'crash-loop',
  'ended-from-outside',
] as const;
export type StoryId = (typeof STORY_IDS)[number];

/** `mend`: the definitions · `restart`, `logs`, `look`: the service · `ports`: who has which · `audit`: nothing is known to mend yet. */
export type NextKind = 'mend' | 'restart' | 'logs' | 'look' | 'ports' | 'audit';

/** One source that was read. */
export interface ReadSource extends LogSource {
  lines: number;
  /** Of the lines whose time is known; milliseconds since 1970. */
  first: number | null;
  last: number | null;
  /** Why not all of it was looked at; null: it was. */
  cut: string | null;
}

/** One that was not, and why. */
export interface UnreadSource extends LogSource {
  /** `absent`: there is none · `unreadable`: there is, or nobody knows. */
  state: 'absent' | 'unreadable';
  reason: string;
}

/** What `diagnose` comes to. */
export interface Diagnosis {
  stories: readonly Story[];
  series: readonly Series[];
  read: readonly ReadSource[];
  unread: readonly UnreadSource[];
  services: readonly DiagnoseService[];
  /** Only what is newer was looked at; milliseconds since 1970, null: everything. */
  since: number | null;
  /** Why the definitions were not judged; null: they were. */
  unjudged: string | null;
}
