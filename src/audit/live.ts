import type { LaunchdDefinition, Scope, SystemdDefinition } from '../model/definition.ts';
import type { LiveJob, LiveUnit } from '../model/live.ts';
import type { Subject } from '../model/subject.ts';
import type { AuditInput } from './engine.ts';
import { jobs, units } from './select.ts';

interface Of<D, L> {
  subject: Subject;
  definition: D;
  live: L;
}

/** The app's units whose state is known. */
export const liveUnits = (input: AuditInput): Of<SystemdDefinition, LiveUnit>[] =>
  units(input).flatMap((subject) =>
    subject.live?.manager === 'systemd'
      ? [{ subject, definition: subject.definition, live: subject.live }]
      : [],
  );

/** The app's launchd jobs whose state is known. */
export const liveJobs = (input: AuditInput): Of<LaunchdDefinition, LiveJob>[] =>
  jobs(input).flatMap((subject) =>
    subject.live?.manager === 'launchd'
      ? [{ subject, definition: subject.definition, live: subject.live }]
      : [],
  );

/** Whether `unitpin.yaml` wants it not to be started. */
export const isAtRest = ({ host }: AuditInput, { meant }: Pick<Subject, 'meant'>): boolean =>
  meant !== null && (host?.machine.resting.has(meant) ?? false);

/** Whether a unit starts with what pulls it in. */
export const isEnabled = ({ wantedBy }: SystemdDefinition, live: LiveUnit | null): boolean =>
  wantedBy.length > 0 || live?.state.enabled === 'enabled';

/** A command as somebody would type it. */
export const systemctl = (scope: Scope, rest: string): string =>
  scope === 'system' ? `sudo systemctl ${rest}` : `systemctl --user ${rest}`;

/** The domain of a job, for a command line: where it is loaded, else the usual one. */
export const domainOf = (scope: Scope, live: LiveJob | null): string =>
  live?.state.domain ?? (scope === 'system' ? 'system' : 'gui/$(id -u)');

export const launchctl = (scope: Scope, rest: string): string =>
  scope === 'system' ? `sudo launchctl ${rest}` : `launchctl ${rest}`;
