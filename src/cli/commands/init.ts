import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { DEFAULT_APP } from '../../apps/index.ts';
import { isAppPath } from '../../fleet/app.ts';
import { withSlashes } from '../../fleet/native-home.ts';
import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { manifestSchema } from '../../host/package.ts';
import type { FirstLook } from '../../model/first-look.ts';
import type { Language } from '../../model/language.ts';
import type { Receipt } from '../../model/receipt.ts';
import { shellWord } from '../../model/shell-word.ts';
import { type Context, openContext, stateFolder, userManifest } from '../../ops/context.ts';
import { exclusively } from '../../ops/exclusive.ts';
import { lookAround } from '../../ops/gen/first-look.ts';
import { storeOf } from '../../ops/publish.ts';
import { display, shortPath, toJson } from '../../report/display.ts';
import { en, type ManifestTexts } from '../../report/manifest/en.ts';
import { firstState, manifestText } from '../../report/manifest/text.ts';
import { publish } from '../../store/store.ts';
import { findSupervisor } from '../../supervisor/instances.ts';
import { keptAs } from '../../texts/kept-as.ts';
import { tr } from '../../texts/tr.ts';
import { again } from '../again.ts';
import type { Outcome } from '../exit.ts';
import { type Io, uninterrupted } from '../io.ts';
import type { GlobalOptions } from '../options.ts';
import { wantedProfiles } from './init-questions.ts';

export interface InitOptions extends GlobalOptions {
  format: 'text' | 'json';
  out?: string | undefined;
  yes: boolean;
  force: boolean;
}

/** `given` stands for this machine in tests. */
export async function init(options: InitOptions, io: Io, given?: Host): Promise<Outcome> {
  const { out, force } = options;
  if (options.root !== undefined && out === undefined) {
    throw new Failure('usage', tr('init writes on this machine: below --root it only looks'), {
      next: again('init --out ./unitpin.yaml', options),
    });
  }
  const found = await openContext(given ?? openHost(options.root), options);
  // It is about what there is, whatever an earlier one says of it.
  const context: Context = { ...found, manifest: null, named: options.manager ?? null };
  const target = targetOf(context, out);
  const { files } = target.context.host;
  const link = files.readLink(target.path);
  if (link !== null) {
    throw new Failure(
      'usage',
      tr('{path} is a link to {link}; it is left as it is', { path: target.path, link }),
      {
        next: tr('write the file that it stands for: unitpin init --out FILE'),
      },
    );
  }
  const before = files.read(target.path);
  if (before.state === 'unreadable')
    throw new Failure(
      'host',
      tr('cannot read {path}: {reason}', { path: target.path, reason: before.reason }),
      { where: target.path },
    );
  if (before.state === 'there' && !force) throw alreadyThere(target.path, options);

  const look = await lookAround(context);
  const wanted = await wantedProfiles(look, options, io);
  const app = options.app ?? found.manifest?.app ?? DEFAULT_APP;
  const text = manifestText(
    look,
    {
      app: app === DEFAULT_APP ? null : appFrom(dirname(target.path), app),
      manager: options.manager ?? null,
      wanted,
      schema: manifestSchema(),
    },
    await textsOf(options.lang),
  );
  const bytes = Buffer.from(text);
  const isSame = before.state === 'there' && before.bytes.equals(bytes);
  const receipt = isSame ? null : await write(target, bytes, io, options);

  const profiles = look.profiles.map((one) => ({ ...one, state: firstState(one, wanted) }));
  if (options.format === 'json') {
    const listed = profiles.map(({ profile, state, definition, port }) => ({
      profile,
      state,
      definition,
      port,
    }));
    const result = { schema: 1, command: 'init', path: target.path, profiles: listed, text };
    io.out(toJson({ ...result, receipt: receipt?.id ?? null }));
  } else if (!options.quiet) {
    io.out(display(text, { lines: true }));
    const where = shortPath(target.path, context.account.home);
    const kept =
      receipt !== null && before.state === 'there' ? tr('; {receipt}', { receipt: keptAs(receipt) }) : '';
    io.err(
      isSame ? tr('{where} already says this.', { where }) : tr('Written to {where}{kept}.', { where, kept }),
    );
    if (!look.program) io.err(tr('Its program is not found: name it there (program:), or with --bin.'));
    io.err(
      tr('next: {next}', {
        next: nextStep(
          look,
          {
            anyEnabled: profiles.some(({ state }) => state === 'enabled'),
            isSupervised: findSupervisor(context.host, context.state, context.root) !== null,
          },
          options,
        ),
      }),
    );
  }
  return { kind: 'ok' };
}

/** How a file in this folder names the app: by its path from there where it lies there, so that both can be moved. */
function appFrom(folder: string, app: string): string {
  if (!isAppPath(app)) return app;
  const path = relative(folder, resolve(app));
  return withSlashes(path.startsWith('..') || isAbsolute(path) ? resolve(app) : `./${path}`);
}

interface Target {
  path: string;
  /** Whose files and state it is written with: with `--out` those of the caller, whatever root is looked at. */
  context: Context;
}

function targetOf(context: Context, out: string | undefined): Target {
  if (out === undefined) return { path: userManifest(context.host, context.account), context };
  if (context.host.live) return { path: isAbsolute(out) ? out : withSlashes(resolve(out)), context };
  const own = openHost(undefined);
  const account = own.caller;
  return {
    path: resolve(out),
    context: { ...context, host: own, account, state: stateFolder(own, account) },
  };
}

function alreadyThere(path: string, options: InitOptions): Failure {
  const out = options.out === undefined ? '' : ` --out ${shellWord(options.out)}`;
  return new Failure('usage', tr('{path} is there already', { path }), {
    why: tr('it is yours, and holds what was decided before; nothing was written'),
    next: tr('edit it; or {again}, which keeps a backup', { again: again(`init --force${out}`, options) }),
  });
}

function write(target: Target, bytes: Buffer, io: Io, { quiet }: InitOptions): Promise<Receipt> {
  const { context, path } = target;
  const say = (line: string): void => (quiet ? undefined : io.err(line));
  // Not ours: whoever edits it does not drift from anything.
  const writing = { path, bytes, mode: 0o644, ours: false };
  return exclusively(context, say, () => uninterrupted(() => publish(storeOf(context), 'init', [writing])));
}

function nextStep(
  look: FirstLook,
  { anyEnabled, isSupervised }: { anyEnabled: boolean; isSupervised: boolean },
  options: InitOptions,
): string {
  const hasServices = look.profiles.some(({ definition }) => definition !== null);
  const { profile: _, ...given } = options;
  const rest = { ...given, ...(options.out !== undefined && { config: options.out }) };
  if (hasServices) return again('audit', { ...rest, all: false });
  const command = look.manager !== 'supervisor' ? 'gen --diff' : isSupervised ? 'apply' : 'supervise';
  if (!anyEnabled) return tr('name a profile in it, then {next}', { next: `unitpin ${command}` });
  return again(command, { ...rest, all: false });
}

async function textsOf(language: Language): Promise<ManifestTexts> {
  return language === 'zh-CN' ? (await import('../../report/manifest/zh-CN.ts')).zhCN : en;
}
