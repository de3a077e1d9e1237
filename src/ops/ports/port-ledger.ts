import { Failure } from '../../host/failure.ts';
import type { Files } from '../../host/files.ts';
import type { Host } from '../../host/host.ts';
import { isGone } from '../../host/process-id.ts';
import type { Listener } from '../../model/gateway.ts';
import { shellWord } from '../../model/shell-word.ts';
import { candidatePort, choosePorts } from '../../runtime/allocate.ts';
import { type Ledger, type LedgerEntry, parseLedger, serialiseLedger } from '../../runtime/ledger.ts';
import { readListeners } from '../../runtime/listeners.ts';
import { withLockAwaited } from '../../store/lock.ts';
import { tr } from '../../texts/tr.ts';

/** Where the ledger of an account is. */
export interface LedgerPlace {
  host: Host;
  /** The state folder, `$XDG_STATE_HOME/unitpin`. */
  folder: string;
  /** Who new files and folders belong to; null for the caller. */
  owner: { uid: number; gid: number } | null;
}

/** A profile that a port is wanted for. */
export interface PortRequest {
  app: string;
  profile: string;
  home: string;
  /** Where it listens: an address or a name. */
  host: string;
  /** The port its own settings say. */
  configured: number;
  /** Whether it may keep that one. */
  keeps: boolean;
  /** The port its definition carries; null when it carries none. */
  carried: number | null;
}

/** What is known about ports besides the ledger and the listeners. */
export interface KnownPorts {
  reserved: ReadonlySet<number>;
  /** Ports that a gateway takes besides its own, counted from it. */
  derived?: readonly { first: number; last: number }[];
  /** Homes whose settings or definitions say a port, by port. */
  said: ReadonlyMap<number, ReadonlySet<string>>;
  /** The port that the definition of a home carries. */
  carried: ReadonlyMap<string, number>;
  /** Whether a listener is the gateway of this home. */
  isOwn: (listener: Listener, home: string) => boolean;
}

export const ledgerPath = (folder: string): string => `${folder}/ports.json`;

/** @throws Failure when it is there and cannot be read, or is no whole ledger */
export function readLedger(files: Files, folder: string): LedgerEntry[] {
  const path = ledgerPath(folder);
  const why = tr('it says which port belongs to which profile; without it two could be given the same');
  const link = files.readLink(path);
  if (link !== null)
    throw new Failure('host', tr('{path} is a link to {link}', { path, link }), {
      where: path,
      why: tr('{why}. It is replaced as a whole, which would cut the link', { why }),
      next: tr('put the file itself there: cat {path} >{path}.new && mv {path}.new {path}', {
        path: shellWord(path),
      }),
    });
  const found = files.read(path);
  if (found.state === 'absent') return [];
  if (found.state === 'unreadable')
    throw new Failure('host', tr('cannot read {path}: {reason}', { path, reason: found.reason }), {
      where: path,
      why,
      next: `ls -ld ${shellWord(path)}`,
    });
  return parseLedger(found.bytes.toString('utf8'), path);
}

/**
 * The entries that still count. Gone are those of profiles whose home is, and reservations of processes that ended
 * before a definition carried the port; a definition that does carry it makes it an entry for good.
 */
export function inForce(files: Files, ledger: Ledger, carried: ReadonlyMap<string, number>): LedgerEntry[] {
  return ledger.flatMap((entry) => {
    if (files.stat(entry.home).kind === 'absent') return [];
    if (entry.pending === null || !isGone(entry.pending)) return [entry];
    return carried.get(entry.home) === entry.port ? [{ ...entry, pending: null }] : [];
  });
}

/**
 * Gives each profile a port and writes it down, so that nobody else gets it. With `pending`, the entries last only as long
 * as this process, until they are settled. By home.
 */
export const reservePorts = (
  place: LedgerPlace,
  requests: readonly PortRequest[],
  known: KnownPorts,
  options: { pending: boolean },
): Promise<Map<string, number>> =>
  changeLedger(place, known.carried, async (ledger) => {
    const { host } = place;
    const chosen = await choose(host, ledger, requests, known);
    const made = requests.map(({ app, profile, home, configured: instead }): LedgerEntry => {
      const port = chosen.get(home) ?? 0;
      const before = ledger.find((entry) => entry.home === home);
      if (before?.port === port && before.instead === instead && (options.pending || before.pending === null))
        return before;
      const at = new Date(host.clock.now()).toISOString();
      return {
        app,
        profile,
        home,
        port,
        instead,
        at,
        pending: options.pending ? host.processes.own() : null,
      };
    });
    const homes = new Set(made.map(({ home }) => home));
    return { result: chosen, ledger: [...ledger.filter(({ home }) => !homes.has(home)), ...made] };
  });

/** The same from files alone: nothing is tried out or written. */
export const foreseePorts = (
  { host, folder }: LedgerPlace,
  requests: readonly PortRequest[],
  known: KnownPorts,
): Promise<Map<string, number>> => {
  const ledger = inForce(host.files, readLedger(host.files, folder), known.carried);
  return choose(null, ledger, requests, known);
};

async function choose(
  host: Host | null,
  ledger: Ledger,
  requests: readonly PortRequest[],
  { reserved, said, derived, isOwn }: KnownPorts,
): Promise<Map<string, number>> {
  const byHome = new Map(ledger.map((entry) => [entry.home, entry]));
  const wishes = requests.map(({ home, host: address, configured, keeps, carried }) => {
    const last = byHome.get(home)?.port ?? carried;
    const holds = last !== null && last === carried;
    return { home, host: address, configured: keeps ? configured : null, last, holds };
  });
  const ports = wishes.flatMap(({ home, configured, last }) => [configured, last, candidatePort(home)]);
  const ownersOf = new Set(ports.filter((port) => port !== null));
  return choosePorts(wishes, {
    reserved,
    allocated: new Map(ledger.map(({ port, home }) => [port, home])),
    said,
    derived,
    listeners: host ? await readListeners(host, { ownersOf }) : { source: null, all: null },
    isOwn,
    net: host?.net ?? null,
  });
}

/** Changes the ledger with nobody else at it; a ledger that stays the same is not written. */
export function changeLedger<T>(
  { host, folder, owner }: LedgerPlace,
  carried: ReadonlyMap<string, number>,
  change: (ledger: Ledger) => Promise<{ result: T; ledger: Ledger }>,
): Promise<T> {
  const { files, clock } = host;
  return withLockAwaited({ files, folder, name: 'ports.lock', owner }, clock.sleep, async () => {
    const before = readLedger(files, folder);
    const { result, ledger } = await change(inForce(files, before, carried));
    const text = serialiseLedger(ledger);
    if (text !== serialiseLedger(before))
      files.writeAtomic(ledgerPath(folder), text, { mode: 0o600, ...(owner && { owner }) });
    return result;
  });
}
