// What a user's systemd says, asked from inside the disposable machine.
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs systemctl for the user's manager; returns what it prints. */
export const systemctl = (...args) => execFileSync('systemctl', ['--user', ...args], { encoding: 'utf8' });

/** State of several units, by name, from one call. */
export function show(units) {
  const wanted = 'Id,ActiveState,SubState,MainPID,NRestarts,UnitFileState,ActiveEnterTimestampMonotonic';
  const out = systemctl('show', '-p', wanted, ...units);
  const blocks = out.trim().split('\n\n');
  return Object.fromEntries(
    blocks.map((block) => {
      const of = Object.fromEntries(block.split('\n').map((line) => line.split(/=(.*)/s)));
      return [
        of.Id,
        {
          state: `${of.ActiveState}/${of.SubState}`,
          mainPid: Number(of.MainPID),
          restarts: Number(of.NRestarts),
          enabled: of.UnitFileState,
          since: Number(of.ActiveEnterTimestampMonotonic) / 1e6,
        },
      ];
    }),
  );
}

/**
 * Looks at units for so many seconds, or until what it has seen is `enough`: how they were at the beginning and the end, and
 * every MainPID in between.
 */
export async function watch(units, seconds, enough = () => false) {
  const first = show(units);
  const mainPids = Object.fromEntries(units.map((unit) => [unit, new Set()]));
  let last = first;
  for (const end = Date.now() + seconds * 1000; Date.now() < end && !enough(last, first); await sleep(200)) {
    last = show(units);
    for (const unit of units) if (last[unit].mainPid) mainPids[unit].add(last[unit].mainPid);
  }
  return {
    first,
    last,
    mainPids: Object.fromEntries(units.map((unit) => [unit, [...mainPids[unit]]])),
  };
}

/** Whether systemd starts a unit no more. Between the stop and the start of a restart it may have failed, too. */
export function hasGivenUp(unit) {
  const said = systemctl('show', '-p', 'ActiveState,Job', unit);
  return /^ActiveState=failed$/m.test(said) && !/^Job=[1-9]/m.test(said);
}

/** Waits until `condition` holds; an error that names it when it never does. */
export async function waitFor(what, condition) {
  for (const end = Date.now() + 60_000; !condition(); await sleep(100)) {
    if (Date.now() > end) throw new Error(`${what}: not within a minute`);
  }
}
