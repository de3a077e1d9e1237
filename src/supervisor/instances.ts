import { createHash } from 'node:crypto';
import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import type { Host } from '../host/host.ts';
import { isGone, isProcessId, ownProcess, type ProcessId } from '../host/process-id.ts';
import type { Exit } from '../host/spawn.ts';
import type { App } from '../model/app.ts';
import type { Service } from '../model/service.ts';
import { shellWord } from '../model/shell-word.ts';
import { runningIn, runsProfile } from '../runtime/running.ts';
import { isSameStart } from '../runtime/same-process.ts';
import { takeLock } from '../store/lock.ts';
import { tr } from '../texts/tr.ts';

/** A process that a supervisor has started. */
export interface ChildRecord {
  profile: string;
  pid: number;
  start: number | null;
  /** Home of the profile. */
  home: string;
  /** Milliseconds since 1970. */
  startedAt: number;
}

/** What a supervisor leaves on the disk about itself, for the other commands and for the one after it. */
export interface InstanceRecord {
  schema: 1;
  owner: ProcessId;
  root: string;
  socket: string;
  children: readonly ChildRecord[];
}

/** Where the supervisor of a root home keeps its things. Homes are the same when their real paths are. */
export interface InstancePlace {
  /** 8 hex digits. */
  id: string;
  folder: string;
}

export function instancePlace(files: Files, state: string, root: string): InstancePlace {
  const id = createHash('sha256')
    .update(files.realPath(root) ?? root)
    .digest('hex')
    .slice(0, 8);
  return { id, folder: `${state}/supervisor/${id}` };
}

const recordPath = (folder: string): string => `${folder}/instance.json`;

/** Null when there is none, or it cannot be read. */
export function readInstance(files: Files, folder: string): InstanceRecord | null {
  const found = files.read(recordPath(folder));
  if (found.state !== 'there') return null;
  try {
    const data = JSON.parse(found.bytes.toString('utf8')) as InstanceRecord;
    return data.schema === 1 && isProcessId(data.owner) && Array.isArray(data.children) ? data : null;
  } catch {
    return null;
  }
}

/** The supervisor of a root home that runs now; null: none. */
export function findSupervisor({ files }: Host, state: string, root: string): InstanceRecord | null {
  const record = readInstance(files, instancePlace(files, state, root).folder);
  return record && !isGone(record.owner) ? record : null;
}

export const writeInstance = (files: Files, folder: string, record: InstanceRecord): void =>
  files.writeAtomic(recordPath(folder), `${JSON.stringify(record)}\n`, { mode: 0o600, fleeting: true });

export const removeInstance = (files: Files, folder: string): void => files.remove(recordPath(folder));

/**
 * Makes us the one supervisor of a root home.
 * @param isDeaf whether nobody answers on a socket: by that a supervisor of an earlier container has ended, whose number
 * says nothing here
 * @throws Failure (host) that says who it is already
 */
export async function takeInstance(
  host: Host,
  { folder }: InstancePlace,
  root: string,
  isDeaf: (socket: string) => Promise<boolean>,
): Promise<{ release: () => void; left: InstanceRecord | null }> {
  const place = { files: host.files, folder, name: 'supervisor.lock', owner: null };
  const left = readInstance(host.files, folder);
  const first = takeLock(place);
  if ('release' in first) return { release: first.release, left };
  const { owner } = first;
  const self = ownProcess();
  const isElsewhere = owner !== null && (owner.host !== self.host || owner.namespace !== self.namespace);
  // A container that is made anew has another name; the socket beside its record is in the volume that both have.
  const isReachable = isElsewhere && owner.boot === self.boot && left?.socket.startsWith(`${folder}/`);
  const text = JSON.stringify(owner);
  // Who has the lock and no record yet has not opened its socket either.
  if (isReachable && JSON.stringify(left?.owner) === text && (await isDeaf(left?.socket ?? ''))) {
    const second = takeLock(place, (one) => isGone(one) || JSON.stringify(one) === text);
    if ('release' in second) return { release: second.release, left };
  }
  const who =
    owner === null
      ? 'somebody'
      : tr('process {pid}{more}', {
          pid: owner.pid,
          more: owner.host === self.host ? '' : tr(' on {host}', { host: owner.host }),
        });
  throw new Failure('host', tr('{who} supervises {root} already', { who, root }), {
    where: `${folder}/${place.name}`,
    next:
      owner === null || isElsewhere
        ? tr('when no such process is there any more: rm {folder}/{name}', {
            folder: shellWord(folder),
            name: place.name,
          })
        : 'unitpin status',
  });
}

/**
 * What has become of a process that an earlier supervisor has started. `ours`: its number, its start, its words and its
 * home say so. `gone`: it has ended, and its number is free or another one's. `unclear`: it is there, and cannot be proven.
 */
export function proveChild(
  host: Host,
  app: App,
  service: Service,
  child: ChildRecord,
): 'ours' | 'gone' | 'unclear' {
  const { pid, start, home, profile } = child;
  const stat = host.processes.stat(pid);
  if (stat === 'absent') return 'gone';
  if (stat === 'denied' || start === null) return 'unclear';
  if (stat.state === 'Z' || !isSameStart(host, stat.start, start)) return 'gone';
  const running = runningIn(host, app, service.account.home, { name: '', mainPid: pid, controlGroup: '' });
  const isSame = running !== null && runsProfile(running, profile) && running.identity.home === home;
  return isSame && home === service.home && profile === service.profile ? 'ours' : 'unclear';
}

/** From one look at an adopted process to the next: nobody tells us of its end. Milliseconds. */
const LOOK = 1_000;

/** Waits for the end of a process that is not our child, or until it is enough. How it ended only its parent is told. */
export async function endOfAdopted(
  host: Host,
  { pid, start }: Pick<ChildRecord, 'pid' | 'start'>,
  enough: AbortSignal,
): Promise<Exit> {
  for (;;) {
    const stat = host.processes.stat(pid);
    const isThere =
      typeof stat !== 'string' &&
      stat.state !== 'Z' &&
      (start === null || isSameStart(host, stat.start, start));
    if ((stat !== 'denied' && !isThere) || enough.aborted) return { code: null, signal: null };
    await host.clock.sleep(LOOK, enough);
  }
}
