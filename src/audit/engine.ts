import type { App } from '../model/app.ts';
import type { Definition } from '../model/definition.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Confidence, Finding, Fix, Related, Safety, Severity } from '../model/finding.ts';
import type { Ignore } from '../model/ignore.ts';
import type { Location } from '../model/location.ts';
import type { Subject } from '../model/subject.ts';
import type { Verified } from '../model/verified.ts';
import { applyIgnores } from './ignores.ts';
import type { RuleId, Texts } from './texts/en/index.ts';

/** Everything a rule may look at. No rule reads files or asks the host. */
export interface AuditInput {
  app: App;
  subjects: readonly Subject[];
  /** What should be there; null when files were named and no host is judged. */
  fleet: {
    /** Profiles on disk. */
    profiles: readonly string[];
    root: string;
    /** Whether the root home is there. */
    hasRoot: boolean;
    /** Profiles that `unitpin.yaml` enables and nothing serves, with the place where it does; null without a manifest. */
    enabled: ReadonlyMap<string, Location> | null;
    /** Profiles the manifest names in any state; null without a manifest. */
    named: ReadonlySet<string> | null;
    /** Profiles that a supervisor of ours runs, or is to run: they need no definition. */
    supervised: ReadonlySet<string>;
  } | null;
  /** Links that enable a unit of the app which none of the folders looked at has: its name, who pulls it in, the link. */
  danglingLinks: readonly { name: string; by: string; path: string }[];
  /** What is known about the host; null when files were named: then paths in them may be another machine's. */
  host: HostFacts | null;
  /** Seconds a stop may take where nothing is known about a profile: the app's default. */
  stopTimeout: number;
  /** Version of the systemd the units are for: installed or declared; null when not known. */
  systemd: number | null;
  /** What comments and `unitpin.yaml` say to ignore. */
  ignores: readonly Ignore[];
  /** What the managers' own checkers say; only there when they were asked. */
  verified?: readonly Verified[];
  texts: Texts;
}

/** What a rule reports; the engine adds its id and fills what is left out. */
export interface Hit {
  subject: Subject | null;
  message: string;
  severity?: Severity;
  location?: Location | null;
  related?: readonly Related[];
  profile?: string | null;
  fix?: Fix | null;
}

export interface Rule {
  id: RuleId;
  /** What a hit has that says no other one. */
  severity: Severity;
  confidence: Confidence;
  /** The least safe fix it proposes; null when it has none. */
  fix: Safety | null;
  /** `before` is there for a rule that comes last. */
  check(input: AuditInput, before: Before): Iterable<Hit>;
  /** It judges what the others came to. */
  last?: true;
}

/** What the rules before the last came to. */
export interface Before {
  /** Ignores that had something to ignore. */
  used: ReadonlySet<Ignore>;
  /** Rules that ran and knew all they asked for: where they say nothing, there is nothing. */
  judged: ReadonlySet<string>;
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Runs the rules. Findings come worst first, then by place, so that the same input gives the same bytes. */
export function audit(input: AuditInput, rules: readonly Rule[]): Finding[] {
  const judged = new Set<string>();
  let used: ReadonlySet<Ignore> = new Set();
  const run = (rule: Rule): Finding[] => {
    const { watched, missed } = watch(input);
    const found = Array.from(rule.check(watched, { used, judged }), (hit) => findingOf(rule, hit));
    if (!missed()) judged.add(rule.id);
    return found;
  };
  const found = rules.filter(({ last }) => !last).flatMap(run);
  const { noReason } = input.texts['ignore-unreasoned'];
  const marked = applyIgnores(found, input.ignores, input.subjects, noReason);
  used = marked.used;
  return sortFindings([...marked.findings, ...rules.filter(({ last }) => last).flatMap(run)]);
}

/** The same input, and whether a rule that got it looked for something that is not known. */
function watch(input: AuditInput): { watched: AuditInput; missed: () => boolean } {
  let missing = false;
  const watched = {
    ...input,
    get fleet() {
      missing ||= input.fleet === null;
      return input.fleet;
    },
    get host() {
      missing ||= !input.host?.live;
      return input.host;
    },
    get systemd() {
      missing ||= input.systemd === null;
      return input.systemd;
    },
    get verified() {
      missing ||= input.verified === undefined;
      return input.verified ?? [];
    },
  };
  return { watched, missed: () => missing };
}

const findingOf = (rule: Rule, hit: Hit): Finding => ({
  rule: rule.id,
  severity: hit.severity ?? rule.severity,
  definition: hit.subject?.definition.id ?? null,
  profile: hit.profile === undefined ? (hit.subject?.identity.profile ?? null) : hit.profile,
  message: hit.message,
  location: hit.location === undefined ? hit.subject && placeOf(hit.subject.definition) : hit.location,
  related: hit.related ?? [],
  fix: hit.fix ?? null,
  ignored: null,
});

/** The command; the top of the main file where there is none. */
const placeOf = ({ commandAt, path }: Definition): Location => commandAt ?? { path, line: 1, column: 1 };

export function sortFindings(findings: readonly Finding[]): Finding[] {
  const place = (finding: Finding): string =>
    `${finding.location?.path ?? '~'}:${String(finding.location?.line ?? 0).padStart(8, '0')}:${finding.rule}`;
  const places = new Map(findings.map((finding) => [finding, place(finding)]));
  return [...findings].sort((a, b) => {
    const [left = '', right = ''] = [places.get(a), places.get(b)];
    return RANK[a.severity] - RANK[b.severity] || (left < right ? -1 : left > right ? 1 : 0);
  });
}
