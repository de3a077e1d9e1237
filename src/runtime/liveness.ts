import type { Account } from '../host/accounts.ts';
import type { Host } from '../host/host.ts';
import type { StatResult } from '../host/process-id.ts';
import type { App } from '../model/app.ts';
import type { GatewayRecord, Liveness, LockState } from '../model/gateway.ts';
import { tr } from '../texts/tr.ts';
import { isOfNow, readLockFile, readPidFile, readStateFile, UP } from './gateway-files.ts';
import { lockStates } from './lock-state.ts';
import { isInContainer, lookAt, type Running, runningGateways, saysWhat } from './running.ts';
import { isSameStart } from './same-process.ts';

/** A profile whose gateway is looked for. */
export interface ProfileHome {
  profile: string;
  /** Absolute. */
  home: string;
}

/**
 * Whether the gateways of these profiles run, by their homes. One pass over the account's processes and one over the
 * kernel's locks for all of them; nothing is signalled. A number in a file is never enough: see `recorded`.
 */
export function liveness(
  host: Host,
  app: App,
  account: Account,
  wanted: readonly ProfileHome[],
): Map<string, Liveness> {
  if (!host.live) {
    return new Map(wanted.map(({ home }) => [home, unknown(tr('below another root nothing runs'))]));
  }
  const known: Known = {
    host,
    app,
    account,
    running: byProfile(runningGateways(host, app, account)),
    locks: lockStates(
      host,
      app,
      wanted.map(({ home }) => home),
    ),
  };
  return new Map(wanted.map((one) => [one.home, livenessOf(known, one)]));
}

/** What was found in one pass for all profiles. */
interface Known {
  host: Host;
  app: App;
  account: Account;
  /** By the profile that they say; null: they say none. */
  running: ReadonlyMap<string | null, readonly Running[]>;
  locks: ReadonlyMap<string, LockState>;
}

function byProfile(all: readonly Running[]): Map<string | null, Running[]> {
  const result = new Map<string | null, Running[]>();
  for (const one of all) {
    const profile = saysProfile(one) ? one.identity.profile : null;
    result.set(profile, [...(result.get(profile) ?? []), one]);
  }
  return result;
}

/** Whether what it was started with decides which profile it runs. */
const saysProfile = ({ identity }: Running): boolean =>
  identity.kind === 'pinned' || identity.kind === 'conflict';

const unknown = (reason: string): Liveness => ({ state: 'unknown', reason });
const stopped = (reason: string | null): Liveness => ({ state: 'stopped', reason });

function livenessOf(known: Known, wanted: ProfileHome): Liveness {
  const { host, app, running, locks } = known;
  const lock = locks.get(wanted.home) ?? { state: 'free' };
  const candidates = [...(running.get(wanted.profile) ?? []), ...(running.get(null) ?? [])];
  const mine = candidates.filter((one) => isOf(known, one, wanted));
  const pidFile = readPidFile(host.files, app, wanted.home);
  const record = pidFile.state === 'there' ? pidFile.record : recordElsewhere(known, wanted.home);
  const first =
    mine.find(({ pid }) => lock.state === 'held' && pid === lock.pid) ??
    mine.find(({ pid }) => pid === record?.pid) ??
    mine[0];
  if (first) return up(host, first, mine);
  if (lock.state === 'held') {
    const holder = lockHolder(known, lock.pid, wanted);
    if (holder) return holder;
  }
  if (record) return recorded(known, record, wanted, lock);
  if (lock.state === 'held')
    return stopped(tr('process {pid} holds its lock, and is not a gateway', { pid: lock.pid }));
  return stopped(pidFile.state === 'broken' ? pidFile.path + tr(': ') + pidFile.reason : null);
}

/** The lock file holds the same as the pid file; the state file counts for one that says that it is up. */
function recordElsewhere({ host: { files }, app }: Known, home: string): GatewayRecord | null {
  const lock = readLockFile(files, app, home);
  if (lock.state === 'there') return lock.record;
  const state = readStateFile(files, app, home);
  if (state.state !== 'there' || !isUp(state.gateway.phase) || state.gateway.pid === null) return null;
  const { path, pid, start } = state.gateway;
  return { path, pid, start, home: null, argv: null };
}

const isUp = (phase: string | null): boolean => phase !== null && UP.has(phase);

/**
 * Whether a gateway that runs is this profile's: it says so itself, or it says nothing (it follows the sticky file) and
 * the profile's pid file names this very process.
 */
function isOf(known: Known, running: Running, { profile, home }: ProfileHome): boolean {
  const { host, app } = known;
  const { pid, identity } = running;
  if (saysProfile(running)) {
    return identity.profile === profile && (identity.home === null || isSame(host, identity.home, home));
  }
  const found = readPidFile(host.files, app, home);
  if (found.state !== 'there' || found.record.pid !== pid) return false;
  return (
    startOf(host, found.record, host.processes.stat(pid)) === 'same' && hasHome(host, found.record, home)
  );
}

