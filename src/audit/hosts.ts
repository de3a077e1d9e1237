/** An address as it is compared: without brackets, in lower case. */
const plain = (host: string): string => host.replace(/^\[(.*)\]$/, '$1').toLowerCase();

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(plain(host));

/** Whether two listeners on these addresses cannot have one port. `::` takes IPv4 as well, as Linux and macOS have it. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)];
  const takes = (wide: string, narrow: string): boolean =>
    wide === '::' ||
    (wide === '0.0.0.0' && !narrow.includes(':')) ||
    (wide === 'localhost' && /^(127\.0\.0\.1|::1)$/.test(narrow));
  return a === b || takes(a, b) || takes(b, a);
}
