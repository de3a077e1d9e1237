import type { Action } from '../../model/plan.ts';
import type { Receipt } from '../../model/receipt.ts';
import { awaitReady } from '../../runtime/readiness.ts';
import { sayAll } from '../../runtime/readiness-text.ts';
import { findJournals, type JournalService } from '../../store/journal.ts';
import { beginTransaction } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { fleetOf } from '../fleet.ts';
import { userManagerEnvironment } from '../manager.ts';
import { managerWord } from '../manager-word.ts';
import { lifecycleOf, storeOf } from '../publish.ts';
import { serviceManager } from '../service-manager.ts';
import { surveyFiles } from '../survey.ts';
import { tellWaiting } from '../tell-waiting.ts';
import { resume } from './resume.ts';
import type { RollbackPlan } from './rollback-plan.ts';

export interface RollbackResult {
  /** Null when no file had to be written. */
  receipt: Receipt | null;
  /** Services that were started or restarted and did not get ready, and what they lack. */
  notReady: readonly { name: string; missing: string }[];
}

/**
 * Carries out a rollback: stops what goes, puts the files back with their modes and owners, reloads, and restarts only
 * what has changed and ran. With the lock held (`exclusively`). When the manager refuses in the middle, what was begun is
 * undone or finished as after an interruption, and the error is thrown.
 */
export async function carryOutRollback(
  context: Context,
  plan: RollbackPlan,
  tell: (line: string) => void,
): Promise<RollbackResult> {
  const { services, writings } = plan;
  const store = storeOf(context);
  const purpose = { command: 'rollback', services, undoes: plan.receipt.id };
  const { journal, receipt, write } = beginTransaction(store, purpose, writings);
  const log = lifecycleOf(context, tell);
  const note = (event: Parameters<typeof log.note>[0], some: readonly JournalService[]): void => {
    for (const { profile, name } of some) log.note(event, profile, { service: name, id: journal.id });
  };
  try {
    for (const { manager, here } of byManager(context, services)) {
      await manager.stop(namesOf(here, 'stop'));
      await manager.disable(namesOf(here, 'disable'));
    }
    write();
    note('written', services);
    for (const { manager, here } of byManager(context, services)) {
      await manager.reload();
      // One whose last end counts as a failure is kept in memory without its file, and does not start with it.
      await manager.clearFailure(
        here.filter(({ actions }) => !actions.includes('restart')).map(({ name }) => name),
      );
    }
    journal.note({ type: 'reloaded' });
    const begun = services.filter(({ actions }) => actions.includes('start') || actions.includes('restart'));
    if (begun.length > 0) journal.note({ type: 'starting', names: begun.map(({ name }) => name) });
    note('starting', begun);
    for (const { manager, here } of byManager(context, services)) {
      await manager.enable(namesOf(here, 'enable'));
      await manager.restart(here.filter(({ actions }) => actions.includes('restart')));
      await manager.start(here.filter(({ actions }) => actions.includes('start')));
    }
    // The files are what was asked for. Whether the services get ready with them is told, and no reason to go back again.
    journal.end('committed');
    const notReady = await awaitBegun(context, begun, tell);
    const ill = new Set(notReady.map(({ name }) => name));
    note(
      'ready',
      begun.filter(({ name }) => !ill.has(name)),
    );
    note(
      'failed',
      begun.filter(({ name }) => ill.has(name)),
    );
    return { receipt, notReady };
  } catch (error) {
    const found = findJournals(store).find(({ begin }) => begin.id === journal.id);
    if (found) await resume(context, found, tell);
    throw error;
  }
}

function byManager(context: Context, services: readonly JournalService[]) {
  const keys = [...new Set(services.map(({ manager, scope }) => `${manager} ${scope}`))];
  return keys.flatMap((key) => {
    const here = services.filter(({ manager, scope }) => `${manager} ${scope}` === key);
    const [first] = here;
    return first
      ? [{ here, manager: serviceManager({ ...context, manager: first.manager, scope: first.scope }) }]
      : [];
  });
}

const namesOf = (services: readonly JournalService[], action: Action): string[] =>
  services.filter(({ actions }) => actions.includes(action)).map(({ name }) => name);

/** Waits as `apply` does for those of this command's manager and scope. */
async function awaitBegun(
  context: Context,
  begun: readonly JournalService[],
  tell: (line: string) => void,
): Promise<{ name: string; missing: string }[]> {
  if (begun.length === 0) return [];
  const { host, app, manager, scope } = context;
  const environment = await userManagerEnvironment(context, manager === 'systemd');
  const judged = surveyFiles(context, host.files, environment);
  const { services } = fleetOf(context, judged, { profile: begun.map(({ profile }) => profile) });
  const asked = serviceManager(context);
  const awaited = begun.flatMap((one) => {
    const service = services.find(({ profile }) => profile === one.profile);
    if (!service || one.manager !== manager || one.scope !== scope) return [];
    return [{ service, unit: one.name, old: one.actions.includes('restart') ? one.before.mainPid : null }];
  });
  const { failed } = await awaitReady(
    host,
    app,
    awaited,
    async (units) =>
      new Map([...(await asked.states(units))].map(([name, state]) => [name, managerWord(state)])),
    tellWaiting(host.clock, tell),
  );
  return failed.map(({ unit, missing }) => ({ name: unit, missing: sayAll(missing) }));
}
