import type { ExecResult } from '../host/exec.ts';
import { Failure } from '../host/failure.ts';
import type { JobState } from '../model/live.ts';
import { tr } from '../texts/tr.ts';
import { act, type Control, typed } from './control.ts';
import { launchctl, printJob } from './launchctl.ts';
import { type Outcome, outcomeOf, wordsOf } from './outcome.ts';

/** Milliseconds. */
const TIMEOUT = 30_000;
const PAUSE = 500;
/** How long somebody else's bootstrap of the same job may take. Milliseconds. */
const CONCURRENT = 10_000;

/**
 * Loads a job from its file and returns what launchd says of it then. Always `enable` first: what `disable` has noted
 * outlives everything, and a `bootout` may leave such a note behind (openclaw #80384, #77934). It is loaded only when
 * `print` says so, whatever `bootstrap` said.
 *
 * @param teardown milliseconds for which 5 may mean that the old job is not quite gone, after a `bootout` of ours; else 0,
 *   and 5 is final: more tries would not help
 * @throws Failure (host) with what launchctl said, what it can mean and the next command
 */
export async function bootstrap(
  control: Control,
  domain: string,
  job: { name: string; path: string },
  teardown: number,
): Promise<JobState> {
  const { clock } = control.host;
  const { name, path } = job;
  await act(control, ['enable'], `${domain}/${name}`);
  const start = clock.elapsed();
  for (;;) {
    const result = await launchctl(control, ['bootstrap', domain, path], TIMEOUT);
    const outcome = outcomeOf(result);
    const state = await printJob(control, { label: name, scope: control.scope });
    if (state.loaded === 'yes') return state;
    const passed = clock.elapsed() - start;
    if (passed >= patience(outcome, teardown)) throw refused(control, domain, job, result, outcome, state);
    await clock.sleep(PAUSE);
  }
}

/** For how many milliseconds another try makes sense. */
function patience(outcome: Outcome, teardown: number): number {
  if (outcome === 'input-output') return teardown;
  // Another bootstrap is on its way, or says to be done: `print` will show the job.
  return ['in-progress', 'already-loaded', 'done'].includes(outcome) ? Math.max(teardown, CONCURRENT) : 0;
}

function refused(
  control: Control,
  domain: string,
  { name, path }: { name: string; path: string },
  result: ExecResult,
  outcome: Outcome,
  state: JobState,
): Failure {
  const unsure = outcome === 'no-answer' || state.loaded === 'unknown';
  const what = unsure
    ? tr('could not find out whether {name} is loaded in {domain}: {result}', {
        name,
        domain,
        result: wordsOf(result),
      })
    : tr('launchctl bootstrap {domain} did not load {name}: {result}', {
        domain,
        name,
        result: wordsOf(result),
      });
  const { why, next } = advice(control, domain, path, outcome);
  return new Failure('host', what, {
    where: path,
    ...(why && { why }),
    next: next ?? typed(control, `print ${domain}/${name}`),
  });
}

/** What an outcome can mean, and what to do. */
function advice(
  control: Control,
  domain: string,
  path: string,
  outcome: Outcome,
): { why?: string; next?: string } {
  switch (outcome) {
    case 'input-output':
      return {
        why: tr(
          'launchd gives 5 for several things: the file cannot be read or is not a property list; somebody other than its owner may write to it; the job is disabled; or it is not for this kind of login (LimitLoadToSessionType)',
        ),
        next: `plutil -lint ${path} && ls -le ${path} && ${typed(control, `print-disabled ${domain}`)}`,
      };
    case 'no-domain':
      return {
        why: tr('this kind of login is not there any more (ssh and sudo have no gui domain)'),
        next: tr('log in as {name}, at the screen or over ssh, and run the command there', {
          name: control.account.name,
        }),
      };
    case 'wrong-session':
      return {
        why: tr(
          'LimitLoadToSessionType leaves out {more}; without the key a job is for Aqua, the screen, alone',
          {
            more: domain.startsWith('user/')
              ? tr('Background, which is what ssh gives')
              : tr('this kind of login'),
          },
        ),
        next: 'unitpin gen --diff',
      };
    case 'bad-owner':
      return {
        why: tr('the file must belong to its owner, and nobody else may write to it'),
        next: `ls -le ${path}`,
      };
    case 'not-permitted':
      return {
        why: tr('another account owns this domain'),
        next: tr('run the command as {name}', { name: control.account.name }),
      };
    default:
      return {};
  }
}