/** By their paths, or by where these lead. */
const isSame = ({ files }: Host, one: string, other: string): boolean =>
  one === other || (files.realPath(one) ?? one) === (files.realPath(other) ?? other);

const hasHome = (host: Host, record: GatewayRecord, home: string): boolean =>
  record.home === null || isSame(host, record.home, home);

function up(host: Host, { pid, identity }: Running, mine: readonly Running[]): Liveness {
  const stat = host.processes.stat(pid);
  return {
    state: 'running',
    pid,
    start: typeof stat === 'string' ? null : stat.start,
    identity,
    others: mine.map((one) => one.pid).filter((other) => other !== pid),
  };
}

/** The process that holds the lock: of another account, or in a container, where it has another number and home. */
function lockHolder(known: Known, pid: number, { profile }: ProfileHome): Liveness | null {
  const { host, app, account } = known;
  const stat = host.processes.stat(pid);
  if (stat === 'absent' || hasEnded(stat))
    return stopped(tr('process {pid} has ended, and its lock is still held', { pid }));
  const found = lookAt(host, app, account.home, pid);
  if (!found) return null;
  const isOther = saysProfile(found) && found.identity.profile !== profile;
  return isOther ? null : up(host, found, [found]);
}

const hasEnded = (stat: StatResult): boolean => typeof stat !== 'string' && /^[ZXx]$/.test(stat.state);

/**
 * What has become of the process in a record: it runs only when its number is more than 1, it was started when the record
 * says, and its words are those of a gateway of this profile and home. In any other case it is somebody else's.
 */
function recorded(known: Known, record: GatewayRecord, wanted: ProfileHome, lock: LockState): Liveness {
  const { host, app, account } = known;
  const { pid } = record;
  const by = tr('{path} names process {pid}', {
    path: record.path.slice(record.path.lastIndexOf('/') + 1),
    pid,
  });
  if (pid <= 1)
    return notHere(known, wanted, lock, tr('{by}, which is not a gateway of this machine', { by }));
  const stat = host.processes.stat(pid);
  if (stat === 'absent') return notHere(known, wanted, lock, tr('{by}, which has ended', { by }));
  if (hasEnded(stat)) return stopped(tr('{by}, which has ended; its parent has not noticed', { by }));
  const start = startOf(host, record, stat);
  if (start === 'another')
    return notHere(known, wanted, lock, tr('{by}, which is another one by now', { by }));
  const process = host.processes.read(pid);
  if (stat === 'denied' || process === null) return unknown(tr('{by}, which cannot be looked at', { by }));
  const found = lookAt(host, app, account.home, pid);
  if (!found) return notHere(known, wanted, lock, tr('{by}, which is not a gateway', { by }));
  if (isInContainer(host, pid))
    return notHere(known, wanted, lock, tr('{by}, which runs in a container', { by }));
  if (found.identity.kind === 'opaque')
    return unknown(tr('{by}, whose environment cannot be looked at', { by }));
  if (saysProfile(found) && !isOf(known, found, wanted)) {
    const sameName = found.identity.profile === wanted.profile;
    return stopped(
      tr('{by}, which {found}{more}', {
        by,
        found: saysWhat(found),
        more: sameName ? tr(' of another home') : '',
      }),
    );
  }
  if (!hasHome(host, record, wanted.home))
    return stopped(tr('{by}, for the home {home}', { by, home: record.home }));
  return up(host, found, [found]);
}

/** Whether the process was started when the record says. Old records do not say. */
function startOf(host: Host, { start }: GatewayRecord, stat: StatResult): 'same' | 'another' | 'unknown' {
  if (typeof stat === 'string') return 'unknown';
  if (start === null) return 'same';
  return isSameStart(host, start, stat.start) ? 'same' : 'another';
}

/** Where we see every process of the machine, this number is an init system's own. Linux's first pid namespace. */
const FIRST_NAMESPACE = 'pid:[4026531836]';

/**
 * The process in the record is not one that we see. In a container it may be another one's, which shares the home: as long
 * as its state file is fresh, nobody here can tell.
 */
function notHere({ host, app }: Known, { home }: ProfileHome, lock: LockState, reason: string): Liveness {
  const { namespace } = host.processes.own();
  if (lock.state === 'held' || namespace === null || namespace === FIRST_NAMESPACE) return stopped(reason);
  const state = readStateFile(host.files, app, home);
  if (state.state !== 'there' || !isUp(state.gateway.phase)) return stopped(reason);
  if (!isOfNow(app, state.gateway, host.clock.now())) return stopped(reason);
  return unknown(tr('{reason}; its state file is fresh, so it may run in another container', { reason }));
}
