import { endianness } from 'node:os';
import type { Host } from '../host/host.ts';
import { overlaps } from '../model/address.ts';
import type { Listener, Listeners } from '../model/gateway.ts';
import { type ProcListener, parseLsof, parseNetstat, parseProcTcp, parseSs } from './listener-tables.ts';

/** A table of listeners is printed at once, or never. Milliseconds. */
const TIMEOUT = 5_000;
const UNKNOWN: Listeners = { source: null, all: null };

export interface ListenerOptions {
  /** Whose owners are wanted: of all listeners, of those on these ports, or of none. Finding them is what costs. */
  ownersOf?: 'all' | 'none' | ReadonlySet<number>;
}

/**
 * All TCP listeners of this machine, in one pass: from /proc/net/tcp and tcp6, else from `ss`, else from `lsof`; on
 * Windows from `netstat`. Null below `--root`, and where nothing could tell.
 */
export async function readListeners(
  host: Pick<Host, 'live' | 'platform' | 'files' | 'net' | 'exec' | 'environment'>,
  { ownersOf = 'all' }: ListenerOptions = {},
): Promise<Listeners> {
  if (!host.live) return UNKNOWN;
  if (host.platform === 'win32') return told(host, 'netstat', ['netstat', '-ano'], parseNetstat);
  const listed = readProc(host);
  if (listed) return { source: 'proc', all: withOwners(host, listed, ownersOf) };
  const ss = await told(host, 'ss', ['ss', ownersOf === 'none' ? '-Htln' : '-Htlnp'], parseSs);
  if (ss.all) return ss;
  return told(host, 'lsof', ['lsof', '-nP', '-iTCP', '-sTCP:LISTEN', '-Fpctn'], parseLsof);
}

/** Null where there is no such table. Without IPv6 in the kernel there is none for it, and nothing to be in it. */
function readProc({ files }: Pick<Host, 'files'>): ProcListener[] | null {
  const [four, six] = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => files.read(path));
  if (four?.state !== 'there' || six === undefined || six.state === 'unreadable') return null;
  const littleEndian = endianness() === 'LE';
  return [four, six].flatMap((found) =>
    found.state === 'there' ? parseProcTcp(found.bytes.toString('latin1'), littleEndian) : [],
  );
}

function withOwners(
  { net }: Pick<Host, 'net'>,
  listed: readonly ProcListener[],
  ownersOf: NonNullable<ListenerOptions['ownersOf']>,
): Listener[] {
  const asked = (port: number): boolean => ownersOf === 'all' || (ownersOf !== 'none' && ownersOf.has(port));
  const inodes = new Set(listed.flatMap(({ port, inode }) => (asked(port) ? [inode] : [])));
  const owners = inodes.size > 0 ? net.socketOwners(inodes) : new Map<number, never>();
  return listed.map(({ address, port, inode }) => ({ address, port, owner: owners.get(inode) ?? null }));
}

/** `lsof` exits with 1 where nothing listens, and with words where it could not look. */
async function told(
  { exec, environment }: Pick<Host, 'exec' | 'environment'>,
  source: 'ss' | 'lsof' | 'netstat',
  argv: readonly string[],
  parse: (text: string) => Listener[],
): Promise<Listeners> {
  const result = await exec(argv, { env: { ...environment, LC_ALL: 'C' }, timeoutMs: TIMEOUT });
  if (result.state !== 'done') return UNKNOWN;
  const nothing = source === 'lsof' && result.code === 1 && result.stderr.trim() === '';
  const partly = source === 'lsof' && result.code === 1 && result.stdout !== '';
  return result.code === 0 || nothing || partly ? { source, all: parse(result.stdout) } : UNKNOWN;
}

/** The listener that has this port on this host; null when nothing has. */
export const listensOn = (
  listeners: readonly Listener[],
  { host, port }: { host: string; port: number },
): Listener | null => listeners.find((one) => one.port === port && overlaps(one.address, host)) ?? null;
