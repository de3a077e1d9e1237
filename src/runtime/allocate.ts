import { createHash } from 'node:crypto';
import { Failure } from '../host/failure.ts';
import type { Net } from '../host/net.ts';
import { overlaps, plainAddress } from '../model/address.ts';
import type { Listener, Listeners } from '../model/gateway.ts';
import { type English, tr } from '../texts/tr.ts';

/**
 * The ports that are given to profiles: above those that common programs have, and below those that Linux (32768),
 * macOS and Windows (49152) give to outgoing connections. Both ends included.
 */
export const FIRST_PORT = 20_000;
export const LAST_PORT = 32_767;
const COUNT = LAST_PORT - FIRST_PORT + 1;

/** A profile that wants a port. */
export interface PortWish {
  home: string;
  /** Where it listens: an address or a name. */
  host: string;
  /** The port its settings say; null when it should get another one. */
  configured: number | null;
  /** The port it was given before; null when none was. */
  last: number | null;
  /** Whether it keeps that one whoever listens there: one that its definition carries does not change by itself. */
  holds: boolean;
}

/** What is known about the ports of this machine. */
export interface PortSpace {
  /** Ports that no profile is given. */
  reserved: ReadonlySet<number>;
  /** Homes that ports were given to before, by port. */
  allocated: ReadonlyMap<number, string>;
  /** Homes whose settings say a port, by port: nobody else is given it. */
  said: ReadonlyMap<number, ReadonlySet<string>>;
  /** Ports that a gateway takes besides its own, counted from it. */
  derived?: readonly { first: number; last: number }[] | undefined;
  listeners: Listeners;
  /** Whether a listener is the gateway of this home: then the port is free for it. */
  isOwn: (listener: Listener, home: string) => boolean;
  /** Null where nothing may be tried out: then files and tables decide alone. */
  net: Pick<Net, 'bind' | 'resolve'> | null;
}

/** A port that hangs on the home alone, so that a profile gets the same one again on another day. */
export const candidatePort = (home: string): number =>
  FIRST_PORT + (createHash('sha256').update(home).digest().readUInt32BE(0) % COUNT);

/**
 * Gives each wish a port, in order: the configured one, the one it had, one that hangs on its home, the next ones in the
 * range; the first that is free. Only EADDRINUSE is busy. By home.
 * @throws Failure (host) when the address cannot be bound at all, or the range is used up.
 */
export async function choosePorts(
  wishes: readonly PortWish[],
  space: PortSpace,
): Promise<Map<string, number>> {
  const chosen = new Map<string, number>();
  const given = new Set<number>();
  const probe = makeProbe(space);
  for (const wish of wishes) {
    const port = await choosePort(wish, space, given, probe);
    chosen.set(wish.home, port);
    given.add(port);
  }
  return chosen;
}

async function choosePort(
  wish: PortWish,
  { reserved, allocated, said, derived = [] }: PortSpace,
  given: ReadonlySet<number>,
  probe: Probe,
): Promise<number> {
  const { home, configured, last, holds } = wish;
  const isAnothers = (port: number): boolean =>
    reserved.has(port) || given.has(port) || (allocated.get(port) ?? home) !== home;
  const isTaken = (port: number): boolean => {
    const homes = said.get(port);
    return isAnothers(port) || (homes !== undefined && homes.size > Number(homes.has(home)));
  };
  const others = [
    ...given,
    ...[...allocated].flatMap(([port, other]) => (other === home ? [] : [port])),
    ...[...said].flatMap(([port, homes]) => (homes.size > Number(homes.has(home)) ? [port] : [])),
  ];
  const isBeside = (port: number): boolean =>
    derived.some(({ first, last }) =>
      others.some((other) => {
        const distance = Math.abs(other - port);
        return distance >= first && distance <= last;
      }),
    );
  // Who of several that say the same port may keep it has been decided before.
  if (configured !== null && !isAnothers(configured) && (await probe(wish, configured, 'overlapping')))
    return configured;
  if (last !== null && !isTaken(last) && (holds || (await probe(wish, last, 'overlapping')))) return last;
  const start = candidatePort(home) - FIRST_PORT;
  for (let step = 0; step < COUNT; step++) {
    const port = FIRST_PORT + ((start + step) % COUNT);
    if (!isTaken(port) && !isBeside(port) && (await probe(wish, port, 'any'))) return port;
  }
  throw new Failure(
    'host',
    tr('no port is free between {first_port} and {last_port}', {
      first_port: FIRST_PORT,
      last_port: LAST_PORT,
    }),
    {
      why: tr('each is reserved, another profile has it, or something listens on it'),
      next: 'unitpin ports list',
    },
  );
}

