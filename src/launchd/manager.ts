import type { Exec } from '../host/exec.ts';
import { Failure } from '../host/failure.ts';
import type { Host } from '../host/host.ts';
import type { ServiceManager } from '../model/manager.ts';
import type { Account } from '../model/service.ts';
import { tr } from '../texts/tr.ts';
import { bootOut } from './bootout.ts';
import { act, type Control } from './control.ts';
import { findDomain } from './domains.ts';
import { jobKey, printDisabled, printJobs } from './launchctl.ts';
import { lastLinesOfJob } from './log-file.ts';
import { managedJob } from './managed-job.ts';
import { knownState, restartJob, startJob } from './run-job.ts';

/** launchctl takes one job a call: so many calls at a time. */
const AT_ONCE = 8;

/** launchd as a service manager: the agents of an account, or with scope `system` the machine's daemons. */
export function launchdManager(host: Host, account: Account, scope: 'user' | 'system'): ServiceManager {
  const { environment } = host;
  const control: Control = {
    host,
    account,
    scope,
    environment,
    uid: account.uid,
    exec: atMost(AT_ONCE, host.exec),
  };
  let asked: Promise<string> | null = null;
  /** Found out once, and again after a failure. */
  const domain = (): Promise<string> => {
    asked ??= findDomain(control).catch((error: unknown) => {
      asked = null;
      throw error;
    });
    return asked;
  };
  return {
    name: 'launchd',
    async states(names) {
      const jobs = names.map((label) => ({ label, scope }));
      const [states, overrides] = await Promise.all([
        printJobs(control, jobs),
        names.length > 0 ? printDisabled(control, [scope]) : new Map<string, 'enabled' | 'disabled'>(),
      ]);
      return new Map(
        jobs.flatMap((job) => {
          const state = states.get(jobKey(job));
          return state
            ? [[job.label, managedJob(control, job.label, state, overrides.get(jobKey(job)))]]
            : [];
        }),
      );
    },
    async reload() {},
    enable: (names) =>
      sideBySide(names, async (name) => act(control, ['enable'], `${await domain()}/${name}`)),
    disable: (names) =>
      sideBySide(names, async (name) => act(control, ['disable'], `${await domain()}/${name}`)),
    start: (jobs) => sideBySide(jobs, (job) => startJob(control, domain, job)),
    // KeepAlive would start again what is only killed. Nothing is noted: it comes back at the next login.
    stop: (names) =>
      sideBySide(names, async (name) => {
        const state = await knownState(control, name);
        if (state.loaded === 'yes') await bootOut(control, name, state);
      }),
    restart: (jobs) => sideBySide(jobs, (job) => restartJob(control, domain, job)),
    async clearFailure() {},
    lastLines: (name, lines) => lastLinesOfJob(control, name, lines),
  };
}

/** All of them come to an end, before the first failure is thrown; it names the others. */
async function sideBySide<T>(items: readonly T[], one: (item: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(items.map(one));
  const errors = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  const [first, ...others] = errors;
  if (first === undefined) return;
  const bug = errors.find((error) => !(error instanceof Failure));
  if (bug !== undefined || !(first instanceof Failure) || others.length === 0) throw bug ?? first;
  const { exit, message, where, why, next } = first;
  const rest = others.map((error) => tr('also: {message}', { message: (error as Failure).message }));
  throw new Failure(exit, message, {
    ...(where !== undefined && { where }),
    why: [...(why ? [why] : []), ...rest].join('\n  '),
    ...(next !== undefined && { next }),
    cause: first,
  });
}

/** No more than so many programs at a time; the others wait for their turn. */
function atMost(count: number, exec: Exec): Exec {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (argv, options) => {
    if (running < count) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await exec(argv, options);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
