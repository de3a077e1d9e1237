import { overlaps } from '../../model/address.ts';
import type { PortConflict } from '../../model/port-use.ts';
import type { Context } from '../context.ts';
import { reservedPorts } from './carry-ports.ts';
import { isOneOf, issueOf, isUnread, listenerOf, listenersFor, lookAtPorts, refuseUnknown } from './ports.ts';
import type { ProfilePort } from './profile-ports.ts';

/**
 * What is wrong with the ports of the profiles that services run. Changes nothing.
 * @param names only these; none: all
 * @throws Failure (usage) for a profile that is neither there nor in the ledger
 */
export async function checkPorts(context: Context, names: readonly string[] = []): Promise<PortConflict[]> {
  const ports = await lookAtPorts(context);
  refuseUnknown(context, ports, names);
  const listeners = await listenersFor(context, ports);
  const run = ports.all.filter(({ served }) => served);
  const unreadable = run.flatMap(({ profile, now }): PortConflict[] => {
    const issue = issueOf(now);
    return issue ? [{ kind: 'unreadable', profile, port: now.port.value, ...issue }] : [];
  });
  const serving = run.filter(({ now }) => now.serves && !isUnread(now));
  const reserved = reservedPorts(context);
  const entries = new Map(ports.ledger.map((entry) => [entry.home, entry]));
  const conflicts = serving.flatMap((one): PortConflict[] => {
    const { profile, home, own, now, movable } = one;
    const base = { profile, port: now.port.value, at: now.port.at };
    const others = serving
      .filter((other) => other !== one && clashes(other, one))
      .map((other) => other.profile);
    const entry = entries.get(home);
    const of = context.app.endpoint.neighbours.find(({ port }) => port === base.port)?.of ?? null;
    const listener = listenerOf(ports.known, listeners, one);
    const isForeign = listener !== null && listener !== 'unknown' && !listener.own;
    const isBehind = entry?.pending === null && own.port.value === entry.instead && base.port !== entry.port;
    return [
      ...(others.length > 0 ? [{ ...base, kind: 'shared' as const, with: others, movable }] : []),
      ...(reserved.has(base.port) ? [{ ...base, kind: 'reserved' as const, of, movable }] : []),
      // Of those that share a port, one has it.
      ...(isForeign && others.length === 0 ? [{ ...base, kind: 'foreign-listener' as const, listener }] : []),
      ...(isBehind ? [{ ...base, kind: 'not-carried' as const, allocated: entry.port }] : []),
    ];
  });
  return [...unreadable, ...conflicts].filter(isOneOf(names));
}

const clashes = (one: ProfilePort, other: ProfilePort): boolean =>
  one.now.port.value === other.now.port.value && overlaps(one.now.host.value, other.now.host.value);
