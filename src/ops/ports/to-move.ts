import { overlaps } from '../../model/address.ts';
import type { LedgerEntry } from '../../runtime/ledger.ts';
import type { ProfilePort } from './profile-ports.ts';

/**
 * The profiles whose definition has to carry a port: those whose own one is reserved, or that another has who comes
 * first. First come those that were given the very port they say, then the default profile, then those that cannot be
 * moved; the rest by home. Who was moved stays moved as long as its settings say the same port: a port that changes by
 * itself loses its clients.
 */
export function toMove(
  all: readonly ProfilePort[],
  {
    reserved,
    ledger,
    nativeRoot,
  }: { reserved: ReadonlySet<number>; ledger: readonly LedgerEntry[]; nativeRoot: string },
): ProfilePort[] {
  const entries = new Map(ledger.map((entry) => [entry.home, entry]));
  const claimed = new Map<number, string[]>();
  // Its own port was given to it when somebody asked: `ports allocate`.
  const isGiven = ({ home, own }: ProfilePort): boolean => entries.get(home)?.port === own.port.value;
  const rank = (one: ProfilePort): number =>
    isGiven(one) ? 0 : one.home === nativeRoot ? 1 : one.movable ? 3 : 2;
  const serving = all
    .filter(({ own }) => own.serves)
    .sort((a, b) => rank(a) - rank(b) || (a.home < b.home ? -1 : 1));
  return serving.filter((one) => {
    const { port, host } = one.own;
    const entry = entries.get(one.home);
    const wasMoved = entry !== undefined && entry.instead === port.value && entry.port !== port.value;
    const others = claimed.get(port.value) ?? [];
    const clashes = reserved.has(port.value) || others.some((other) => overlaps(other, host.value));
    if (one.movable && (wasMoved || clashes)) return true;
    claimed.set(port.value, [...others, host.value]);
    return false;
  });
}
