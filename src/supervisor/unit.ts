import type { Host } from '../host/host.ts';
import type { Children, Exit, Started } from '../host/spawn.ts';
import type { App } from '../model/app.ts';
import type { Service, ServiceState } from '../model/service.ts';
import type { LifecycleEvent } from '../store/lifecycle.ts';
import type { FleetBreaker } from './breaker.ts';
import { FRESH, type History, type RestartPolicy } from './restart-policy.ts';
import { type Actual, atFirst, type Desired, type Happening, next } from './service-state.ts';

/** What all services of a supervisor share. */
export interface World {
  host: Host;
  app: App;
  children: Children;
  policy: RestartPolicy;
  breaker: FleetBreaker;
  /** Turns true when the supervisor ends: nothing is begun any more. */
  isClosing: boolean;
  /** Milliseconds since 1970 after which nobody waits for a process any more: Infinity, until somebody is in a hurry. */
  hurryUntil: number;
  /** Starts a service, and waits until it is ready, or is not going to be. Nothing happens where it runs or is begun already. */
  begin(unit: Unit): Promise<void>;
  /** Why a service must not be started now; null: nothing is in its way. Those that ask together are looked at together. */
  obstacle(service: Service): Promise<string | null>;
  /** Waits until its process is ready; else what it lacks when its time is up. Null: it has ended meanwhile. */
  ready(unit: Unit): Promise<{ warning: string | null } | { lacks: string } | null>;
  tell(
    event: LifecycleEvent,
    profile: string,
    extra?: Readonly<Record<string, string | number | null>>,
  ): void;
  /** Whatever changed in a unit: its neighbours, those who wait, and the record on disk are to know. */
  changed(unit: Unit): void;
  /** Runs what nobody waits for. */
  background(work: Promise<void>): void;
}

/** The process of a service. */
export interface Run extends Started {
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Whether we are its parent. */
  own: boolean;
  /** Bytes that the log had when it was started. */
  logFrom: number;
  /** It was asked to end. */
  stopping: boolean;
  ended: Promise<Exit>;
}

/** One service. */
export interface Unit {
  service: Service;
  configured: ServiceState;
  desired: Desired;
  actual: Actual;
  history: History;
  log: string;
  run: Run | null;
  /** Ends the waiting for the next try. */
  waiting: AbortController | null;
  /** What it depends on is not there yet. */
  blocked: boolean;
}

export const newUnit = (service: Service, log: string, at: number): Unit => ({
  service,
  configured: service.state,
  desired: { state: service.state === 'enabled' ? 'running' : 'stopped', by: 'configuration' },
  actual: atFirst(at),
  history: FRESH,
  log,
  run: null,
  waiting: null,
  blocked: false,
});

export function happen(world: World, unit: Unit, happening: Happening): void {
  unit.actual = next(unit.actual, happening, world.host.clock.now());
  world.changed(unit);
}

/** Takes back what was planned for later. */
export function forgetTry(unit: Unit): void {
  unit.waiting?.abort();
  unit.waiting = null;
}
