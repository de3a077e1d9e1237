import { Failure } from '../host/failure.ts';
import type { Service, ServiceState } from '../model/service.ts';
import { tr } from '../texts/tr.ts';
import { FRESH } from './restart-policy.ts';
import { isMoving, isUp, type Supervised } from './service-state.ts';
import { type Stopped, stopUnit } from './stop.ts';
import { forgetTry, newUnit, type Unit, type World } from './unit.ts';
import { whatChanged } from './what-changed.ts';

/** What a rescan came to, by profile. `restarted`: with what has changed. */
export interface Rescan {
  added: string[];
  removed: string[];
  /** Wanted by `unitpin.yaml` from now on, or not any more. */
  started: string[];
  stopped: string[];
  restarted: { profile: string; because: string }[];
}

/** What can be asked of the services of a supervisor. Those that act come back when nothing moves any more. */
export interface Keeper {
  units: ReadonlyMap<string, Unit>;
  list(): Supervised[];
  /** Also what they need. @throws Failure (usage) for a profile that is not there, or that is disabled */
  start(profiles: readonly string[]): Promise<Supervised[]>;
  stop(profiles: readonly string[]): Promise<Supervised[]>;
  restart(profiles: readonly string[]): Promise<Supervised[]>;
  /** @throws Failure where what should run cannot be told; everything is left as it is then */
  rescan(): Promise<Rescan>;
  /** Until `unitpin.yaml` says something else about the profile. */
  setState(profile: string, state: ServiceState): Promise<Supervised>;
  /** Begins what is meant to run, in the order of the dependencies; comes back when nothing moves any more. */
  beginAll(): Promise<void>;
  /** All at the same time. Gives those that did not end by themselves. */
  stopAll(): Promise<{ profile: string; stopped: Stopped }[]>;
  /** To be called whenever something has changed in a unit. */
  changed(unit: Unit): void;
}

