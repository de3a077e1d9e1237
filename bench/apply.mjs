// `apply` of new profiles on a real manager, against bare `systemctl start` of the same units and waiting for their health;
// and a plan that changes nothing. Both run in a disposable machine (test/support/disposable-systemd.ts has what it needs).
import { inGuest, makeGuestHome } from './in-guest.mjs';

const COUNTS = [1, 10, 50];
const IDLE = 1_000;

export async function applyRows() {
  const home = makeGuestHome();
  if (home === null)
    return [{ what: 'apply on a real manager', ratio: 'no disposable systemd, or no C compiler, here' }];
  const { fresh, idle } = await inGuest(home, 'apply.mjs', [IDLE, ...COUNTS]);
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  return [
    ...fresh.map(({ count, bare, ours, processes }) => ({
      what: `apply of ${count} new profiles, ready after 0.3 s`,
      bare: seconds(bare),
      time: seconds(ours),
      ratio: `${(ours / bare).toFixed(2)} × bare`,
      processes,
    })),
    {
      what: `apply that changes nothing, ${idle.count} profiles`,
      time: seconds(idle.ms),
      ratio: `${idle.shows} show`,
      processes: idle.processes,
    },
  ];
}
