import type { Host } from '../host/host.ts';
import type { GatewayState } from '../model/gateway.ts';

/** On Linux ticks since the boot. Elsewhere hundredths of a second since 1970, of which we know the whole seconds. */
export const isSameStart = ({ platform }: Pick<Host, 'platform'>, one: number, other: number): boolean =>
  platform === 'linux' ? one === other : Math.floor(one / 100) === Math.floor(other / 100);

/**
 * Whether a state file is of this process, by its number in its own pid namespace and its start: in a container every
 * process may get the number of the one before.
 */
export function isOfProcess(
  host: Pick<Host, 'platform' | 'processes'>,
  gateway: Pick<GatewayState, 'pid' | 'start'>,
  process: { pid: number; start: number | null },
): boolean {
  if (gateway.pid !== process.pid && gateway.pid !== host.processes.numbers(process.pid).at(-1)) return false;
  if (gateway.start === null || process.start === null) return true;
  return isSameStart(host, gateway.start, process.start);
}
