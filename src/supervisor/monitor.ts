import { tr } from '../texts/tr.ts';
import { rotateLog } from './child.ts';
import type { Keeper } from './keeper.ts';
import type { Ports } from './ports.ts';

/** From one look at logs and files to the next, where nothing calls. Milliseconds. */
const TICK = 15_000;
/** Several changes at a time are one. Milliseconds. */
const DEBOUNCE = 300;

export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });

/** Until it is interrupted: puts logs away that grow, and follows what `unitpin.yaml` and the folders of profiles say. */
export async function monitor(ports: Ports, keeper: Keeper, first: string, over: AbortSignal): Promise<void> {
  const { host, source, say } = ports;
  let known = first;
  let wake = new AbortController();
  const watcher = ports.watch(source.folders(), () => wake.abort());
  const end = (): void => wake.abort();
  over.addEventListener('abort', end);
  try {
    while (!over.aborted) {
      const now = source.fingerprint();
      if (now !== known) {
        known = now;
        await Promise.race([follow(keeper, say), aborted(over)]);
      }
      for (const { log } of keeper.units.values()) attempt(say, () => rotateLog(host.files, log));
      if (over.aborted) return;
      wake = new AbortController();
      await host.clock.sleep(TICK, wake.signal);
      if (wake.signal.aborted && !over.aborted) await host.clock.sleep(DEBOUNCE, over);
    }
  } finally {
    watcher.close();
    over.removeEventListener('abort', end);
  }
}

async function follow(keeper: Keeper, say: Ports['say']): Promise<void> {
  try {
    const { added, removed, restarted } = await keeper.rescan();
    for (const profile of added) say(tr('{profile}: new', { profile }));
    for (const profile of removed) say(tr('{profile}: not supervised any more', { profile }));
    for (const { profile, because } of restarted)
      say(tr('{profile}: restarted: {because}', { profile, because }));
  } catch (error) {
    say(tr('warning: everything goes on as before: {message}', { message: (error as Error).message }));
  }
}

function attempt(say: Ports['say'], work: () => void): void {
  try {
    work();
  } catch (error) {
    say(tr('warning: {line}', { line: (error as Error).message }));
  }
}
