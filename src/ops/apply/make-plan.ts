import type { Fleet } from '../../fleet/services.ts';
import type { Change } from '../../model/change.ts';
import type { ManagedState } from '../../model/manager.ts';
import type { Step } from '../../model/plan.ts';
import type { Strategy } from '../../model/service.ts';
import { type PlacedGateway, runningGateways } from '../../runtime/running.ts';
import { lastWritten } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { fleetOf } from '../fleet.ts';
import { computeChanges } from '../gen/changes.ts';
import { orphanChanges } from '../gen/orphans.ts';
import { refuseServed } from '../gen/served.ts';
import { refuseUnwritable } from '../gen/writable.ts';
import type { Judged } from '../judge.ts';
import { userManagerEnvironment } from '../manager.ts';
import { carryPorts } from '../ports/carry-ports.ts';
import { managedStates } from '../service-manager.ts';
import { needsSettling } from '../services/needs-settling.ts';
import { surveyFiles } from '../survey.ts';
import { planSteps } from './plan.ts';

/** What a plan is for. */
export interface PlanRequest {
  profile?: readonly string[] | undefined;
  all: boolean;
  strategy?: Strategy | undefined;
  force: boolean;
  bin?: string | undefined;
  restart: boolean;
}

export interface Plan {
  fleet: Fleet;
  steps: readonly Step[];
  /** The same changes, with `restart`: what else would be done if it were allowed. */
  withRestarts(): readonly Step[];
  /** Whether the process of a service that is begun has to stay for a while. */
  settles(step: Step): boolean;
  /** To be called at the end, whatever happened: ports that no definition carries are given back. */
  settle(): Promise<void>;
}

/**
 * What apply would do, from the five views: what should be there, what was written last, what is on disk, what the manager
 * has loaded, what runs. Files are read, the manager is asked once; nothing is changed, but for ports with `reserve`.
 */
export async function makePlan(
  context: Context,
  request: PlanRequest,
  { reserve }: { reserve: boolean },
): Promise<Plan> {
  const { host, manager } = context;
  const managerEnvironment = await userManagerEnvironment(context, manager === 'systemd');
  const judged = surveyFiles(context, host.files, managerEnvironment);
  const found = fleetOf(context, judged, request);
  const written = lastWritten(host.files, context.state);
  const { fleet, settle } = await carryPorts(context, found, judged, {
    written,
    managerEnvironment,
    reserve,
  });
  let changes: readonly Change[] = [];
  try {
    const computed = computeChanges(context, fleet, judged, {
      force: request.force,
      written,
      managerEnvironment,
    });
    // Naming profiles means these, and nothing of the others.
    const orphans = (request.profile ?? []).length > 0 ? [] : orphanChanges(context, judged, written);
    changes = refuseUnwritable(context, [...refuseServed(context, judged, computed), ...orphans]);
    const states: ReadonlyMap<string, ManagedState> = await managedStates(
      context,
      changes.map(({ name }) => name),
    );
    const stepsWith = (restart: boolean) => planSteps(context, changes, states, { restart, written });
    const steps = stepsWith(request.restart);
    return {
      fleet,
      steps,
      withRestarts: () => stepsWith(true),
      settles: settlesAmong(context, judged),
      settle: () => settle(changes),
    };
  } catch (error) {
    await settle(changes);
    throw error;
  }
}

/** The gateways that run are looked for when the first step is asked about, and once. */
function settlesAmong(
  { host, app, account }: Context,
  definitions: readonly Judged[],
): (step: Step) => boolean {
  let gateways: readonly PlacedGateway[] | null = null;
  return ({ change, state, basis }) => {
    gateways ??= runningGateways(host, app, account);
    const { service, kind, path, definition } = change;
    const isWhole = kind === 'create' || kind === 'update';
    const ours = isWhole || (basis.written !== null && basis.written === basis.disk[path]);
    const hasDropIns = (definition?.dropIns.length ?? 0) > 0;
    return needsSettling(
      { service, id: definition?.id ?? null, ours: ours && !hasDropIns, state },
      { definitions, gateways },
    );
  };
}
