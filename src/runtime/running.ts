import type { Account } from '../host/accounts.ts';
import type { Host } from '../host/host.ts';
import type { Process } from '../host/processes.ts';
import { identify, readWords } from '../identity/identify.ts';
import { plainWords } from '../identity/word.ts';
import type { App } from '../model/app.ts';
import type { EnvironmentValue } from '../model/definition.ts';
import type { Identity } from '../model/identity.ts';
import type { UnitState } from '../model/unit-state.ts';
import { tr } from '../texts/tr.ts';

/** A gateway that runs. */
export interface Running {
  pid: number;
  identity: Identity;
  /** What it was started with; null where that may not be looked at. */
  environment: ReadonlyMap<string, string> | null;
}

/** One of an account's gateways, and where it runs. */
export interface PlacedGateway extends Running {
  controlGroup: string;
}

/** Where a manager says that a service runs. */
export type Place = Pick<UnitState, 'name' | 'mainPid' | 'controlGroup'>;

/**
 * The app's gateway among the processes of a service: its main process, or a descendant where that is a wrapper. Judged
 * by what it was started with; null when there is none, or it cannot be looked at.
 */
export function runningIn(host: Host, app: App, accountHome: string, place: Place): Running | null {
  const { mainPid, controlGroup, name } = place;
  if (mainPid <= 1) return null;
  const first = lookAt(host, app, accountHome, mainPid, name);
  if (first) return first;
  const { processes } = host;
  const rest = controlGroup === '' ? processes.descendants(mainPid) : processes.inControlGroup(controlGroup);
  for (const pid of rest) {
    const found = pid === mainPid ? null : lookAt(host, app, accountHome, pid, name);
    if (found) return found;
  }
  return null;
}

/** The gateway that a process is; null when it is none, or cannot be looked at. `name`: of its unit, else empty. */
export function lookAt(host: Host, app: App, accountHome: string, pid: number, name = ''): Running | null {
  const process = host.processes.read(pid);
  return process && gatewayIn(process, app, accountHome, name);
}

/** All gateways of an account, in one pass over its processes. Those in containers see another machine: not these. */
export function runningGateways(host: Host, app: App, account: Account): PlacedGateway[] {
  const isApps = (argv: readonly string[]): boolean =>
    argv.some((word) => app.mentions.some((mention) => word.includes(mention)));
  return host.processes.ofAccount(account.uid, isApps).flatMap((process) => {
    const found = gatewayIn(process, app, account.home, '');
    if (!found || isInContainer(host, found.pid)) return [];
    return [{ ...found, controlGroup: process.controlGroup }];
  });
}

/** Whether it has a number of its own in a pid namespace below ours. */
export const isInContainer = ({ processes }: Host, pid: number): boolean => processes.numbers(pid).length > 1;

function gatewayIn(process: Process, app: App, accountHome: string, name: string): Running | null {
  const { pid, argv, environment: given } = process;
  const environment = new Map<string, EnvironmentValue>();
  for (const [key, value] of given ?? []) {
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
  const identity = identify(subject, app, () => null);
  return { pid, identity: given === null ? withoutHome(identity) : identity, environment: given };
}

/** Where the environment is closed, only a flag is sure. */
const withoutHome = (identity: Identity): Identity =>
  identity.by === 'flag'
    ? { ...identity, home: null, root: null }
    : { ...identity, kind: 'opaque', by: null, profile: null, home: null, root: null, at: null };

/**
 * Whether it runs this profile whatever happens to the sticky file. A marker alone is not enough: older versions follow
 * the file all the same.
 */
export const runsProfile = ({ identity }: Pick<Running, 'identity'>, profile: string): boolean =>
  identity.profile === profile &&
  (identity.kind === 'pinned' || (identity.kind === 'guarded' && identity.by === null));

/** In words, for a reason. */
export function saysWhat({ identity }: Pick<Running, 'identity'>): string {
  const { kind, profile } = identity;
  if (kind === 'sticky') return tr('runs whatever the sticky file said when it started');
  if (kind === 'guarded')
    return identity.by === null
      ? tr('runs {profile}', { profile })
      : tr('runs {profile} only where its version heeds the marker', { profile });
  const against = identity.seen?.contradiction;
  if (against)
    return tr('runs {profile}, and its {what} says {value}', {
      profile,
      what: against.what,
      value: against.value,
    });
  if (kind === 'conflict') return tr('runs {profile} with the home of another profile', { profile });
  return profile === null
    ? tr('runs a profile that its words do not say')
    : tr('runs {profile}', { profile });
}
