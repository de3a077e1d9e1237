import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import type { RenameResult } from '../../model/renaming.ts';
import { openContext } from '../../ops/context.ts';
import { userManagerEnvironment } from '../../ops/manager.ts';
import { chooseOwned } from '../../ops/services/owned.ts';
import { renameServices } from '../../ops/services/rename.ts';
import { planRenames } from '../../ops/services/rename-plan.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { renamedText, renamesJson, renamesText } from '../../report/renames.ts';
import { keptAs } from '../../texts/kept-as.ts';
import { tr } from '../../texts/tr.ts';
import { again } from '../again.ts';
import { confirm } from '../confirm.ts';
import type { Outcome } from '../exit.ts';
import { type Io, watchInterrupts } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

interface RenameOptions extends GlobalOptions {
  format: 'text' | 'json';
  dryRun: boolean;
  yes: boolean;
}

/** `apply --rename`. `host` stands for this machine in tests. */
export async function rename(
  options: RenameOptions,
  io: Io,
  host: Host = openHost(undefined),
): Promise<Outcome> {
  if (options.root !== undefined)
    throw new Failure('usage', tr('apply works on this machine: --root is for looking at another one'));
  const context = await openContext(host, options);
  const paint = painter(io.colour);
  const names = options.profile ?? [];
  const choice = await chooseOwned(context, { names, all: names.length === 0, scope: context.scope });
  const environment = await userManagerEnvironment(context, context.manager === 'systemd');
  const renames = planRenames(context, choice, environment);
  const isText = options.format === 'text';
  const say = (line: string, passing?: boolean): void => (options.quiet ? undefined : io.err(line, passing));
  if (isText && !options.quiet && renames.length > 0)
    io.out(renamesText(renames, context.account.home, paint));
  const going = renames.filter(({ refused }) => refused === null);
  if (options.dryRun || going.length === 0) {
    if (!isText) io.out(toJson(renamesJson(renames, [], null)));
    if (renames.length === 0)
      say(tr("Nothing to do: every service has the name that the app's own commands know."));
    else if (going.length > 0) say(tr('next: {next}', { next: again('apply --rename', options) }));
    return { kind: 'refused', count: options.dryRun ? 0 : renames.length };
  }
  if (!options.yes)
    await confirm(
      io,
      tr('Rename these services? Each is stopped for a moment.'),
      again('apply --rename --yes', options),
    );
  const interrupts = watchInterrupts();
  const { results, receipt } = await renameServices(context, renames, {
    timeout: null,
    progress: say,
    interrupted: interrupts.happened,
  }).finally(interrupts.forget);
  const failure = interrupts.happened() ? null : failureOf(results);
  if (isText && !options.quiet) io.out(renamedText(results, paint));
  if (receipt) say(keptAs(receipt));
  if (failure) throw failure;
  if (!isText) io.out(toJson(renamesJson(renames, results, receipt?.id ?? null)));
  if (interrupts.happened()) return { kind: 'interrupted' };
  return { kind: 'refused', count: results.filter(({ outcome }) => outcome === 'refused').length };
}

/** As for every apply: whether all that failed is as it was. */
function failureOf(results: readonly RenameResult[]): Failure | null {
  const bad = results.filter(({ outcome }) => outcome === 'kept' || outcome === 'restored');
  if (bad.length === 0) return null;
  const isKept = bad.some(({ outcome }) => outcome === 'kept');
  const message = tr('{count} service{s} did not get ready under the new name', {
    count: bad.length,
    s: bad.length === 1 ? '' : 's',
  });
  return new Failure(isKept ? 'unrestored' : 'restored', message, {
    why: bad
      .map(({ to, reason, outcome }) =>
        tr('{to}: {reason}; {more}', {
          to,
          reason,
          more:
            outcome === 'kept'
              ? tr('it stays: the old one ran the wrong profile')
              : tr('everything is as it was'),
        }),
      )
      .join('\n  '),
    next: `unitpin logs ${bad[0]?.profile}`,
  });
}
