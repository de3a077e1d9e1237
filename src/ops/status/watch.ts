import type { Status, Tick } from '../../model/status.ts';
import type { Context } from '../context.ts';
import { openStatus } from './status.ts';
import { eventsBetween, stormWatch } from './status-events.ts';
import type { StatusRequest } from './status-rows.ts';

export interface WatchRequest extends StatusRequest {
  /** From the start of one look to that of the next, in milliseconds; a look that takes longer is waited for. */
  intervalMs: number;
  /** Ends the watch, also in the middle of a pause. */
  signal?: AbortSignal;
}

/**
 * Looks again and again, and tells what happened in between. Each look asks each manager once. It ends with the signal,
 * or when nobody takes another tick; it changes nothing.
 * @throws Failure as `readStatus` does.
 */
export async function* watch(context: Context, request: WatchRequest): AsyncGenerator<Tick, void, void> {
  const { clock } = context.host;
  const { intervalMs, signal } = request;
  const look = await openStatus(context, request);
  const storms = stormWatch(context.app);
  let before: Status | null = null;
  const isOver = (): boolean => signal?.aborted === true;
  while (!isOver()) {
    const start = clock.elapsed();
    const status = await look();
    if (isOver()) return;
    yield { status, events: [...(before ? eventsBetween(before, status) : []), ...storms(status)] };
    before = status;
    await clock.sleep(Math.max(0, intervalMs - (clock.elapsed() - start)), signal);
  }
}
