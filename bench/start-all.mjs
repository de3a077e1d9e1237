// Starting all gateways on a real manager, each ready after 0.3 s: the seed's one after the other, and ours. Both run in a
// disposable machine (test/support/disposable-systemd.ts has what it needs).
import { inGuest, makeGuestHome } from './in-guest.mjs';

const COUNTS = [10, 30];
const WHAT = (count) => `startAll against start --all, ${count} profiles, ready after 0.3 s`;

export async function startAllRows() {
  const home = makeGuestHome();
  if (home === null)
    return COUNTS.map((count) => ({
      what: WHAT(count),
      ratio: 'no disposable systemd, or no C compiler, here',
    }));
  const { times, processes } = await inGuest(home, 'start-all.mjs', COUNTS);
  return COUNTS.map((count) => {
    const { theirs, ours } = times[count];
    const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
    return {
      what: WHAT(count),
      seed: seconds(theirs),
      time: seconds(ours),
      ratio: `${(ours / theirs).toFixed(2)} × the seed's`,
      processes: processes[count],
    };
  });
}
