import type { Sign } from '../model/sign.ts';

/** systemd's own words about a service, in its journal (src/core/{service,job,unit}.c). The first that fits counts. */
export const SYSTEMD_SIGNS: readonly Sign[] = [
  // systemd.exec(5), "Process Exit Codes": the service manager's own.
  {
    id: 'folder-missing',
    pattern: 'status=200/CHDIR|Changing to the requested working directory failed|Failed at step CHDIR',
  },
  { id: 'program-missing', pattern: 'status=203/EXEC|Failed at step EXEC|: Failed to execute ' },
  { id: 'out-of-memory', pattern: 'killed by the OOM killer|result .oom-kill' },
  // "Failed with result 'start-limit-hit'" is the same once more.
  { id: 'start-limit', pattern: 'Start request repeated too quickly' },
  {
    id: 'stop-timed-out',
    pattern:
      "State '(?:stop-sigterm|final-sigterm|stop|deactivating)[\\w-]*' timed out\\. Killing|[Ss]topping timed out",
  },
  { id: 'killed', pattern: 'Killing process (?<other>\\d+) .*with signal (?<signal>SIGKILL)' },
  { id: 'restart-scheduled', pattern: 'Scheduled restart job' },
  { id: 'exited', pattern: 'Main process exited, code=exited, status=(?<code>\\d+)' },
  { id: 'exited', pattern: 'Main process exited, code=(?:killed|dumped), status=\\d+/(?<signal>[A-Z0-9]+)' },
  { id: 'unit-started', pattern: '^Started ' },
  { id: 'stop-requested', pattern: '^Stopping ' },
  { id: 'stopped', pattern: '^Stopped ' },
];

/** The unit that a line of systemd is about, in a journal that was saved as text; null where it names none. */
export const unitNamedIn = (text: string): string | null =>
  /^([\w:.@\\-]+\.service): /.exec(text)?.[1] ??
  /^(?:Starting|Started|Stopping|Stopped|Failed to start) ([\w:.@\\-]+\.service)\b/.exec(text)?.[1] ??
  null;
