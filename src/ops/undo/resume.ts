import { dirname } from 'node:path';
import { Failure } from '../../host/failure.ts';
import type { ManagedState, ServiceManager } from '../../model/manager.ts';
import type { Action } from '../../model/plan.ts';
import type { Receipt } from '../../model/receipt.ts';
import type { StoreContext } from '../../store/context.ts';
import {
  continueJournal,
  type FoundJournal,
  type JournalService,
  receiptService,
} from '../../store/journal.ts';
import { openLifecycle } from '../../store/lifecycle.ts';
import { backupFolder, removeLeftBeside } from '../../store/receipts.ts';
import { keep } from '../../store/store.ts';
import { standsAt, undo } from '../../store/undo.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { lifecyclePlace, storeOf } from '../publish.ts';
import { serviceManager } from '../service-manager.ts';
import { endOf, nameOf } from './unfinished.ts';

/**
 * What becomes of a service of an interrupted command.
 *
 * - `back`: its files and what its manager had of it are put back.
 * - `forward`: what the command wanted of it is done.
 * - `hold`: it would go back, but what stood there ran the wrong profile: the new files stay, and nothing more is done.
 */
export type Fate = 'back' | 'forward' | 'hold';

/** By the name of each service; `files`: that of the files that belong to none. */
export interface Decision {
  services: ReadonlyMap<string, Fate>;
  files: 'back' | 'forward';
}

/**
 * The rule. As long as nothing was started, everything goes back. From the first start on all files were written and the
 * manager had read them: then what was wanted is finished, except for what the command itself was giving back. Where
 * nothing is to be started, that moment is when the manager has read the files; where there are files alone, when all were
 * written.
 */
export function decide({ begin, entries }: FoundJournal, isWritten: (path: string) => boolean): Decision {
  const names = (type: 'starting' | 'failed'): Set<string> =>
    new Set(entries.flatMap((entry) => (entry.type === type ? entry.names : [])));
  const [started, failed] = [names('starting'), names('failed')];
  const starts = begin.services.some((one) => does(one, 'start') || does(one, 'restart'));
  const isRead = !starts && entries.some(({ type }) => type === 'reloaded');
  const services = begin.services.map((service): [string, Fate] => {
    const { name, wrong, writes } = service;
    if ((started.size > 0 || isRead) && !failed.has(name)) return [name, 'forward'];
    return [name, wrong && writes.some(isWritten) ? 'hold' : 'back'];
  });
  const goesOn =
    services.length > 0 ? started.size > 0 || isRead : begin.writes.every(({ path }) => isWritten(path));
  return { services: new Map(services), files: goesOn ? 'forward' : 'back' };
}

/** Finishes or undoes one interrupted command. Being ended in the middle of that is as harmless as the first time. */
export async function resume(
  context: Context,
  found: FoundJournal,
  tell: (line: string) => void,
): Promise<void> {
  const store = storeOf(context);
  const { files } = store;
  const { begin, entries } = found;
  const journal = continueJournal(store, found);
  const ended = endOf(found);
  if (ended !== null) {
    journal.end(ended);
    return;
  }
  removeLeftBeside(files, [
    ...begin.writes.map(({ path }) => dirname(path)),
    backupFolder(store.folder, begin.id),
  ]);
  const stands = new Map(begin.writes.map((change) => [change.path, standsAt(files, change)]));
  const decision = decide(found, (path) => stands.get(path) === 'after');
  if (begin.writes.length > 0) keep(store, receiptOf(found));

  const groups = groupByManager(context, begin.services);
  const fateOf = ({ name }: JournalService): Fate => decision.services.get(name) ?? 'forward';
  const started = new Set(entries.flatMap((entry) => (entry.type === 'starting' ? entry.names : [])));
  const refusals: string[] = [];
  const ask = asking((line) => refusals.push(line));
  for (const group of groups) await letGo(group, fateOf, started, ask);
  const left = takeBackFiles(store, found, decision);
  for (const group of groups) await takeUp(group, fateOf, started, ask);

  endStarts(context, found, fateOf, tell);
  const fates = [...decision.services.values(), ...(begin.services.length === 0 ? [decision.files] : [])];
  tell(tr('{found} was interrupted: {fates}', { found: nameOf(found), fates: outcomeOf(fates) }));
  for (const service of begin.services.filter((one) => fateOf(one) === 'hold'))
    tell(tr('  {name}: the new definition stays, the old one ran the wrong profile', { name: service.name }));
  for (const line of refusals) tell(line);
  for (const path of left) tell(tr('  {path} was changed since, and is left as it is', { path }));
  journal.end(fates.every((fate) => fate === 'back') ? 'rolled-back' : 'committed');
}

function outcomeOf(fates: readonly Fate[]): string {
  if (fates.every((fate) => fate === 'back')) return tr('it is undone, everything is as it was');
  if (!fates.includes('forward')) return tr('it is undone, but for what must not come back');
  if (fates.every((fate) => fate === 'forward')) return tr('it is finished now');
  return tr('what it had begun is finished, the rest is undone');
}

function receiptOf({ begin }: FoundJournal): Receipt {
  const { id, at, command, writes, services, undoes } = begin;
  return {
    schema: 1,
    id,
    at,
    command,
    changes: writes,
    ...(services.length > 0 && { services: services.map(receiptService) }),
    ...(undoes !== undefined && { undoes }),
  };
}

interface Group {
  manager: ServiceManager;
  services: readonly JournalService[];
}

