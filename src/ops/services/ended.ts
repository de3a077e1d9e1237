import type { Host } from '../../host/host.ts';
import { lockStates } from '../../runtime/lock-state.ts';
import { isSameStart } from '../../runtime/same-process.ts';
import type { Context } from '../context.ts';
import type { Sight } from './sight.ts';

/** A process, told apart from any later one with its number. Null: when it was started is not known. */
interface Known {
  pid: number;
  start: number | null;
}

/** What has to end before a service counts as stopped. */
export interface Ending {
  sight: Sight;
  processes: readonly Known[];
}

/** Milliseconds from one look to the next. */
export const POLL = 50;

/** Notes a service's processes as long as they are there. */
export const toEnd = ({ processes }: Host, sight: Sight): Ending => ({
  sight,
  processes: sight.pids.map((pid) => {
    const stat = processes.stat(pid);
    return { pid, start: typeof stat === 'string' ? null : stat.start };
  }),
});

/**
 * Waits until the processes of these services are gone, each by its number and start, and until none of them holds its
 * profile's lock: a gateway that drains does not answer any more and is still there. Gives what is left when time is up.
 * @param told called with what is left; true ends the waiting
 * @param until milliseconds since 1970
 */
export async function awaitEnd(
  context: Context,
  endings: readonly Ending[],
  until: number,
  told: (waiting: readonly Left[]) => boolean,
): Promise<Left[]> {
  const { host } = context;
  for (;;) {
    const left = whatIsLeft(context, endings);
    if (left.length === 0 || host.clock.elapsed() >= until || told(left)) return left;
    await host.clock.sleep(POLL);
  }
}

/** A service of which something is left. */
export interface Left {
  sight: Sight;
  pids: readonly number[];
}

function whatIsLeft({ host, app }: Context, endings: readonly Ending[]): Left[] {
  const locks = lockStates(
    host,
    app,
    endings.map(({ sight }) => sight.one.home),
  );
  return endings.flatMap(({ sight, processes }) => {
    const alive = processes.filter((one) => !isGone(host, one)).map(({ pid }) => pid);
    const lock = locks.get(sight.one.home);
    // Somebody else's was there before, and is not waited for.
    const isOurs = lock?.state === 'held' && !sight.outside.some(({ pid }) => pid === lock.pid);
    const pids = isOurs ? [...new Set([...alive, lock.pid])] : alive;
    return pids.length > 0 ? [{ sight, pids }] : [];
  });
}

function isGone(host: Host, { pid, start }: Known): boolean {
  const stat = host.processes.stat(pid);
  if (stat === 'absent') return true;
  if (stat === 'denied') return false;
  return /^[ZXx]$/.test(stat.state) || (start !== null && !isSameStart(host, start, stat.start));
}
