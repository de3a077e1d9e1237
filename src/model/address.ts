import { isIP } from 'node:net';

/**
 * An IP address as it is compared and bound: without brackets and zone, in lower case, IPv6 in its shortest form, an
 * IPv4-mapped one as IPv4. Null when the text is none, such as a host name.
 */
export function plainAddress(text: string): string | null {
  const bare = text
    .trim()
    .replace(/%[^\]]*/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  const family = isIP(bare);
  if (family === 0) return null;
  if (family === 4) return bare;
  const short = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(short);
  if (!mapped) return short;
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** An address, or a name as names are compared. */
export const plainHost = (host: string): string => plainAddress(host) ?? host.trim().toLowerCase();

export function isLoopback(host: string): boolean {
  const address = plainHost(host);
  return ['localhost', '::1'].includes(address) || (isIP(address) === 4 && address.startsWith('127.'));
}

export const isWildcard = (host: string): boolean => ['0.0.0.0', '::'].includes(plainHost(host));

/**
 * Whether two listeners on these hosts cannot have one port. A wildcard takes every address of its family, `::` IPv4 as
 * well, as Linux and macOS have it; `localhost` is both loopbacks.
 */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [plainHost(one), plainHost(other)];
  const takes = (wide: string, narrow: string): boolean =>
    wide === '::' ||
    (wide === '0.0.0.0' && !narrow.includes(':')) ||
    (wide === 'localhost' && (narrow === '127.0.0.1' || narrow === '::1'));
  return a === b || takes(a, b) || takes(b, a);
}

/** Where a client on this machine reaches a listener: a wildcard by the loopback of its family. */
export function urlOf(host: string, port: number): string {
  const address = plainHost(host);
  const reached = address === '::' ? '::1' : address === '0.0.0.0' ? '127.0.0.1' : address;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}
