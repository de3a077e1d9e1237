import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import type { Condition, Status } from '../../model/status.ts';
import { openContext } from '../../ops/context.ts';
import { readStatus } from '../../ops/status/status.ts';
import type { StatusRequest } from '../../ops/status/status-rows.ts';
import { toJson } from '../../report/display.ts';
import { statusJson } from '../../report/status-json.ts';
import { tr } from '../../texts/tr.ts';
import { again } from '../again.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import { seconds } from '../seconds.ts';
import { tellInterrupted } from '../tell-interrupted.ts';
import { tellNothing } from '../tell-nothing.ts';
import { type StatusOptions, tellUnreachable, textOf } from './status-output.ts';

/** A gateway answers in a few milliseconds. Seconds. */
const TIMEOUT = 0.5;

/** `host` stands for this machine in tests. */
export async function status(options: StatusOptions, io: Io, host?: Host): Promise<Outcome> {
  const { watch, interval } = options;
  if (interval !== undefined && !watch)
    throw new Failure('usage', tr('--interval goes with --watch'), { next: 'unitpin status --watch' });
  if (watch && options.format === 'html')
    throw new Failure('usage', tr('a page is of one moment: --watch goes with text and json'), {
      next: 'unitpin status --format html',
    });
  const context = await openContext(host ?? openHost(options.root), options);
  if (watch) {
    const { watchStatus } = await import('./status-watch.ts');
    return watchStatus(context, requestOf(options), options, io);
  }
  tellInterrupted(context, options, io);
  const seen = await readStatus(context, requestOf(options));
  const outcome = outcomeOf(seen);
  const isEmpty = seen.services.every(
    ({ definition, managed, since }) => !definition && !managed && since === null,
  );
  if (options.format === 'json') io.out(toJson(statusJson(seen)));
  else if (options.format === 'html') {
    const { statusPage } = await import('./status-html.ts');
    io.out(await statusPage(context, seen, options));
    tellUnreachable(seen, io);
  } else {
    const isWell = outcome.kind === 'seen' && outcome.asked && outcome.unhealthy === 0;
    if (!options.quiet || !isWell) io.out(textOf(context, seen, options, io));
    tellUnreachable(seen, io);
    if (outcome.kind === 'seen' && outcome.unhealthy > 0 && !isEmpty)
      io.err(tr('next: {next}', { next: again(nextOf(seen, options), { ...options, all: false }) }));
  }
  if (isEmpty) tellNothing(context, options, io);
  return outcome;
}

const requestOf = ({ profile, manager, scope, live, timeout }: StatusOptions): StatusRequest => ({
  profiles: profile ?? null,
  // What it runs has no definition: it is among all the others.
  manager: manager === 'supervisor' ? null : (manager ?? null),
  scope: scope ?? null,
  live,
  timeoutMs: (seconds('--timeout', timeout) ?? TIMEOUT) * 1_000,
});

const UNHEALTHY = new Set<Condition>(['sick', 'down']);

/** What has no definition has nothing to tell of it either: it wants one. */
function nextOf({ services }: Status, { root }: StatusOptions): string {
  const bad = services.filter(({ condition }) => UNHEALTHY.has(condition));
  const isMissing = bad.every(
    ({ definition, managed, condition }) => !definition && !managed && condition === 'down',
  );
  return isMissing && root === undefined ? 'apply --dry-run' : 'diagnose';
}

const outcomeOf = ({ services, unreachable }: Status): Outcome => ({
  kind: 'seen',
  unhealthy: services.filter(({ condition }) => UNHEALTHY.has(condition)).length,
  asked: unreachable === null,
});
