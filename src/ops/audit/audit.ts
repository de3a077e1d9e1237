import { ignoresInComments } from '../../audit/comments.ts';
import { withoutEchoes } from '../../audit/echoes.ts';
import { type AuditInput, audit, type Rule } from '../../audit/engine.ts';
import type { Texts } from '../../audit/texts/en/index.ts';
import { defaultStopTimeout } from '../../fleet/stop-timeout.ts';
import { Failure } from '../../host/failure.ts';
import type { ManagerName, Scope } from '../../model/definition.ts';
import type { GatewayFacts } from '../../model/facts.ts';
import type { Finding } from '../../model/finding.ts';
import type { Subject } from '../../model/subject.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import type { Judged } from '../judge.ts';
import { askManager, type Manager } from '../manager.ts';
import { isMeant, surveyManaged, surveyPaths } from '../survey.ts';
import { danglingLinksOfPaths } from './dangling-links.ts';
import { subjectsOfFiles, subjectsOfHost } from './subjects.ts';
import { installedSystemd } from './systemd-version.ts';

/** What is to be audited, and how. */
export interface AuditRequest {
  /** Files and folders; none: the host's own definitions. */
  paths: readonly string[];
  /** Of a host: only findings about definitions of this one, and about none in particular. Of files: theirs, where their place does not say it. */
  scope: Scope | undefined;
  rules: readonly Rule[];
  /** What they say, in one language. */
  texts: Texts;
  /** Only findings about these. */
  profiles: readonly string[] | undefined;
  /** Only findings about definitions of this one, and about none in particular. */
  manager: ManagerName | undefined;
  /** Whether to ask the host's service manager. */
  live: boolean;
  /** The version of systemd that the units are for; null: the manifest's or the host's. */
  systemd: number | null;
  /** Whether to heed what comments and the manifest ignore. */
  ignores: boolean;
  /** Whether to ask the managers' own checkers. */
  verify: boolean;
}

export interface Audited {
  subjects: readonly Subject[];
  findings: readonly Finding[];
  /** What each service finds where it runs, by the id of its definition; none of files that are named. */
  gateways: ReadonlyMap<string, GatewayFacts>;
  /** Whether this machine was audited, not files or another root. */
  live: boolean;
}

/** What is asked before an audit; null where files are named, which are nobody's. */
export const managerFor = async (context: Context, { paths, live }: AuditRequest): Promise<Manager | null> =>
  paths.length > 0 ? null : askManager(context, live);

/** The definitions that are meant. */
export const surveyFor = (context: Context, request: AuditRequest, manager: Manager | null): Judged[] =>
  manager === null ? surveyPaths(context, request.paths, request.scope) : surveyManaged(context, manager);

/** The definitions that are meant, and what the rules find. */
export async function auditDefinitions(
  context: Context,
  request: AuditRequest,
  manager: Manager | null,
): Promise<Audited> {
  const judged = surveyFor(context, request, manager);
  const { app, manifest } = context;
  const input =
    manager === null
      ? inputOfFiles(context, request, judged)
      : await subjectsOfHost(context, judged, manager);
  const { subjects } = input;
  const definitions = subjects.map(({ definition }) => definition);
  const systemd =
    request.systemd ?? manifest?.systemd ?? (manager === null ? null : installedSystemd(context.host.files));
  const ignores = request.ignores ? [...ignoresInComments(definitions), ...(manifest?.ignores ?? [])] : [];
  const asked = request.verify ? { verified: await verified(context, subjects, manager === null) } : {};
  const found = audit(
    { app, texts: request.texts, ignores, stopTimeout: defaultStopTimeout(app), systemd, ...input, ...asked },
    request.rules,
  );
  const only = { manager: request.manager, scope: manager === null ? undefined : request.scope };
  const meant = new Set(definitions.filter((one) => isMeant(one, only)).map(({ id }) => id));
  const all = withoutEchoes(found, definitions).filter(
    ({ definition }) => definition === null || meant.has(definition),
  );
  const findings = request.profiles ? aboutProfiles(all, subjects, request.profiles) : all;
  return { subjects, findings, gateways: input.host?.gateways ?? new Map(), live: input.host?.live ?? false };
}

const inputOfFiles = (
  context: Context,
  { paths }: AuditRequest,
  judged: readonly Judged[],
): Pick<AuditInput, 'subjects' | 'fleet' | 'host' | 'danglingLinks'> => ({
  subjects: subjectsOfFiles(judged),
  fleet: null,
  host: null,
  danglingLinks: danglingLinksOfPaths(context, paths),
});

/** What the service managers' own checkers say. */
async function verified(context: Context, subjects: readonly Subject[], named: boolean) {
  const { verifyDefinitions } = await import('../fix/verify.ts');
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
    throw new Failure('usage', tr('nothing here is about a profile {name}', { name }), {
      why: tr('known are {known}', {
        known: [...known].filter((one) => one !== null).join(tr(', ')) || tr('none'),
      }),
    });
  }
  const about = (profile: string | null | undefined): boolean =>
    profile != null && profiles.includes(profile);
  const isAbout = ({ meant, identity }: Subject): boolean => about(meant) || about(identity.profile);
  const files = new Set(subjects.filter(isAbout).map(({ definition }) => definition.path));
  // What is wrong in a template is said of the template, and holds for its instances.
  const ids = new Set(
    subjects
      .filter((one) => isAbout(one) || (isTemplate(one) && files.has(one.definition.path)))
      .map(({ definition }) => definition.id),
  );
  return findings.filter(
    ({ profile, definition }) => about(profile) || (definition !== null && ids.has(definition)),
  );
}

const isTemplate = ({ definition }: Subject): boolean =>
  definition.manager === 'systemd' && definition.template;
