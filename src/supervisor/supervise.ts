import { setMaxListeners } from 'node:events';
import { endInterrupted } from '../store/lifecycle.ts';
import { tr } from '../texts/tr.ts';
import { adoptAll } from './adopt.ts';
import { answerControl } from './control.ts';
import { type ChildRecord, type InstancePlace, instancePlace, takeInstance } from './instances.ts';
import type { Keeper } from './keeper.ts';
import { aborted, monitor } from './monitor.ts';
import type { Ports } from './ports.ts';
import { recorder } from './recorder.ts';
import { isUp } from './service-state.ts';
import type { Stopped } from './stop.ts';
import type { World } from './unit.ts';
import { assemble, type Parts } from './world.ts';

/** Those that did not end by themselves. */
export interface Over {
  killed: string[];
  left: string[];
}

/** What a second Ctrl-C leaves them, in milliseconds. The third leaves nothing. */
const HURRY = 5_000;

/**
 * Runs the services of a root home until it is interrupted. Four phases, each of which can be interrupted:
 *
 * 1. preflight: what should run, and that nobody else supervises it. Fatal: anything.
 * 2. the control socket, and the record of who runs where. Fatal, too: nobody could tell what to do with what runs.
 * 3. the services, what they depend on first. What does not get ready degrades: the others go on.
 * 4. monitoring: ends, restarts, logs, changes of files. Nothing is fatal: a file that cannot be read is told.
 *
 * @throws Failure of the first two, before anything was started
 */
export async function supervise(ports: Ports): Promise<Over> {
  const { host, root, state, say } = ports;
  const known = ports.source.fingerprint();
  const services = await ports.load();
  const place = instancePlace(host.files, state, root);
  const instance = await takeInstance(host, place, root, async (socket) => {
    return (await ports.sockets.ask(socket, 'GET', '/list', undefined, 1_000)).state === 'absent';
  });
  const over = new AbortController();
  const hurry = interrupts(ports, () => over.abort());
  try {
    host.files.makeFolder(`${place.folder}/logs`);
    endInterrupted(ports.lifecycle);
    const parts = assemble(ports, place, services, over.signal);
    hurry.world = parts.world;
    const ended = await run(ports, place, parts, instance.left?.children ?? [], known, over.signal);
    say(tr('the supervisor has ended'));
    return ended;
  } finally {
    hurry.forget();
    instance.release();
  }
}

/** The first interrupt ends it all; the second leaves services no more than a few seconds, the third none. */
function interrupts(
  { host, say, onInterrupt }: Ports,
  end: () => void,
): { world: World | null; forget: () => void } {
  let count = 0;
  const hurry = {
    world: null as World | null,
    forget: onInterrupt(() => {
      count++;
      if (count === 1) say(tr('ending: each service gets its time (again: hurry)'));
      if (count === 2)
        say(tr('hurrying: {hurry} s, then they are killed (again: at once)', { hurry: HURRY / 1_000 }));
      if (hurry.world && count === 2) hurry.world.hurryUntil = host.clock.elapsed() + HURRY;
      if (hurry.world && count > 2) hurry.world.hurryUntil = host.clock.elapsed();
      end();
    }),
  };
  return hurry;
}

async function run(
  ports: Ports,
  place: InstancePlace,
  { world, keeper, events }: Parts,
  left: readonly ChildRecord[],
  known: string,
  over: AbortSignal,
): Promise<Over> {
  const socket = socketPath(ports, place);
  const server = await ports.sockets.serve(socket, (request) =>
    answerControl(request, keeper, events, () => world.isClosing),
  );
  const enough = new AbortController();
  // Each adopted process listens to it.
  setMaxListeners(0, enough.signal);
  const record = recorder(ports, place, socket, keeper);
  try {
    world.changed = (unit) => {
      keeper.changed(unit);
      record.soon();
    };
    adoptAll(ports, world, keeper, place.id, left, enough.signal);
    // With the adopted ones: whoever kills us now leaves them to the next one.
    record.now();
    await Promise.race([keeper.beginAll(), aborted(over)]);
    if (!over.aborted) {
      ports.say(summary(keeper));
      ports.up?.(keeper);
      await monitor(ports, keeper, known, over);
    }
    return sortOut(await keeper.stopAll());
  } finally {
    enough.abort();
    await server.close();
    record.end();
  }
}

/** In the account's runtime folder, else beside the record. */
function socketPath({ host }: Ports, { id, folder }: InstancePlace): string {
  const dir = host.environment.XDG_RUNTIME_DIR;
  const isUsable = dir?.startsWith('/') && host.files.stat(dir).uid === host.caller.uid;
  return isUsable ? `${dir}/unitpin/${id}.sock` : `${folder}/control.sock`;
}

/** How many of those that are wanted run. */
export function summary(keeper: Keeper): string {
  const all = keeper.list();
  const wanted = all.filter(({ desired }) => desired.state === 'running');
  const up = wanted.filter(({ actual }) => isUp(actual));
  const rest = wanted
    .filter(({ actual }) => !isUp(actual))
    .map(({ profile, actual }) => profile + tr(' ({text})', { text: tr(actual.phase) }));
  return tr('{up} of {all} services run{more}', {
    up: up.length,
    all: wanted.length,
    more: rest.length > 0 ? tr('; not: {rest}', { rest: rest.join(tr(', ')) }) : '',
  });
}

const sortOut = (all: readonly { profile: string; stopped: Stopped }[]): Over => {
  const those = (wanted: Stopped): string[] =>
    all.filter(({ stopped }) => stopped === wanted).map(({ profile }) => profile);
  return { killed: those('killed'), left: those('left') };
};
