import { redactText } from '../model/redact.ts';
import type { Service } from '../model/service.ts';
import { type LifecycleEvent, openLifecycle } from '../store/lifecycle.ts';
import { tr } from '../texts/tr.ts';
import { MARK } from './adopt.ts';
import { begin } from './begin.ts';
import { logPath } from './child.ts';
import { type EventRing, eventRing } from './events.ts';
import type { InstancePlace } from './instances.ts';
import { type Keeper, openKeeper } from './keeper.ts';
import type { Ports } from './ports.ts';
import { obstacles, readiness } from './ready.ts';
import type { World } from './unit.ts';

export interface Parts {
  world: World;
  keeper: Keeper;
  events: EventRing;
}

/** Nothing runs yet. After `over` nothing is begun any more. */
export function assemble(
  ports: Ports,
  { id, folder }: InstancePlace,
  services: readonly Service[],
  over: AbortSignal,
): Parts {
  const { host, app, children, policy, say } = ports;
  const events = eventRing();
  const log = openLifecycle(ports.lifecycle);
  const world: World = {
    host,
    app,
    children: {
      ...children,
      spawn: (request) => children.spawn({ ...request, environment: { ...request.environment, [MARK]: id } }),
    },
    policy,
    breaker: new Map(),
    isClosing: over.aborted,
    hurryUntil: Number.POSITIVE_INFINITY,
    begin: (unit) => begin(world, unit),
    obstacle: obstacles(host, app),
    ready: readiness(host, app, () => world.isClosing),
    tell(event, profile, extra = {}) {
      log.note(event, profile, { ...extra, instance: id });
      const shown = Object.fromEntries(
        Object.entries(extra).map(([name, value]) => [
          name,
          typeof value === 'string' ? redactText(value) : value,
        ]),
      );
      events.add({ ...shown, ts: new Date(host.clock.now()).toISOString(), event, profile });
      say(eventLine(event, profile, shown));
    },
    changed: (unit) => keeper.changed(unit),
    background: (work) =>
      void work.catch((error) => say(tr('error: {message}', { message: (error as Error).message }))),
  };
  const keeper = openKeeper(world, services, ports.load, (profile) => logPath(folder, profile));
  over.addEventListener('abort', () => {
    world.isClosing = true;
  });
  return { world, keeper, events };
}

function eventLine(event: LifecycleEvent, profile: string, extra: Readonly<Record<string, unknown>>): string {
  const { reason, exit, last } = extra;
  const why = [reason, typeof exit === 'string' ? sayExit(exit) : exit, last]
    .filter((text) => typeof text === 'string')
    .join(tr('; '));
  const process = typeof extra.pid === 'number' ? tr(' (process {pid})', { pid: extra.pid }) : '';
  return `${profile}${tr(': ')}${tr(event)}${process}${why === '' ? '' : tr(': {why}', { why })}`;
}

/** The log says `exit 1`, and the name of a signal. */
const sayExit = (exit: string): string =>
  exit.replace(/^exit (\d+)$/, (_, code) => tr('exit {code}', { code }));
