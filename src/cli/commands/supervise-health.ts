import { Failure } from '../../host/failure.ts';
import type { Host } from '../../host/host.ts';
import { sockets } from '../../host/local-socket.ts';
import { openContext } from '../../ops/context.ts';
import { display } from '../../report/display.ts';
import { duration } from '../../report/duration.ts';
import { supervisorClient } from '../../supervisor/client.ts';
import { findSupervisor } from '../../supervisor/instances.ts';
import { tr } from '../../texts/tr.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

/**
 * Asks the supervisor that runs how its services are; for a container's health check. What has ended and waits for its next
 * try, or gets none, is not well; what starts, or is stopped on purpose, is no complaint.
 * @throws Failure (host) where none runs, or it does not answer
 */
export async function health(options: GlobalOptions, io: Io, host: Host): Promise<Outcome> {
  const { root, state } = await openContext(host, options);
  const record = findSupervisor(host, state, root);
  if (!record)
    throw new Failure('host', tr('no supervisor runs for {root}', { root }), { next: 'unitpin supervise' });
  const wanted = (await supervisorClient(sockets, record).list()).filter(
    ({ desired }) => desired.state === 'running',
  );
  const unwell = wanted.filter(({ actual: { phase } }) => phase === 'failed' || phase === 'parked');
  const now = host.clock.now();
  for (const { profile, actual } of unwell) {
    const { phase, reason, nextTry } = actual;
    const time = nextTry === null ? null : duration(Math.max(0, nextTry - now));
    const again = time === null ? '' : tr('; next try in {time}', { time });
    io.out(display([profile, tr(phase), `${reason ?? ''}${again}`].join(tr(': '))));
  }
  if (!options.quiet && unwell.length === 0)
    io.out(tr('none of {count} services has failed', { count: wanted.length }));
  return { kind: 'seen', unhealthy: unwell.length, asked: true };
}
