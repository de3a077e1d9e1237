import type { Host } from '../host/host.ts';
import type { Endpoint } from '../model/facts.ts';
import type { Listener, Listeners } from '../model/gateway.ts';
import { tr } from '../texts/tr.ts';
import { listensOn } from './listeners.ts';

/**
 * Who listens where a gateway's API server should: the gateway (`own`), another process (`foreign`), `nobody`; `unknown`:
 * there is a listener, and its owner cannot be told, or no listener can.
 */
export type EndpointListener =
  | { state: 'own' }
  | { state: 'foreign'; listener: Listener }
  /** `others`: where it listens instead. */
  | { state: 'nobody'; others: readonly Listener[] }
  | { state: 'unknown'; reason: string };

/** @param pid of the gateway; null when none runs */
export function endpointListener(
  host: Pick<Host, 'processes'>,
  endpoint: Pick<Endpoint, 'host' | 'port'>,
  pid: number | null,
  listeners: Listeners,
): EndpointListener {
  const { all } = listeners;
  if (all === null) return { state: 'unknown', reason: tr('nothing here tells who listens') };
  const isOwn = ({ owner }: Listener): boolean => owner !== null && owner.pid === pid;
  const found = listensOn(all, { host: endpoint.host.value, port: endpoint.port.value });
  if (found === null) return { state: 'nobody', others: all.filter(isOwn) };
  if (found.owner === null) return { state: 'unknown', reason: tr('the owner of its port cannot be told') };
  if (isOwn(found)) return { state: 'own' };
  // A process that it has started may do the listening.
  return pid !== null && isBelow(host, found.owner.pid, pid)
    ? { state: 'own' }
    : { state: 'foreign', listener: found };
}

/** Deeper trees are none that a gateway makes. */
const MAX_DEPTH = 16;

/** Whether a process has been started by another one, or by what that has started. */
function isBelow({ processes }: Pick<Host, 'processes'>, pid: number, ancestor: number): boolean {
  for (let at = pid, depth = 0; depth < MAX_DEPTH && at > 1; depth++) {
    if (at === ancestor) return true;
    const stat = processes.stat(at);
    if (typeof stat === 'string') return false;
    at = stat.parent;
  }
  return false;
}
