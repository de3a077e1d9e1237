import type { Exec, ExecResult } from '../host/exec.ts';
import type { JobState } from '../model/live.ts';
import { outcomeOf, wordsOf } from './outcome.ts';

/** launchctl(1) answers in milliseconds; a domain that is stuck never does. Milliseconds. */
const TIMEOUT = 5_000;
/** launchd has one question a job: so many at a time. */
const AT_ONCE = 8;

/** What launchd is asked with. */
export interface Launchd {
  exec: Exec;
  uid: number;
  environment: Readonly<Record<string, string | undefined>>;
}

export interface JobName {
  label: string;
  scope: 'user' | 'system';
}

/** By scope and label, as in `MachineFacts`. */
export const jobKey = ({ label, scope }: JobName): string => `${scope} ${label}`;

/** The domains that a job of this scope may be loaded in, the usual one first. */
export const domainsOf = (scope: 'user' | 'system', uid: number): string[] =>
  scope === 'system' ? ['system'] : [`gui/${uid}`, `user/${uid}`];

const NOT_LOADED: JobState = {
  loaded: 'no',
  domain: null,
  state: '',
  pid: null,
  runs: 0,
  lastExit: null,
  exitTimeout: null,
  path: null,
  argv: null,
  environment: null,
};

/** The state of each job, by `jobKey`. */
export async function printJobs(launchd: Launchd, jobs: readonly JobName[]): Promise<Map<string, JobState>> {
  const result = new Map<string, JobState>();
  const open = [...jobs];
  const work = async (): Promise<void> => {
    for (let job = open.shift(); job !== undefined; job = open.shift())
      result.set(jobKey(job), await printJob(launchd, job));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return result;
}

/** The state of one job. `domain` is where it is loaded, else the first in which it could be. */
export async function printJob(launchd: Launchd, { label, scope }: JobName): Promise<JobState> {
  let free: string | null = null;
  let said = '';
  for (const domain of domainsOf(scope, launchd.uid)) {
    const result = await launchctl(launchd, ['print', `${domain}/${label}`]);
    const outcome = outcomeOf(result);
    if (result.state === 'done' && outcome === 'done') return { ...parseJob(result.stdout), domain };
    if (outcome === 'not-loaded') free ??= domain;
    // The next domain is as stuck as this one. `no-domain`: nothing is loaded where nobody is logged in that way.
    else if (outcome !== 'no-domain') return { ...NOT_LOADED, loaded: 'unknown', state: wordsOf(result) };
    else said = wordsOf(result);
  }
  if (free === null) return { ...NOT_LOADED, loaded: 'unknown', state: said };
  return { ...NOT_LOADED, loaded: 'no', domain: free };
}

/**
 * The answer of `launchctl print`. It is for people and may change: only what stands at its first level is read, and of
 * its blocks the arguments and the environment.
 */
export function parseJob(text: string): JobState {
  const argv = block(text, 'arguments');
  // An argument may look like anything: what stands in it is no property.
  const plain = argv === null ? text : text.replace(argv, '');
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of plain.matchAll(/^\t([a-z][^\t=]*?) = (.*)$/gm)) {
    if (!values.has(name)) values.set(name, value);
  }
  const environment = block(plain, 'environment');
  const pid = Number(values.get('pid'));
  const exitTimeout = Number(values.get('exit timeout') ?? Number.NaN);
  const lastExit = values.get('last exit code') ?? null;
  return {
    loaded: 'yes',
    domain: null,
    state: values.get('state') ?? '',
    pid: pid > 0 ? pid : null,
    runs: Number(values.get('runs') ?? 0) || 0,
    lastExit: lastExit === '(never exited)' ? null : lastExit,
    exitTimeout: Number.isNaN(exitTimeout) ? null : exitTimeout,
    path: values.get('path') ?? null,
    argv: argv === null ? null : argv.replace(/^\t\t/gm, ''),
    environment: environment === null ? null : variables(environment),
  };
}

/** What stands between `<name> = {` and its closing brace, both one tab deep. */
const block = (text: string, name: string): string | null =>
  new RegExp(`^\\t${name} = \\{\\n([\\s\\S]*?)^\\t\\}$`, 'm').exec(text)?.[1] ?? null;

const variables = (text: string): Map<string, string> =>
  new Map([...text.matchAll(/^\t\t(\S+?) => (.*)$/gm)].map(([, name = '', value = '']) => [name, value]));

/** What `launchctl enable` and `disable` have noted, by `jobKey`; what cannot be asked is left out. */
export async function printDisabled(
  launchd: Launchd,
  scopes: readonly ('user' | 'system')[],
): Promise<Map<string, 'enabled' | 'disabled'>> {
  const asked = scopes.flatMap((scope) => domainsOf(scope, launchd.uid).map((domain) => ({ scope, domain })));
  const answers = await Promise.all(
    asked.map(async ({ scope, domain }) => {
      const result = await launchctl(launchd, ['print-disabled', domain]);
      return { scope, text: result.state === 'done' && result.code === 0 ? result.stdout : '' };
    }),
  );
  return new Map(
    answers.flatMap(({ scope, text }) =>
      [...text.matchAll(/^\s*"(.+)" => (enabled|disabled|true|false)$/gm)].map(
        ([, label = '', noted]) =>
          // Older versions answer the question whether it is disabled.
          [
            jobKey({ label, scope }),
            noted === 'disabled' || noted === 'true' ? 'disabled' : 'enabled',
          ] as const,
      ),
    ),
  );
}

/** One call. @param timeoutMs after so long it is ended by SIGKILL, and nothing is known */
export const launchctl = (
  { exec, environment }: Launchd,
  args: readonly string[],
  timeoutMs = TIMEOUT,
): Promise<ExecResult> => exec(['launchctl', ...args], { env: { ...environment, LC_ALL: 'C' }, timeoutMs });
