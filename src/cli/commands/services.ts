import { type Host, openHost } from '../../host/host.ts';
import type { ServiceResult } from '../../model/service-result.ts';
import { openContext } from '../../ops/context.ts';
import { chooseManager, runningSupervisor } from '../../ops/gen/choose-manager.ts';
import { type ActOptions, restartServices, startServices } from '../../ops/services/start.ts';
import { stopServices } from '../../ops/services/stop.ts';
import { actSupervised } from '../../ops/status/supervised.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { servicesJson, servicesText } from '../../report/services.ts';
import { tr } from '../../texts/tr.ts';
import { carried } from '../carried.ts';
import type { Outcome } from '../exit.ts';
import { type Io, watchInterrupts } from '../io.ts';
import type { GlobalOptions } from '../options.ts';
import { seconds } from '../seconds.ts';
import { wantedServices } from '../wanted.ts';

export interface ServicesOptions extends GlobalOptions {
  names: readonly string[];
  format: 'text' | 'json';
  timeout?: string | undefined;
}

const ACTS = { start: startServices, stop: stopServices, restart: restartServices };

/** `start`, `stop` and `restart`. `host` stands for this machine in tests. */
export async function services(
  verb: keyof typeof ACTS,
  options: ServicesOptions,
  io: Io,
  host: Host = openHost(undefined),
): Promise<Outcome> {
  const wanted = wantedServices(verb, options);
  const timeout = seconds('--timeout', options.timeout);
  const context = await openContext(host, options);
  const interrupts = watchInterrupts();
  const chosen = chooseManager(context, context.named);
  const act = (how: ActOptions): Promise<ServiceResult[]> =>
    chosen.manager === 'supervisor'
      ? actSupervised(context, runningSupervisor(context, chosen), verb, wanted, how)
      : ACTS[verb](context, wanted, how);
  const acted = await act({
    timeout,
    progress: (line, passing) => (options.quiet ? undefined : io.err(line, passing)),
    interrupted: interrupts.happened,
  }).finally(interrupts.forget);
  const results = acted.map((one) => ({ ...one, next: one.next && carried(one.next, options) }));
  if (options.format === 'json') io.out(toJson(servicesJson(verb, results)));
  else {
    const shown = options.quiet ? results.filter(isTrouble) : results;
    if (shown.length > 0) io.out(servicesText(shown, painter(io.colour)));
    if (results.length === 0 && !options.quiet)
      io.err(carried(tr('There is no service. next: unitpin apply --all'), options));
  }
  return { kind: 'acted', results };
}

const isTrouble = ({ outcome, warnings }: ServiceResult): boolean =>
  ['refused', 'failed', 'not-begun'].includes(outcome) || warnings.length > 0;
