import { Failure } from '../host/failure.ts';
import type { JobState } from '../model/live.ts';
import { loadedDifference } from '../model/loaded-job.ts';
import type { Job } from '../model/manager.ts';
import { tr } from '../texts/tr.ts';
import { bootOut, teardownLimit } from './bootout.ts';
import { bootstrap } from './bootstrap.ts';
import { act, type Control, typed } from './control.ts';
import { assertDefines, isTrue, readJob } from './job-file.ts';
import { domainsOf, printJob } from './launchctl.ts';
import { assertNotInside } from './own-job.ts';

/** What is on its way without us. */
const COMES = /^(spawn scheduled|spawning|xpcproxy)/;
/** `kickstart -k` waits for the old process to end. Milliseconds. */
const KILL_TIMEOUT = 90_000;

/** The three answers of `print` less one: @throws Failure (host) where it could not be found out. */
export async function knownState(control: Control, label: string): Promise<JobState> {
  const state = await printJob(control, { label, scope: control.scope });
  if (state.loaded !== 'unknown') return state;
  const [domain] = domainsOf(control.scope, control.uid);
  throw new Failure('host', tr('could not find out whether launchd has loaded {label}', { label }), {
    why: `launchctl print: ${state.state}`,
    next: typed(control, `print ${domain}/${label}`),
  });
}

/** Makes a job run that does not; one that runs stays as it is. `domain` is asked for only where something is to be loaded. */
export async function startJob(control: Control, domain: () => Promise<string>, job: Job): Promise<void> {
  const state = await knownState(control, job.name);
  if (state.pid !== null) return;
  if (state.loaded === 'yes' && !isStale(control, job.path, state)) {
    const target = `${state.domain}/${job.name}`;
    await act(control, ['enable'], target);
    if (!COMES.test(state.state)) await act(control, ['kickstart'], target);
    return;
  }
  await loadAnew(control, domain, job, state);
}

/**
 * Makes a job run anew. launchd goes by what it has loaded: unless the caller says that the file has not changed since, and
 * nothing that is printed speaks against it, the job is taken out and loaded again.
 */
export async function restartJob(control: Control, domain: () => Promise<string>, job: Job): Promise<void> {
  const state = await knownState(control, job.name);
  const same = job.changed === false && state.pid !== null && !isStale(control, job.path, state);
  if (!same) return loadAnew(control, domain, job, state);
  assertNotInside(control, job.name, state);
  await act(control, ['kickstart', '-k'], `${state.domain}/${job.name}`, { timeoutMs: KILL_TIMEOUT });
}

/** Takes it out of every domain that has it, and loads it in the right one. */
async function loadAnew(
  control: Control,
  domain: () => Promise<string>,
  job: Job,
  state: JobState,
): Promise<void> {
  // What launchd could not load afterwards must not be taken out before.
  const definition = assertDefines(control, job.name, job.path);
  const target = await domain();
  if (state.loaded === 'yes') await bootOut(control, job.name, state);
  const loaded = await bootstrap(
    control,
    target,
    job,
    state.loaded === 'yes' ? teardownLimit(control, state) : 0,
  );
  // Never `-k`, which would end the process that has just been started.
  if (!isTrue(definition, 'RunAtLoad') && loaded.pid === null && !COMES.test(loaded.state))
    await act(control, ['kickstart'], `${loaded.domain}/${job.name}`);
}

/** Whether what is loaded is not what its file says: another file, other words or another environment. */
export function isStale(control: Control, path: string, state: JobState): boolean {
  const { files } = control.host;
  if (state.loaded !== 'yes') return false;
  // By way of a link (/tmp is one) it is the same file.
  if (state.path !== null && state.path !== path && files.realPath(state.path) !== files.realPath(path))
    return true;
  return loadedDifference(readJob(control, path).command, state) !== null;
}
