import { Failure } from '../host/failure.ts';
import type { Processes } from '../host/processes.ts';
import type { JobState } from '../model/live.ts';
import { tr } from '../texts/tr.ts';
import { type Control, typed } from './control.ts';
import { keyOf, readJob } from './job-file.ts';
import { launchctl, printJob } from './launchctl.ts';
import { outcomeOf, wordsOf } from './outcome.ts';
import { assertNotInside } from './own-job.ts';

/** Between SIGTERM and SIGKILL where nobody says otherwise; launchd's own default has changed (5, 10, 20). Seconds. */
const DEFAULT_EXIT_TIMEOUT = 20;
/** An ExitTimeOut of 0 is for ever to launchd, not to us. Seconds. */
const LONGEST = 600;
/** What launchd may take beyond its own limit. Milliseconds. */
const BEYOND = 10_000;
const FIRST_POLL = 50;
const LAST_POLL = 500;

/** Milliseconds until nothing of a job can be left. */
export function teardownLimit(control: Control, state: JobState): number {
  return (state.exitTimeout ?? written(control, state) ?? (DEFAULT_EXIT_TIMEOUT || LONGEST)) * 1_000 + BEYOND;
}

/** What its file says; older versions do not print what they have. */
function written(control: Control, { path }: JobState): number | null {
  const value = path === null ? undefined : keyOf(readJob(control, path), 'ExitTimeOut');
  return value?.type === 'integer' ? value.value : null;
}

/**
 * Takes a job out of launchd, out of every domain that has it, and waits until nothing of it is left: `bootout` returns
 * when the request is taken, and a `bootstrap` before the old job is gone fails with 5 (NousResearch/hermes-agent #42006,
 * openclaw #40905). Gone: `print` does not know it, and its processes have ended or given their number to others. What
 * `bootout` itself answers is believed only where it says that nothing will happen.
 *
 * @throws Failure (host) when it is still there after its ExitTimeOut and 10 s, or nobody can tell
 */
export async function bootOut(control: Control, label: string, loaded: JobState): Promise<void> {
  const { clock, processes } = control.host;
  assertNotInside(control, label, loaded);
  const limit = teardownLimit(control, loaded);
  const end = clock.elapsed() + limit;
  const asked = new Set<string>();
  const watched = new Map<number, number | null>();
  let said = '';
  let state = loaded;
  for (let pause = FIRST_POLL; ; pause = Math.min(LAST_POLL, pause * 1.5)) {
    // KeepAlive may start it once more before the request arrives.
    if (state.pid !== null && !watched.has(state.pid)) watched.set(state.pid, startOf(processes, state.pid));
    if (state.loaded === 'yes' && state.domain !== null && !asked.has(state.domain)) {
      asked.add(state.domain);
      said = await ask(control, `${state.domain}/${label}`, Math.max(1_000, end - clock.elapsed()));
    }
    const left = [...watched].filter(([pid, start]) => !hasEnded(processes, pid, start)).map(([pid]) => pid);
    const late = clock.elapsed() >= end;
    // launchd takes one job a question, and has nothing to say as long as the process is there.
    if (left.length === 0 || late) state = await printJob(control, { label, scope: control.scope });
    if (left.length === 0 && state.loaded === 'no') return;
    if (late) throw stillThere(control, label, state, left, said, limit);
    await clock.sleep(pause);
  }
}

/** Its words, where it says that it may not have worked. @throws Failure (host) where it cannot */
async function ask(control: Control, target: string, timeoutMs: number): Promise<string> {
  const result = await launchctl(control, ['bootout', target], timeoutMs);
  const outcome = outcomeOf(result);
  if (['done', 'in-progress', 'not-loaded'].includes(outcome)) return '';
  if (!['not-permitted', 'no-domain', 'no-launchctl'].includes(outcome)) return wordsOf(result);
  throw new Failure(
    'host',
    tr('launchctl bootout {target} failed: {result}', { target, result: wordsOf(result) }),
    {
      why: tr('the job goes on as it was'),
      next: typed(control, `bootout ${target}`),
    },
  );
}

const startOf = (processes: Processes, pid: number): number | null => {
  const stat = processes.stat(pid);
  return typeof stat === 'string' ? null : stat.start;
};

/** For certain: its number is free, a zombie's, or another process has it. */
function hasEnded(processes: Processes, pid: number, start: number | null): boolean {
  const stat = processes.stat(pid);
  if (typeof stat === 'string') return stat === 'absent';
  return stat.state === 'Z' || (start !== null && stat.start !== start);
}

function stillThere(
  control: Control,
  label: string,
  { loaded, domain }: JobState,
  left: readonly number[],
  said: string,
  limit: number,
): Failure {
  const seconds = Math.round(limit / 1_000);
  const target = `${domain ?? ''}/${label}`;
  const what =
    loaded === 'unknown'
      ? tr('could not find out whether {label} is gone: launchctl print did not say so in {seconds} s', {
          label,
          seconds,
        })
      : tr('{label} is still there {seconds} s after launchctl bootout', { label, seconds });
  const processes =
    left.length > 0
      ? tr('its process {left} goes on', { left: left.join(tr(', ')) })
      : tr('launchd still lists it');
  return new Failure('host', what, {
    why: [
      ...(loaded === 'unknown' ? [] : [processes]),
      ...(said === '' ? [] : [tr('bootout said: {said}', { said })]),
    ].join(tr('; ')),
    next: typed(control, `print ${target}`),
  });
}
