import { audit as runRules } from '../../audit/engine.ts';
import { rules } from '../../audit/rules/index.ts';
import { en } from '../../audit/texts/en/index.ts';
import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import type { Subject } from '../../model/subject.ts';
import { openContext } from '../../ops/context.ts';
import { subjectsOfFiles, subjectsOfHost } from '../../ops/subjects.ts';
import { surveyHost, surveyPaths } from '../../ops/survey.ts';
import { auditJson } from '../../report/audit-json.ts';
import { auditText } from '../../report/audit-text.ts';
import { painter } from '../../report/colour.ts';
import { again } from '../again.ts';
import type { FailOn, Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

export interface AuditOptions extends GlobalOptions {
  paths: string[];
  format: 'text' | 'json';
  failOn: FailOn;
  only?: string[] | undefined;
  skip?: string[] | undefined;
  live: boolean;
}

/** `host` stands for this machine in tests. */
export async function audit(options: AuditOptions, io: Io, host?: Host): Promise<Outcome> {
  const wanted = chosenRules(options);
  const context = await openContext(host ?? openHost(options.root), options);
  const ofFiles = options.paths.length > 0;
  const judged = ofFiles
    ? surveyPaths(context, options.paths, options.scope)
    : await surveyHost(context, { live: options.live });
  const input = ofFiles
    ? { subjects: subjectsOfFiles(judged), fleet: null, host: null }
    : await subjectsOfHost(context, judged);
  const { app } = context;
  const all = runRules({ app, texts: en, systemd: null, ...input }, wanted);
  const findings = options.profile ? aboutProfiles(all, input.subjects, options.profile) : all;

  if (options.format === 'json') io.out(JSON.stringify(auditJson(app, input.subjects, findings), null, 2));
  else if (!options.quiet || findings.length > 0) {
    const next = ofFiles ? null : nextStep(findings, options, context.manager);
    const report = { findings, subjects: input.subjects, next, home: context.account.home };
    io.out(auditText(report, painter(io.colour)));
  }
  return { kind: 'findings', findings, failOn: options.failOn };
}

/** Findings about profiles: those that run as them, are meant for them, or take part in a finding that does. */
function aboutProfiles(
  findings: readonly Finding[],
  subjects: readonly Subject[],
  profiles: readonly string[],
): Finding[] {
  const known = new Set(subjects.flatMap(({ meant, identity }) => [meant, identity.profile]));
  for (const name of profiles) {
    if (known.has(name) || findings.some(({ profile }) => profile === name)) continue;
    throw new Failure('usage', `nothing here is about a profile ${name}`, {
      why: `known are ${[...known].filter((one) => one !== null).join(', ') || 'none'}`,
    });
  }
  const meant = new Map(subjects.map((subject) => [subject.definition.id, subject.meant]));
  const about = (profile: string | null | undefined): boolean =>
    profile != null && profiles.includes(profile);
  return findings.filter(
    ({ profile, definition }) => about(profile) || (definition !== null && about(meant.get(definition))),
  );
}

function chosenRules({ only, skip }: AuditOptions) {
  const ids = rules.map((rule) => rule.id);
  for (const id of [...(only ?? []), ...(skip ?? [])]) {
    if (ids.some((known) => known === id)) continue;
    throw new Failure('usage', `no rule is called ${id}`, { next: 'unitpin rules' });
  }
  return rules.filter(({ id }) => (!only || only.includes(id)) && !skip?.includes(id));
}

/** What mends it: where unitpin can bring the manager to it, `apply`; for files and launchd, `gen`. */
function nextStep(findings: readonly Finding[], options: AuditOptions, manager: string): string | null {
  if (!findings.some(({ severity, fix }) => severity !== 'info' && fix !== null)) return null;
  const here = options.root === undefined && manager === 'systemd';
  return again(here ? 'apply --dry-run' : 'gen --diff', options);
}