/** Nothing is begun yet. */
export function openKeeper(
  world: World,
  services: readonly Service[],
  load: () => Promise<readonly Service[]>,
  logOf: (profile: string) => string,
): Keeper {
  const fresh = (service: Service): Unit => newUnit(service, logOf(service.profile), world.host.clock.now());
  const units = new Map(services.map((service) => [service.profile, fresh(service)]));
  const waiters = new Set<() => void>();
  /** One after the other. */
  let rescans = Promise.resolve();

  const unitOf = (profile: string): Unit => {
    const unit = units.get(profile);
    if (unit) return unit;
    throw new Failure('usage', tr('there is no profile {profile} here', { profile }), {
      why: tr('supervised are {known}', { known: [...units.keys()].join(tr(', ')) }),
      next: tr('name it in unitpin.yaml, then: unitpin apply'),
    });
  };
  const needs = ({ service }: Unit): Unit[] => service.dependsOn.flatMap((name) => units.get(name) ?? []);

  /** Whether something is still going to happen by itself, without waiting for a next try. */
  function isOpen(unit: Unit): boolean {
    const { actual, desired, blocked } = unit;
    if (isMoving(actual)) return true;
    if (desired.state === 'stopped' || actual.phase !== 'stopped' || world.isClosing) return false;
    return blocked ? needs(unit).some(isOpen) : actual.reason === null;
  }

  /** Comes back when none of them moves any more. */
  const settled = (some: readonly Unit[]): Promise<void> =>
    new Promise((done) => {
      const look = (): void => {
        if (some.some(isOpen)) return;
        waiters.delete(look);
        done();
      };
      waiters.add(look);
      look();
    });

  function tryBegin(unit: Unit): void {
    if (unit.desired.state === 'stopped' || unit.run || isMoving(unit.actual) || world.isClosing) return;
    unit.blocked = needs(unit).some(({ actual }) => !isUp(actual));
    if (unit.blocked) changed(unit);
    else world.background(world.begin(unit));
  }

  function changed(unit: Unit): void {
    if (isUp(unit.actual)) {
      for (const other of units.values()) if (other.blocked && needs(other).includes(unit)) tryBegin(other);
    }
    for (const look of [...waiters]) look();
  }

  /** What it needs is wanted, too. @throws Failure (usage) for one that is disabled, with the way to it */
  function want(
    unit: Unit,
    by: 'configuration' | 'dependency' | 'request',
    trail: readonly string[] = [],
  ): Unit[] {
    const { profile } = unit.service;
    const way = [...trail, profile];
    if (unit.configured === 'disabled') {
      throw new Failure(
        'usage',
        tr('{profile} is disabled{more}', { profile, more: trail.length > 0 ? ` (${way.join(' → ')})` : '' }),
        {
          next: tr('set {profile} to enabled or manual in unitpin.yaml', { profile }),
        },
      );
    }
    if (unit.desired.state === 'stopped' || by === 'request') unit.desired = { state: 'running', by };
    return [...needs(unit).flatMap((one) => want(one, 'dependency', way)), unit];
  }

  /** What waits for its next try, or has none any more, need not wait any longer. */
  function beginAnew(unit: Unit): void {
    if (unit.run || isMoving(unit.actual)) return;
    forgetTry(unit);
    unit.history = FRESH;
    tryBegin(unit);
  }

  async function startUnits(some: readonly Unit[]): Promise<Supervised[]> {
    const all = [...new Set(some.flatMap((unit) => want(unit, 'request')))];
    for (const unit of all) beginAnew(unit);
    await settled(all);
    return some.map(view);
  }

  async function stopUnits(some: readonly Unit[]): Promise<void> {
    await Promise.all(
      some.map(async (unit) => {
        await stopUnit(world, unit);
        // Somebody may have wanted it again meanwhile.
        tryBegin(unit);
      }),
    );
  }

  function view(unit: Unit): Supervised {
    const { service, configured, desired, actual, blocked, log } = unit;
    const missing = blocked ? needs(unit).filter((one) => !isUp(one.actual)) : [];
    const reason =
      missing.length > 0
        ? tr('it needs {missing}', {
            missing: missing
              .map((one) => tr('{name} ({text})', { name: one.service.profile, text: one.actual.phase }))
              .join(tr(', ')),
          })
        : actual.reason;
    const { profile, home, pin } = service;
    const environment = { ...service.environment, ...pin };
    return { profile, configured, desired, actual: { ...actual, reason }, home, log, environment };
  }

  async function rescan(): Promise<Rescan> {
    const services = await load();
    // Some editors empty a file before they write it.
    if (services.length === 0 && units.size > 0) {
      throw new Failure('usage', tr('no profile is named any more'), {
        next: tr('unitpin stop --all, where nothing is to run'),
      });
    }
    const result: Rescan = { added: [], removed: [], started: [], stopped: [], restarted: [] };
    const gone = [...units.values()].filter((unit) =>
      services.every(({ profile }) => profile !== unit.service.profile),
    );
    const stopping: Unit[] = [];
    const anew: Unit[] = [];
    for (const unit of gone) {
      unit.desired = { state: 'stopped', by: 'configuration' };
      result.removed.push(unit.service.profile);
      stopping.push(unit);
    }
    for (const service of services) {
      const unit = units.get(service.profile);
      if (!unit) {
        units.set(service.profile, fresh(service));
        result.added.push(service.profile);
        continue;
      }
      const because = whatChanged(world, unit.service, service);
      const isOther = unit.service.state !== service.state;
      unit.service = service;
      if (isOther) configure(unit, service.state);
      if (unit.desired.state === 'stopped') {
        if (unit.run || unit.waiting) {
          stopping.push(unit);
          result.stopped.push(service.profile);
        }
        continue;
      }
      if (isOther && !unit.run) result.started.push(service.profile);
      if (because !== null && !unit.run) {
        anew.push(unit);
      } else if (because !== null) {
        result.restarted.push({ profile: service.profile, because });
        stopping.push(unit);
      }
    }
    wantConfigured();
    await stopUnits(stopping);
    for (const { service } of gone) units.delete(service.profile);
    for (const unit of anew) beginAnew(unit);
    beginOpen();
    return result;
  }

  /** One that is started by hand goes on as it is. */
  function configure(unit: Unit, state: ServiceState): void {
    unit.configured = state;
    if (state === 'disabled') unit.desired = { state: 'stopped', by: 'configuration' };
    if (state === 'enabled') unit.desired = { state: 'running', by: 'configuration' };
  }

  /** One that has ended as it should is left. */
  function beginOpen(): void {
    for (const unit of units.values())
      if (unit.actual.phase === 'stopped' && unit.actual.reason === null) tryBegin(unit);
  }

  function wantConfigured(): void {
    for (const unit of units.values())
      if (unit.configured === 'enabled' && unit.desired.state === 'running') want(unit, 'configuration');
  }

  return {
    units,
    list: () => [...units.values()].map(view),
    start: (profiles) => startUnits(profiles.map(unitOf)),
    async stop(profiles) {
      const some = profiles.map(unitOf);
      for (const unit of some) unit.desired = { state: 'stopped', by: 'request' };
      await stopUnits(some);
      return some.map(view);
    },
    async restart(profiles) {
      const some = profiles.map(unitOf);
      const all = some.flatMap((unit) => want(unit, 'request'));
      for (const unit of some) unit.history = FRESH;
      await stopUnits(some);
      for (const unit of all) beginAnew(unit);
      await settled(all);
      return some.map(view);
    },
    rescan() {
      const result = rescans.then(rescan);
      rescans = result.then(
        () => undefined,
        () => undefined,
      );
      return result;
    },
    async setState(profile, state) {
      const unit = unitOf(profile);
      configure(unit, state);
      if (unit.desired.state === 'stopped') await stopUnits([unit]);
      else if (state === 'enabled') await startUnits([unit]);
      world.changed(unit);
      return view(unit);
    },
    async beginAll() {
      wantConfigured();
      beginOpen();
      await settled([...units.values()]);
    },
    async stopAll() {
      const all = [...units.values()];
      return Promise.all(
        all.map(async (unit) => ({ profile: unit.service.profile, stopped: await stopUnit(world, unit) })),
      );
    },
    changed,
  };
}
