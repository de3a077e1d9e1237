import type { App } from '../model/app.ts';
import type { Definition } from '../model/definition.ts';
import type { Finding, Fix, Related, Severity } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { Subject } from '../model/subject.ts';
import type { RuleId, Texts } from './texts/en.ts';

/** Everything a rule may look at. No rule reads files or asks the host. */
export interface AuditInput {
  app: App;
  subjects: readonly Subject[];
  /** What should be there; null when files were named and no host is judged. */
  fleet: {
    /** Profiles on disk. */
    profiles: readonly string[];
    root: string;
    /** Profiles that `unitpin.yaml` enables and nothing serves, with the place where it does; null without a manifest. */
    enabled: ReadonlyMap<string, Location> | null;
    /** Profiles the manifest names in any state; null without a manifest. */
    named: ReadonlySet<string> | null;
  } | null;
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
  severity: Severity;
  check(input: AuditInput): Iterable<Hit>;
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Runs the rules. Findings come worst first, then by place, so that the same input gives the same bytes. */
export function audit(input: AuditInput, rules: readonly Rule[]): Finding[] {
  const findings = rules.flatMap((rule) =>
    [...rule.check(input)].map(
      (hit): Finding => ({
        rule: rule.id,
        severity: hit.severity ?? rule.severity,
        definition: hit.subject?.definition.id ?? null,
        profile: hit.profile === undefined ? (hit.subject?.identity.profile ?? null) : hit.profile,
        message: hit.message,
        location: hit.location === undefined ? (hit.subject?.definition.commandAt ?? null) : hit.location,
        related: hit.related ?? [],
        fix: hit.fix ?? null,
        ignored: null,
      }),
    ),
  );
  const place = (finding: Finding): string =>
    `${finding.location?.path ?? '~'}:${String(finding.location?.line ?? 0).padStart(8, '0')}:${finding.rule}`;
  return findings.sort(
    (a, b) => RANK[a.severity] - RANK[b.severity] || (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0),
  );
}

/** Subjects that are gateways of the app, whose command could be read. */
export const gateways = (input: AuditInput): Subject[] =>
  input.subjects.filter(({ identity }) => identity.kind !== 'foreign' && identity.kind !== 'opaque');

/** Whether the manager starts the service again after it was ended by a signal. */
export function restarts(definition: Definition): boolean {
  if (definition.manager === 'launchd') {
    const keepAlive = definition.plist?.entries.find((entry) => entry.key === 'KeepAlive')?.value;
    return keepAlive !== undefined && !(keepAlive.type === 'boolean' && !keepAlive.value);
  }
  const restart = definition.settings.findLast(
    ({ section, key }) => section === 'Service' && key === 'Restart',
  );
  return !['', 'no', 'on-success', undefined].includes(restart?.value);
}
