import { ruleTexts } from '../../audit/texts/load.ts';
import { listProfiles, profileHome } from '../../fleet/profiles.ts';
import type { Files } from '../../host/files.ts';
import type { Host } from '../../host/host.ts';
import { keptFiles } from '../../host/kept-files.ts';
import { seenFiles } from '../../host/seen-files.ts';
import { seenProcesses } from '../../host/seen-processes.ts';
import type { Drift, ManagerAnswer, ServiceStatus, Status } from '../../model/status.ts';
import { spokenLanguage } from '../../texts/tr.ts';
import { withStates } from '../audit/subjects.ts';
import type { Context } from '../context.ts';
import { managerOfHost } from '../gen/choose-manager.ts';
import { askManager, type Manager } from '../manager.ts';
import { askStates } from '../states.ts';
import { isMeant, surveyManaged } from '../survey.ts';
import { conditionOf } from './condition.ts';
import { managerAnswer } from './manager-answer.ts';
import { definitionDrifts, portDrift } from './status-drift.ts';
import { notSeen, type Observed, observe } from './status-observe.ts';
import { type Row, rowsOf, type StatusRequest } from './status-rows.ts';
import { supervisedAnswers } from './supervised.ts';

/**
 * How every service is. It changes nothing: no file is written, no lock taken, no process signalled.
 * @throws Failure (usage) for a profile that is not there.
 */
export async function readStatus(context: Context, request: StatusRequest): Promise<Status> {
  const look = await openStatus(context, request);
  return look();
}

/**
 * The same, to be looked at several times: what a manager is asked once (its environment, its search paths) is asked
 * now; each look then costs one question to each manager.
 */
export async function openStatus(context: Context, request: StatusRequest): Promise<() => Promise<Status>> {
  const manager = await askManager(context, request.live);
  return () => lookAt(context, request, manager);
}

async function lookAt(given: Context, request: StatusRequest, manager: Manager): Promise<Status> {
  const context = { ...given, host: seenHost(given) };
  const { host, app } = context;
  const only = { manager: request.manager ?? undefined, scope: request.scope ?? undefined };
  const judged = surveyManaged(context, manager).filter(({ definition }) => isMeant(definition, only));
  const states = await askStates(context, judged, manager);
  const supervised = request.live ? await supervisedAnswers(given) : null;
  const subjects = await withStates(context, judged, states);
  const rows = rowsOf(context, request, subjects, supervised);
  const observed = await observe(context, rows, request.timeoutMs);
  const drifts = definitionDrifts(app, subjects, await ruleTexts(spokenLanguage()));
  const services = rows.map((row, index) => {
    const seen = observed[index] ?? notSeen();
    const drift = row.subject ? (drifts.get(row.subject.definition.id) ?? []) : [];
    const all = [...drift, ...portDrift(app, row.endpoint, seen.listeners)];
    const own = row.profile === null ? null : (supervised?.get(row.profile)?.managed ?? null);
    return serviceStatus(context, row, seen, all, own);
  });
  // Where a supervisor runs the services, nobody misses another manager.
  const unreachable = supervised ? null : states.unreachable;
  // In a container there will be no systemd to reach, whatever is done about it.
  const isOurs = context.named === null && managerOfHost(host)?.manager === 'supervisor';
  return {
    at: host.clock.now(),
    live: host.live,
    services,
    unreachable: unreachable && {
      reason: unreachable.reason,
      next: isOurs ? 'unitpin supervise' : unreachable.next,
    },
  };
}

/** Whoever asks again about the same host reads only what has changed. */
const kept = new WeakMap<Host, Files>();

/** Several questions lead to the same files and processes: one look has one answer for each. */
function seenHost({ host, app, root }: Context): Host {
  const files = kept.get(host) ?? keptFiles(host.files, host.clock.now);
  kept.set(host, files);
  const homes = listProfiles(host.files, root, app).map((profile) => profileHome(root, profile, app));
  return {
    ...host,
    files: seenFiles(files, homes),
    processes: seenProcesses(host.processes),
  };
}

/** @param supervised what a supervisor says of it; null: nothing */
function serviceStatus(
  context: Context,
  row: Row,
  seen: Observed,
  drift: readonly Drift[],
  supervised: ManagerAnswer | null,
): ServiceStatus {
  const { profile, home, subject, endpoint } = row;
  const definition = subject?.definition ?? null;
  const managed = supervised ?? (definition && managerAnswer(definition, subject?.live ?? null));
  const wanted = (profile !== null && context.manifest?.profiles.get(profile)?.state) || null;
  return {
    profile,
    home,
    wanted,
    definition: definition && {
      id: definition.id,
      name: definition.name,
      manager: definition.manager,
      scope: definition.scope,
      path: definition.path,
    },
    identity: subject?.identity ?? null,
    managed,
    health: seen.health,
    since: seen.since ?? managed?.since ?? null,
    // Of an app that listens nowhere there is nothing to say.
    endpoint: context.app.endpoint.serves === 'never' ? null : endpoint,
    listeners: seen.listeners,
    lock: seen.lock,
    log: seen.log,
    drift,
    ...conditionOf({
      wanted,
      hasDefinition: definition !== null || supervised !== null,
      managed,
      health: seen.health,
      drift,
    }),
  };
}
