import { type DiagnoseInput, diagnose } from '../../diagnose/diagnose.ts';
import type { DiagnoseTexts } from '../../diagnose/texts/en/index.ts';
import { Failure } from '../../host/failure.ts';
import type { DiagnoseService, Diagnosis, LogSource } from '../../model/diagnosis.ts';
import type { Finding } from '../../model/finding.ts';
import type { Subject } from '../../model/subject.ts';
import { tr } from '../../texts/tr.ts';
import type { Audited } from '../audit/audit.ts';
import { runAudit } from '../audit/run-audit.ts';
import type { Context } from '../context.ts';
import { noSuchProfile } from '../no-profile.ts';
import { profilesOf } from '../ports/profile-sources.ts';
import { logPlaces, namedPlaces } from './diagnose-files.ts';
import { DAYS, readManagers, sourceReader } from './diagnose-read.ts';

export interface DiagnoseRequest {
  /** Logs that somebody has saved, with definitions among them; none: those of the host. */
  paths: readonly string[];
  /** Only what is newer; milliseconds since 1970, null: the last days of a host, everything of files. */
  since: number | null;
  /** Only stories and events about these; null: all. */
  profiles: readonly string[] | null;
  texts: DiagnoseTexts;
}

/**
 * What the logs tell: reads the journal, macOS' log and the gateways' own logs, or the files named, finds known signs, and
 * ties them to what the audit says of the same definitions. Changes nothing.
 * @throws Failure (usage) for a path or profile that is not there
 */
export async function readDiagnosis(context: Context, request: DiagnoseRequest): Promise<Diagnosis> {
  const { host, app } = context;
  const named = request.paths.length > 0 ? namedPlaces(context, request.paths) : null;
  const { audited, unjudged } = await judged(context, named?.definitions ?? null);
  const subjects = audited.subjects.filter(({ ofApp }) => ofApp);
  if (named === null) refuseUnknown(context, subjects, request.profiles ?? []);
  const since = request.since ?? (named === null && host.live ? host.clock.now() - DAYS : null);
  const reader = sourceReader(context, since);
  if (named === null && host.live) await readManagers(context, subjects, request.since, reader);
  for (const place of named?.logs ?? logPlaces(context, subjects)) reader.file(place, named !== null);
  const { events, read, unread } = reader.result();
  if (named && named.tooMany > 0)
    unread.push({
      ...FILES,
      state: 'unreadable',
      reason: tr('{tooMany} more files: name them one by one', { tooMany: named.tooMany }),
    });
  const services = subjects.map((one) => serviceOf(one, named === null));
  const findings: readonly Finding[] = audited.findings;
  const isAsked = askedFor(request.profiles, services);
  const told = diagnose({ app, texts: request.texts, events, services, findings, isAsked });
  return {
    ...about(told, request.profiles, isAsked),
    read,
    unread,
    services,
    since,
    unjudged,
  };
}

function refuseUnknown(context: Context, subjects: readonly Subject[], profiles: readonly string[]): void {
  const known = new Set([...profilesOf(context), ...subjects.flatMap(({ meant }) => meant ?? [])]);
  for (const name of profiles) {
    if (known.has(name)) continue;
    throw noSuchProfile(name, [...known]);
  }
}

const FILES: LogSource = { kind: 'file', path: null, scope: null };

/** An audit that cannot be made takes nothing from what the logs tell. */
async function judged(
  context: Context,
  paths: readonly string[] | null,
): Promise<{ audited: Audited; unjudged: string | null }> {
  const nothing: Audited = { subjects: [], findings: [], gateways: new Map(), live: false };
  if (paths?.length === 0) return { audited: nothing, unjudged: tr('no definition is among the files') };
  try {
    return { audited: await runAudit(context, { paths: paths ?? [] }), unjudged: null };
  } catch (error) {
    if (!(error instanceof Failure) || error.exit !== 'host') throw error;
    return { audited: nothing, unjudged: error.message };
  }
}

/** `here`: whom the sticky file names, nobody knows of files from elsewhere. */
const serviceOf = ({ definition, identity, meant }: Subject, here: boolean): DiagnoseService => ({
  id: definition.id,
  name: definition.name,
  path: definition.path,
  manager: definition.manager,
  runs: here || identity.kind !== 'sticky' ? identity.profile : null,
  pinned: identity.kind === 'pinned',
  meant,
  replace: identity.replace,
});

/** Tells whether something is about these profiles, or about nobody in particular; null: all of them. */
function askedFor(
  profiles: readonly string[] | null,
  services: readonly DiagnoseService[],
): DiagnoseInput['isAsked'] {
  if (profiles === null) return () => true;
  const known = new Set(services.map(({ name }) => name));
  const theirs = new Set(
    services
      .filter(({ runs, meant }) => profiles.includes(runs ?? '') || profiles.includes(meant ?? ''))
      .map(({ name }) => name),
  );
  return ({ service, profile }) =>
    service !== null && known.has(service)
      ? theirs.has(service)
      : profile === null || profiles.includes(profile);
}

function about(
  { stories, series }: Pick<Diagnosis, 'stories' | 'series'>,
  profiles: readonly string[] | null,
  isAsked: DiagnoseInput['isAsked'],
): Pick<Diagnosis, 'stories' | 'series'> {
  if (profiles === null) return { stories, series };
  return {
    stories: stories.filter(
      (story) =>
        story.services.some((service) => isAsked({ service, profile: null })) ||
        story.profiles.some((one) => profiles.includes(one)),
    ),
    series: series.filter(isAsked),
  };
}
