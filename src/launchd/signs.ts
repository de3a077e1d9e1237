import type { Sign } from '../model/sign.ts';

/** launchd's own words about a job, in macOS' log (as people have posted them; macOS 12 to 26). The first that fits counts. */
export const LAUNCHD_SIGNS: readonly Sign[] = [
  { id: 'throttled', pattern: 'Pushing respawn out by (?<delay>\\d+) second' },
  { id: 'throttled', pattern: 'Throttling respawn: Will start in (?<delay>\\d+) second' },
  {
    id: 'exited',
    pattern: 'exited due to (?<signal>SIG[A-Z0-9]+) \\| sent by (?<sender>[^,|]{1,100}?\\[(?<other>\\d+)\\])',
  },
  { id: 'exited', pattern: 'exited due to (?:signal: )?(?<signal>SIG[A-Z0-9]+)' },
  { id: 'exited', pattern: 'exited with abnormal code: (?<code>\\d+)' },
  { id: 'exited', pattern: 'exited due to exit\\((?<code>\\d+)\\)' },
  { id: 'program-missing', pattern: 'could not find and/or execute program' },
  { id: 'stop-requested', pattern: 'bootout initiated by: (?<sender>[^,|]{1,100}?\\[(?<other>\\d+)\\])' },
  { id: 'unit-started', pattern: '[Ss]uccessfully spawned \\S+\\[\\d+\\]' },
];

/** The label and pid of the job that a line of launchd is about: `(label [123])`, `[gui/501/label [123]:]`. */
export function jobNamedIn(text: string): { label: string; pid: number | null } | null {
  const found =
    /(?:\(|\[(?:gui|user|system|pid)(?:\/\d+)?\/)([A-Za-z][\w.-]*\.[\w.-]+)(?: \[(\d+)\])?(?:\)|:?\])/.exec(
      text,
    );
  if (!found?.[1]) return null;
  return { label: found[1], pid: found[2] === undefined ? null : Number(found[2]) };
}