function groupByManager(context: Context, services: readonly JournalService[]): Group[] {
  const keyOf = ({ manager, scope }: JournalService): string => `${manager} ${scope}`;
  return [...new Set(services.map(keyOf))].flatMap((key) => {
    const here = services.filter((one) => keyOf(one) === key);
    const [first] = here;
    if (!first) return [];
    const { manager, scope } = first;
    return [{ manager: serviceManager({ ...context, manager, scope }), services: here }];
  });
}

/** One that is being stopped is as good as down: asked to start, it comes back when it is. */
const isUp = ({ active }: Pick<ManagedState, 'active'>): boolean =>
  active === 'active' || active === 'activating';
const does = ({ actions }: JournalService, action: Action): boolean => actions.includes(action);
const namesOf = (services: readonly JournalService[]): string[] => services.map(({ name }) => name);
const jobsOf = (services: readonly JournalService[]) => services.map(({ name, path }) => ({ name, path }));

type FateOf = (service: JournalService) => Fate;

/** Asks the manager for one thing. It may refuse: then that is told, and whoever comes next sees what is so. */
type Ask = (work: () => Promise<void>) => Promise<void>;

const asking =
  (tell: (line: string) => void): Ask =>
  async (work) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      tell(`  ${error.message}${error.next === undefined ? '' : tr('; next: {next}', { next: error.next })}`);
    }
  };

/** What a service has that it did not have before goes while its definition is still there. */
async function letGo(
  { manager, services }: Group,
  fateOf: FateOf,
  started: ReadonlySet<string>,
  ask: Ask,
): Promise<void> {
  const back = services.filter((one) => fateOf(one) === 'back');
  const states = await manager.states(namesOf(back));
  const now = ({ name }: JournalService): ManagedState | undefined => states.get(name);
  const enabled = back.filter(
    (one) => does(one, 'enable') && one.before.enabled !== 'yes' && now(one)?.enabled === 'yes',
  );
  const up = back.filter((one) => started.has(one.name) && !isUp(one.before) && isUp(now(one) ?? one.before));
  await ask(() => manager.disable(namesOf(enabled)));
  await ask(() => manager.stop(namesOf(up)));
}

/** Gives the paths that somebody has changed since. */
function takeBackFiles(store: StoreContext, found: FoundJournal, decision: Decision): readonly string[] {
  const { begin } = found;
  const ofServices = new Map(
    begin.services.flatMap(({ name, writes }) => writes.map((path) => [path, decision.services.get(name)])),
  );
  const back = begin.writes.filter(({ path }) => (ofServices.get(path) ?? decision.files) === 'back');
  return back.length === 0 ? [] : undo(store, begin.id, back).left;
}

/** Brings the manager to what the files say now, and every service up that was up or is to be. */
async function takeUp(
  { manager, services }: Group,
  fateOf: FateOf,
  started: ReadonlySet<string>,
  ask: Ask,
): Promise<void> {
  if (services.some(({ writes }) => writes.length > 0)) await ask(() => manager.reload());
  const states = await manager.states(namesOf(services));
  const now = ({ name }: JournalService): ManagedState | undefined => states.get(name);
  const upNow = (one: JournalService): boolean => isUp(now(one) ?? one.before);
  const isForward = (one: JournalService): boolean => fateOf(one) === 'forward';
  const forward = services.filter(isForward);

  const stop = forward.filter((one) => does(one, 'stop') && now(one)?.active !== 'inactive');
  const disable = forward.filter((one) => does(one, 'disable') && now(one)?.enabled === 'yes');
  const enable = services.filter((one) => {
    const wasEnabled = one.before.enabled === 'yes';
    const wanted = isForward(one) ? does(one, 'enable') || (wasEnabled && !does(one, 'disable')) : wasEnabled;
    return wanted && now(one)?.enabled === 'no';
  });
  const restart = services.filter((one) => {
    if (!upNow(one)) return false;
    if (isForward(one)) return does(one, 'restart') && now(one)?.mainPid === one.before.mainPid;
    // It may run what has just been taken back.
    return fateOf(one) === 'back' && started.has(one.name) && isUp(one.before) && one.writes.length > 0;
  });
  const start = services.filter((one) => {
    if (upNow(one)) return false;
    if (!isForward(one)) return isUp(one.before);
    return does(one, 'start') || does(one, 'restart') || (isUp(one.before) && !does(one, 'stop'));
  });
  const failed = start.filter((one) => now(one)?.active === 'failed');
  await ask(() => manager.stop(namesOf(stop)));
  await ask(() => manager.disable(namesOf(disable)));
  await ask(() => manager.enable(namesOf(enable)));
  await ask(() => manager.clearFailure(namesOf(failed)));
  await ask(() => manager.restart(jobsOf(restart)));
  await ask(() => manager.start(jobsOf(start)));
}

/** Each beginning in the lifecycle log has an end. */
function endStarts(
  context: Context,
  { begin, entries }: FoundJournal,
  fateOf: FateOf,
  tell: (line: string) => void,
): void {
  const names = (type: 'starting' | 'ready') =>
    new Set(entries.flatMap((entry) => (entry.type === type ? entry.names : [])));
  const [started, ready] = [names('starting'), names('ready')];
  for (const service of begin.services) {
    const { manager, profile, name } = service;
    const log = openLifecycle({ ...lifecyclePlace(context, tell), manager });
    const id = { service: name, id: begin.id };
    if (fateOf(service) === 'back') log.note('rolled-back', profile, id);
    else if (started.has(name) && !ready.has(name)) log.note('interrupted', profile, id);
  }
}
