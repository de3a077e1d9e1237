import { resolve } from 'node:path';
import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { type Change, WRITES } from '../../model/change.ts';
import type { Receipt } from '../../model/receipt.ts';
import type { Strategy } from '../../model/service.ts';
import { type Context, openContext, stateFolder } from '../../ops/context.ts';
import { exclusively } from '../../ops/exclusive.ts';
import { fleetOf } from '../../ops/fleet.ts';
import { computeChanges, wholeDefinitions } from '../../ops/gen/changes.ts';
import { chooseManager } from '../../ops/gen/choose-manager.ts';
import { userManagerEnvironment } from '../../ops/manager.ts';
import { carryPorts } from '../../ops/ports/carry-ports.ts';
import { publishChanges, storeOf } from '../../ops/publish.ts';
import { surveyFiles } from '../../ops/survey.ts';
import { needsManager } from '../../ops/windows.ts';
import { changesDiff, changesJson, changesText } from '../../report/changes.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { lastWritten } from '../../store/store.ts';
import { keptAs } from '../../texts/kept-as.ts';
import { tr } from '../../texts/tr.ts';
import { again, makeAgain } from '../again.ts';
import type { Outcome } from '../exit.ts';
import { type Io, uninterrupted } from '../io.ts';
import { definitionManager, type GlobalOptions } from '../options.ts';
import { tellInterrupted } from '../tell-interrupted.ts';

export interface GenOptions extends GlobalOptions {
  format: 'text' | 'json';
  out?: string | undefined;
  stdout: boolean;
  diff: boolean;
  check: boolean;
  strategy?: Strategy | undefined;
  force: boolean;
  bin?: string | undefined;
}

/** `given` stands for this machine in tests. */
export async function gen(options: GenOptions, io: Io, given?: Host): Promise<Outcome> {
  if (options.stdout && (options.diff || options.check || options.out !== undefined)) {
    throw new Failure(
      'usage',
      tr('--stdout prints the definitions: it does not go with --diff, --check or --out'),
    );
  }
  if (options.force && options.strategy !== 'unit' && options.out === undefined) {
    throw new Failure(
      'usage',
      tr('--force goes with --strategy unit: it replaces definitions of others as a whole'),
    );
  }
  definitionManager(options);
  const context = await openContext(given ?? openHost(options.root), options);
  if (options.out === undefined && !options.stdout)
    needsManager(context.host, tr('gen writes the definitions of services'));
  const { host, account } = context;
  const only = options.diff || options.check || options.stdout;
  const say = (line: string): void => (options.quiet ? undefined : io.err(line));
  // What was left unfinished decides what there is.
  if (options.out === undefined && !only) await exclusively(context, say, () => undefined);
  else if (options.out === undefined) tellInterrupted(context, options, io);
  const managerEnvironment = await userManagerEnvironment(context, false);
  const judged = surveyFiles(context, host.files, managerEnvironment);
  const fleet = fleetOf(context, judged, options);
  if (fleet.services.length === 0) throw nothingToGenerate(context, fleet.profiles);

  // `--out` is a folder of this machine and of the caller, whatever root is looked at.
  const out = options.out === undefined ? null : resolve(options.out);
  const own = out === null ? host : openHost(undefined);
  const target =
    out === null
      ? context
      : { ...context, host: own, account: own.caller, state: stateFolder(own, own.caller) };
  const written = lastWritten(own.files, target.state);
  const ports = await carryPorts(context, fleet, judged, {
    written: lastWritten(host.files, context.state),
    managerEnvironment,
    reserve: !only && out === null && host.live,
  });
  let changes: Change[] = [];
  let receipt: Receipt | null = null;
  try {
    changes =
      out !== null || options.stdout
        ? wholeDefinitions(context, ports.fleet, out ?? '/nowhere', own.files, {
            force: options.force,
            written,
          })
        : computeChanges(context, ports.fleet, judged, { force: options.force, written, managerEnvironment });
    const publish = () => uninterrupted(() => publishChanges(storeOf(target), 'gen', changes));
    receipt = only ? null : await exclusively(target, say, publish);
  } finally {
    await ports.settle(changes);
  }
  const count = (wanted: (change: Change) => boolean): number => changes.filter(wanted).length;
  const writes = count(({ kind }) => WRITES.has(kind));
  const refused = count(({ kind }) => kind === 'refuse');
  const paint = painter(io.colour);

  if (options.format === 'json') {
    const result = { schema: 1, command: 'gen', changes: changesJson(changes), receipt: receipt?.id ?? null };
    io.out(toJson(result));
  } else if (options.stdout) io.out(definitionsText(changes));
  else {
    if (options.diff) io.out(changesDiff(changes, paint));
    if (!options.quiet) io.out(changesText(changes, account.home, paint));
    if (!options.quiet && (writes > 0 || refused === 0)) io.err(summary(context, options, writes, receipt));
  }
  if (options.check) return { kind: 'drift', count: writes + refused };
  return { kind: 'refused', count: refused };
}

/** One definition as it is; several, each under its name. */
function definitionsText(changes: readonly Change[]): string {
  const texts = changes.map(({ name, after }) => [name, after?.toString('utf8') ?? ''] as const);
  if (texts.length === 1) return texts[0]?.[1] ?? '';
  return texts.map(([name, text]) => `### ${name}\n${text}`).join('\n');
}

function summary(context: Context, options: GenOptions, writes: number, receipt: Receipt | null): string {
  const { manager, host } = context;
  const files = tr('{writes} file{s}', { writes, s: writes === 1 ? '' : 's' });
  if (receipt === null) {
    if (writes === 0) return tr('Nothing to write.');
    return tr('{files} would be written. next: {next}', { files, next: makeAgain('gen', options) });
  }
  const kept = tr('{files} written; {receipt}.', { files, receipt: keptAs(receipt) });
  if (options.out !== undefined || !host.live) return kept;
  const here = chooseManager(context, context.named);
  if (here.manager === 'supervisor')
    return tr('{kept} Nobody here reads them: {why}. next: unitpin supervise', { kept, why: here.why });
  return manager === 'systemd'
    ? tr('{kept} next: {next}', { kept, next: again('apply', options) })
    : tr('{kept} next: log out and in, or reload each job with launchctl bootout and bootstrap', { kept });
}

function nothingToGenerate({ account, manifest }: Context, profiles: readonly string[]): Failure {
  return new Failure(
    'usage',
    manifest ? tr('{path} names no profile', { path: manifest.path }) : tr('no profile has a definition yet'),
    {
      where: account.home,
      why: tr('the profiles on disk are {profiles}', { profiles: profiles.join(tr(', ')) }),
      next: tr('choose with --profile {profiles}, or take them all with --all', {
        profiles: profiles.at(-1),
      }),
    },
  );
}
