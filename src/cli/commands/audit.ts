import { resolve } from 'node:path';
import { ignoresInComments } from '../../audit/comments.ts';
import { withoutEchoes } from '../../audit/echoes.ts';
import { type Rule, audit as runRules } from '../../audit/engine.ts';
import { rules } from '../../audit/rules/index.ts';
import { en } from '../../audit/texts/en/index.ts';
import { defaultStopTimeout } from '../../fleet/stop-timeout.ts';
import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import type { Subject } from '../../model/subject.ts';
import { type Context, openContext } from '../../ops/context.ts';
import { danglingLinksOfPaths } from '../../ops/dangling-links.ts';
import type { Judged } from '../../ops/judge.ts';
import { askManager, type Manager } from '../../ops/manager.ts';
import { subjectsOfFiles, subjectsOfHost } from '../../ops/subjects.ts';
import { surveyManaged, surveyPaths } from '../../ops/survey.ts';
import { installedSystemd } from '../../ops/systemd-version.ts';
import { again } from '../again.ts';
import type { FailOn, Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import { knownRule } from '../known-rule.ts';
import type { GlobalOptions } from '../options.ts';
import { type AuditFormat, printAudit } from './audit-output.ts';

export interface AuditOptions extends GlobalOptions {
  paths: string[];
  format: AuditFormat;
  failOn: FailOn;
  only?: string[] | undefined;
  skip?: string[] | undefined;
  live: boolean;
  systemd?: string | undefined;
  ignores: boolean;
  statistics: boolean;
  fix?: 'safe' | 'all' | undefined;
  inPlace: boolean;
  diff: boolean;
  verify: boolean;
}

/** `host` stands for this machine in tests. */
export async function audit(options: AuditOptions, io: Io, host?: Host): Promise<Outcome> {
  const wanted = chosenRules(options);
  const context = await openContext(host ?? openHost(options.root), options);
  const ofFiles = options.paths.length > 0;
  const manager = ofFiles ? null : await askManager(context, options.live);
  const looked = await look(context, options, wanted, manager);
  if (options.fix !== undefined || options.diff || options.inPlace) {
    const { auditFix } = await import('./audit-fix.ts');
    const paths = context.host.live ? options.paths.map((path) => resolve(path)) : options.paths;
    const all = { ...options, paths, verify: false, profile: undefined };
    return auditFix(context, looked, options, io, {
      rules: new Set(wanted.map(({ id }) => id)),
      survey: async (other) => survey(other, all, manager),
      // What is loaded cannot be compared with files that are not written yet.
      look: (other) => look(other, all, rules, manager && { ...manager, asks: false }),
      lookAgain: async () =>
        look(context, options, wanted, manager && (await askManager(context, options.live))),
    });
  }
  const { subjects, findings, live } = looked;
  const next = ofFiles ? null : nextStep(findings, options, context.manager);
  await printAudit(context, { subjects, findings, live, next }, options, io);
  return { kind: 'findings', findings, failOn: options.failOn };
}

/** The definitions that are meant. `manager`: null where files are named. */
const survey = (context: Context, { paths, scope }: AuditOptions, manager: Manager | null): Judged[] =>
  manager === null ? surveyPaths(context, paths, scope) : surveyManaged(context, manager);

/** The definitions, and what the rules find. */
async function look(
  context: Context,
  options: AuditOptions,
  wanted: readonly Rule[],
  manager: Manager | null,
) {
  const judged = survey(context, options, manager);
  const ofFiles = options.paths.length > 0;
  const input =
    manager === null
      ? {
          subjects: subjectsOfFiles(judged),
          fleet: null,
          host: null,
          danglingLinks: danglingLinksOfPaths(context, options.paths),
        }
      : await subjectsOfHost(context, judged, manager);
  const { app } = context;
  const systemd =
    declaredSystemd(context, options) ?? (ofFiles ? null : installedSystemd(context.host.files));
  const definitions = input.subjects.map(({ definition }) => definition);
  const ignores = options.ignores
    ? [...ignoresInComments(definitions), ...(context.manifest?.ignores ?? [])]
    : [];
  const asked = options.verify ? { verified: await verified(context, input.subjects, ofFiles) } : {};
  const found = runRules(
    { app, texts: en, ignores, stopTimeout: defaultStopTimeout(app), systemd, ...input, ...asked },
    wanted,
  );
  const all = withoutEchoes(found, definitions);
  const findings = options.profile ? aboutProfiles(all, input.subjects, options.profile) : all;
  return { subjects: input.subjects, findings, live: input.host?.live ?? false };
}

/** The version that the units are for, as the command line or the manifest says. */
function declaredSystemd({ manifest }: Context, { systemd }: AuditOptions): number | null {
  if (systemd === undefined) return manifest?.systemd ?? null;
  if (/^[1-9]\d{1,3}$/.test(systemd)) return Number(systemd);
  throw new Failure('usage', `--systemd is no version of systemd: ${JSON.stringify(systemd)}`, {
    why: 'it is a whole number, the first that "systemctl --version" prints',
    next: '--systemd 249',
  });
}

/** What the service manager's own checker says. */
async function verified(context: Context, subjects: readonly Subject[], named: boolean) {
  const { verifyDefinitions } = await import('../../ops/verify.ts');
  const definitions = subjects.filter(({ ofApp }) => ofApp).map(({ definition }) => definition);
  return verifyDefinitions(context, definitions, named);
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
  const [chosen, left] = [only?.map(knownRule), skip?.map(knownRule)];
  return rules.filter((rule) => (!chosen || chosen.includes(rule)) && !left?.includes(rule));
}

/** What mends it: where unitpin can bring the manager to it, `apply`; for files and launchd, `gen`. */
function nextStep(findings: readonly Finding[], options: AuditOptions, manager: string): string | null {
  const mends = ({ severity, fix, ignored }: Finding): boolean =>
    severity !== 'info' && fix !== null && ignored === null;
  if (!findings.some(mends)) return null;
  const here = options.root === undefined && manager === 'systemd';
  return again(here ? 'apply --dry-run' : 'gen --diff', options);
}
