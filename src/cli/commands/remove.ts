import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { shellWord } from '../../model/shell-word.ts';
import { openContext } from '../../ops/context.ts';
import { chooseManager } from '../../ops/gen/choose-manager.ts';
import { planRemoval, removeServices } from '../../ops/services/remove.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { removalText } from '../../report/removal.ts';
import { servicesJson, servicesText } from '../../report/services.ts';
import { keptAs } from '../../texts/kept-as.ts';
import { tr } from '../../texts/tr.ts';
import { again } from '../again.ts';
import { confirm } from '../confirm.ts';
import type { Outcome } from '../exit.ts';
import { type Io, watchInterrupts } from '../io.ts';
import { seconds } from '../seconds.ts';
import { wantedServices } from '../wanted.ts';
import type { ServicesOptions } from './services.ts';

interface RemoveOptions extends ServicesOptions {
  force: boolean;
  yes: boolean;
}

/** `host` stands for this machine in tests. */
export async function remove(
  options: RemoveOptions,
  io: Io,
  host: Host = openHost(undefined),
): Promise<Outcome> {
  const wanted = wantedServices('remove', options);
  if (wanted.all)
    throw new Failure('usage', tr('remove takes names: --all would be too easy to say by accident'));
  const timeout = seconds('--timeout', options.timeout);
  const context = await openContext(host, options);
  if (chooseManager(context, context.named).manager === 'supervisor') {
    throw new Failure('usage', tr('a supervisor runs the services here: there is nothing to take away'), {
      next: tr('set {names} to disabled in unitpin.yaml, then: unitpin apply', {
        names: wanted.names.join(tr(', ')),
      }),
    });
  }
  const paint = painter(io.colour);
  const plan = await planRemoval(context, wanted, options.force);
  if (options.format === 'text' && !options.quiet) {
    io.out(removalText(plan, context.account.home, paint));
  }
  const isRefused = plan.every(({ refused }) => refused !== null);
  if (!isRefused && !options.yes)
    await confirm(
      io,
      tr('Stop these services and take their files away?'),
      again(
        `remove ${options.names.map(shellWord).join(' ')}${options.force ? ' --force' : ''} --yes`,
        options,
      ),
    );
  const interrupts = watchInterrupts();
  const { results, receipt } = await removeServices(context, plan, {
    timeout,
    progress: (line, passing) => (options.quiet ? undefined : io.err(line, passing)),
    interrupted: interrupts.happened,
  }).finally(interrupts.forget);
  if (options.format === 'json')
    io.out(toJson({ ...servicesJson('remove', results), receipt: receipt?.id ?? null }));
  else {
    const shown = results.filter(({ outcome }) => outcome !== 'refused' && !options.quiet);
    if (shown.length > 0) io.out(servicesText(shown, paint));
    if (receipt && !options.quiet)
      io.err(
        tr('{receipt}. To bring it back: unitpin rollback {id}', {
          receipt: keptAs(receipt),
          id: receipt.id,
        }),
      );
  }
  return { kind: 'acted', results };
}
