import type { Host } from '../host/host.ts';
import type { App } from '../model/app.ts';
import { runningGateways } from '../runtime/running.ts';
import { tr } from '../texts/tr.ts';
import { keep } from './begin.ts';
import { type ChildRecord, endOfAdopted, proveChild } from './instances.ts';
import type { Keeper } from './keeper.ts';
import type { Ports } from './ports.ts';
import { stopUnit } from './stop.ts';
import type { World } from './unit.ts';

/** In the environment of each child: the instance it is of, for when that was ended before it could write it down. */
export const MARK = 'UNITPIN_SUPERVISOR';

/** What runs already because an earlier supervisor was ended in the middle. */
export function adoptAll(
  { host, app, say }: Ports,
  world: World,
  keeper: Keeper,
  id: string,
  left: readonly ChildRecord[],
  enough: AbortSignal,
): void {
  for (const child of [...left, ...unrecorded(host, app, keeper, id, left)]) {
    const { pid, start, startedAt, profile } = child;
    const unit = keeper.units.get(profile);
    const what = unit ? proveChild(host, app, unit.service, child) : 'unclear';
    if (what === 'gone') continue;
    if (!unit || what === 'unclear') {
      if (host.processes.stat(pid) !== 'absent')
        say(
          tr(
            'warning: process {pid}, which an earlier supervisor has started for {profile}, is left alone: {more}',
            {
              pid,
              profile,
              more: unit
                ? tr('nothing proves that it still is that gateway')
                : tr('the profile is not supervised any more'),
            },
          ),
        );
      continue;
    }
    // Somebody had started it by hand.
    if (unit.configured === 'manual') unit.desired = { state: 'running', by: 'request' };
    world.tell('adopted', profile, { pid });
    const logFrom = host.files.stat(unit.log).size ?? 0;
    const ended = endOfAdopted(host, child, enough);
    const run = { pid, start, startedAt, own: false, logFrom, stopping: false, ended };
    world.background(keep(world, unit, run, 'adopted'));
    if (unit.configured === 'disabled') world.background(stopUnit(world, unit).then(() => undefined));
  }
}

/** Gateways with our mark that no record has. Where a profile has several of them, none: which one it is nobody can say. */
function unrecorded(
  host: Host,
  app: App,
  keeper: Keeper,
  id: string,
  left: readonly ChildRecord[],
): ChildRecord[] {
  const [first] = keeper.units.values();
  if (!first) return [];
  const marked = runningGateways(host, app, first.service.account).filter(
    ({ environment }) => environment?.get(MARK) === id,
  );
  return marked.flatMap(({ pid, identity: { profile, home } }) => {
    const stat = host.processes.stat(pid);
    const isOnly = marked.filter((one) => one.identity.profile === profile).length === 1;
    const isKnown = left.some((one) => one.pid === pid);
    if (profile === null || home === null || typeof stat === 'string' || !isOnly || isKnown) return [];
    return [{ profile, pid, start: stat.start, home, startedAt: host.clock.now() }];
  });
}