/** Whether a port is free for a wish. Of a new port, nothing may listen on it at any address: `localhost` is two. */
type Probe = (wish: PortWish, port: number, listeners: 'overlapping' | 'any') => Promise<boolean>;

function makeProbe({ listeners, isOwn, net }: PortSpace): Probe {
  const byPort = new Map<number, Listener[]>();
  for (const one of listeners.all ?? []) byPort.set(one.port, [...(byPort.get(one.port) ?? []), one]);
  const addresses = new Map<string, readonly string[]>();
  // lsof shows an ordinary account its own listeners only.
  const isWhole = listeners.source !== null && listeners.source !== 'lsof';

  return async (wish, port, which) => {
    const { host, home } = wish;
    const here = (byPort.get(port) ?? []).filter(({ address }) => which === 'any' || overlaps(address, host));
    if (here.length > 0) return here.every((one) => isOwn(one, home));
    if (net === null) return true;
    const wanted = addresses.get(host) ?? (await addressesOf(net, host));
    addresses.set(host, wanted);
    if (!(await bindAll(net, wanted, host, port))) return false;
    // macOS lets a narrow address have the port of a wildcard, and the other way round.
    const wide = isWhole && !wanted.includes('::') ? [] : ['0.0.0.0', '::'];
    for (const address of wide.filter((one) => !wanted.includes(one))) {
      if ((await net.bind(address, port)).state === 'busy') return false;
    }
    return true;
  };
}

async function addressesOf(net: Pick<Net, 'resolve'>, host: string): Promise<readonly string[]> {
  const address = plainAddress(host);
  if (address !== null) return [address];
  if (host.trim().toLowerCase() === 'localhost') return ['127.0.0.1', '::1'];
  const found = await net.resolve(host);
  if (found.length > 0) return found;
  throw cannotListen(host, 'ENOTFOUND');
}

/** What a machine says where an address, or its whole family, is not there. */
const NOT_HERE = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** False when one of them is busy. A name may have an address more than the machine: IPv6 may be off. */
async function bindAll(
  net: Pick<Net, 'bind'>,
  addresses: readonly string[],
  host: string,
  port: number,
): Promise<boolean> {
  const missing: string[] = [];
  for (const address of addresses) {
    const result = await net.bind(address, port);
    if (result.state === 'busy') return false;
    if (result.state === 'free') continue;
    if (!NOT_HERE.has(result.code)) throw cannotListen(host, result.code, port);
    missing.push(result.code);
  }
  if (missing.length === addresses.length) throw cannotListen(host, missing[0] ?? 'EADDRNOTAVAIL', port);
  return true;
}

const WHY: Record<string, English> = {
  EADDRNOTAVAIL: 'no interface of this machine has that address',
  EAFNOSUPPORT: 'this machine does not have that kind of address',
  EACCES: 'this account may not bind that port',
  ENOTFOUND: 'the name has no address',
};

/** Another port would not help: said at once, with the system's word for it. */
function cannotListen(host: string, code: string, port?: number): Failure {
  const known = WHY[code];
  const why = known === undefined ? code : tr(known);
  const more = port === undefined ? '' : tr(' port {port}', { port });
  return new Failure('host', tr('cannot listen on {host}{more}: {why}', { host, more, why }), {
    where: host,
    why: tr('the system says {code}; that does not mean a busy port, and no other one is tried', { code }),
    next: tr("correct the host in the profile's settings"),
    cause: { code },
  });
}
