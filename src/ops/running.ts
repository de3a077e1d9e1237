import type { Host } from '../host/host.ts';
import type { Process } from '../host/processes.ts';
import { identify, readWords } from '../identity/identify.ts';
import { plainWords } from '../identity/word.ts';
import type { App } from '../model/app.ts';
import type { EnvironmentValue } from '../model/definition.ts';
import type { Identity } from '../model/identity.ts';
import type { UnitState } from '../model/unit-state.ts';

/** The gateway that really runs in a unit. */
export interface Running {
  pid: number;
  identity: Identity;
  /** What it was started with. */
  environment: ReadonlyMap<string, string>;
}

/**
 * The app's gateway among the processes of a unit: its main process, or a descendant where that is a wrapper. Judged
 * by what it was started with; null when there is none, or it cannot be looked at.
 */
export function runningIn(host: Host, app: App, accountHome: string, unit: UnitState): Running | null {
  if (unit.mainPid <= 1) return null;
  const pids = new Set([unit.mainPid, ...host.processes.inControlGroup(unit.controlGroup)]);
  for (const pid of pids) {
    const process = host.processes.read(pid);
    const found = process && gatewayIn(process, app, accountHome, unit.name);
    if (found) return found;
  }
  return null;
}

/** The gateway that a process is; null when it is none. `name`: of the unit it runs in, else empty. */
export function gatewayIn(
  { pid, argv, environment: given }: Process,
  app: App,
  accountHome: string,
  name: string,
): Running | null {
  const environment = new Map<string, EnvironmentValue>();
  for (const [key, value] of given) {
    environment.set(key, {
      value,
      origin: { kind: 'definition', location: { path: `/proc/${pid}/environ`, line: 1, column: 1 } },
    });
  }
  const words = plainWords(argv);
  const reading = readWords(words, { environment, name }, app);
  // The words of a wrapper say which gateway there will be; that one is a process of its own.
  if (reading.state !== 'gateway' || reading.command.wrapped) return null;
  if (reading.command.action.name !== app.command.run) return null;
  const subject = { words, environment, accountHome, name };
  // What the sticky file said when it started cannot be known: a process that follows it is never taken for right.
  return { pid, identity: identify(subject, app, () => null), environment: given };
}

/**
 * Whether it runs this profile whatever happens to the sticky file. A marker alone is not enough: older versions follow
 * the file all the same.
 */
export const runsProfile = ({ identity }: Pick<Running, 'identity'>, profile: string): boolean =>
  identity.kind === 'pinned' && identity.profile === profile;

/** In words, for a reason. */
export function saysWhat({ identity }: Pick<Running, 'identity'>): string {
  if (identity.kind === 'sticky') return 'runs whatever the sticky file said when it started';
  if (identity.kind === 'guarded') return `runs ${identity.profile} only where its version heeds the marker`;
  if (identity.kind === 'conflict') return `runs ${identity.profile} with the home of another profile`;
  return `runs ${identity.profile}`;
}
