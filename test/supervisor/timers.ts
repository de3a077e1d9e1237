import type { Clock } from '../../src/host/host.ts';

interface Timer {
  at: number;
  ring: () => void;
}

/** A clock that stands still until it is told to go on; whoever sleeps wakes in the order of time. */
export function fakeTimers(start = Date.UTC(2026, 10, 21)) {
  let now = start;
  let ahead = 0;
  let timers: Timer[] = [];
  const clock: Clock = {
    now: () => now + ahead,
    elapsed: () => now,
    sleep: (ms, signal) =>
      new Promise((done) => {
        if (signal?.aborted) return done();
        const timer: Timer = { at: now + ms, ring: () => {} };
        const end = (): void => {
          timers = timers.filter((one) => one !== timer);
          done();
        };
        timer.ring = () => {
          signal?.removeEventListener('abort', end);
          end();
        };
        signal?.addEventListener('abort', end, { once: true });
        timers.push(timer);
      }),
  };
  /** Lets everything happen that needs no time. */
  const settle = async (): Promise<void> => {
    for (let n = 0; n < 4; n++) await new Promise((done) => setImmediate(done));
  };
  return {
    clock,
    settle,
    /** Somebody sets the time of day; what lasts lasts as long as before. */
    setAhead(ms: number): void {
      ahead += ms;
    },
    /** How many sleep. */
    open: () => timers.length,
    async advance(ms: number): Promise<void> {
      const until = now + ms;
      await settle();
      for (;;) {
        const next = Math.min(...timers.map(({ at }) => at));
        if (next > until) break;
        now = Math.max(now, next);
        for (const timer of timers.filter(({ at }) => at <= now)) timer.ring();
        await settle();
      }
      now = until;
    },
  };
}
