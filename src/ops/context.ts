import { dirname, isAbsolute, resolve, win32 } from 'node:path';
import { DEFAULT_APP } from '../apps/index.ts';
import { isAppPath, loadApp } from '../fleet/app.ts';
import type { Manifest } from '../fleet/manifest.ts';
import { nativeHome, withSlashes } from '../fleet/native-home.ts';
import { type Account, listAccounts } from '../host/accounts.ts';
import { Failure } from '../host/failure.ts';
import type { Host } from '../host/host.ts';
import { readNamedFile } from '../host/package.ts';
import type { App } from '../model/app.ts';
import type { AnyManager, ManagerName } from '../model/definition.ts';
import { splitHome } from '../model/profile-home.ts';
import { shellWord } from '../model/shell-word.ts';
import { quoted } from '../texts/quoted.ts';
import { tr } from '../texts/tr.ts';

/** What every command is told. */
export interface Request {
  app?: string | undefined;
  home?: string | undefined;
  config?: string | undefined;
  manager?: AnyManager | undefined;
  scope?: 'user' | 'system' | undefined;
  /** Whose services of the system are meant. Those of a user are asked for by that user. */
  asUser?: string | undefined;
}

/** One app of one account on one host: what a command works on. */
export interface Context {
  host: Host;
  app: App;
  account: Account;
  /** The root home, and the one the app's rule gives for this account. */
  root: string;
  nativeRoot: string;
  /** The one that definitions here are for. */
  manager: ManagerName;
  /** What `--manager` or `unitpin.yaml` says; null: nothing. */
  named: AnyManager | null;
  scope: 'user' | 'system';
  manifest: Manifest | null;
  /** unitpin's own state: receipts, backups, what was last written. */
  state: string;
}

/** @throws Failure (usage) for a file of ours that is not right, or when the account cannot be told. */
export async function openContext(given: Host, request: Request): Promise<Context> {
  const host = forAccount(given, request);
  const named =
    request.config === undefined
      ? null
      : await loadManifest(
          readNamedFile(request.config),
          request.config,
          dirname(request.config),
          request.app,
        );
  // Which account it is may depend on the app's home: whose manifest may name another app.
  const found = named ?? (host.live ? await findManifest(host, host.caller, request.app) : null);
  const first = await loadApp(request.app ?? found?.app ?? DEFAULT_APP);
  const account = host.live ? meantAccount(host, request) : findAccount(host, first);
  const manifest = found ?? (host.live ? null : await findManifest(host, account, request.app));
  const app = request.app || !manifest?.app || manifest === found ? first : await loadApp(manifest.app);
  const nativeRoot = nativeHome(host, account, app);
  const scope = request.scope ?? 'user';
  return {
    host,
    app,
    account,
    nativeRoot,
    root: rootHome(host, app, account, request.home ?? manifest?.home ?? undefined),
    manager: ofDefinitions(request.manager ?? manifest?.manager) ?? guessManager(host, account),
    named: request.manager ?? manifest?.manager ?? null,
    scope,
    manifest,
    state: stateFolder(given, host.live ? host.caller : account),
  };
}

/** What root's environment says of homes and folders is about root. */
function forAccount(host: Host, { scope, asUser }: Request): Host {
  if (!host.live || scope !== 'system' || asUser === undefined) return host;
  return { ...host, environment: { PATH: host.environment.PATH } };
}

/** Who runs the command, or for services of the system the account that they are to run as. */
function meantAccount(host: Host, { scope, asUser }: Request): Account {
  if (scope !== 'system' || asUser === undefined) return host.caller;
  const found = listAccounts(host.files).find(({ name }) => name === asUser);
  if (found) return found;
  throw new Failure(
    'usage',
    tr('there is no account called {asUser} in /etc/passwd', { asUser: quoted(asUser) }),
  );
}

/** `$XDG_STATE_HOME/unitpin` of an account. */
export const stateFolder = ({ environment }: Host, { home }: Account): string =>
  `${absoluteOr(environment.XDG_STATE_HOME, `${withSlashes(home)}/.local/state`)}/unitpin`;

/** The XDG rule: a variable that is no absolute path counts as unset. */
const absoluteOr = (value: string | undefined, otherwise: string): string =>
  value && isAbsolute(value) ? value : otherwise;

/** A relative path is meant from the folder we stand in, which is none of a foreign root. */
function rootHome(host: Host, app: App, account: Account, given: string | undefined): string {
  const native = nativeHome(host, account, app);
  if (given === '' || /^~[^/]/.test(given ?? '')) {
    throw new Failure('usage', tr('--home is not a folder: {given}', { given: quoted(given ?? '') }));
  }
  const path = given ?? host.environment[app.home.variable];
  if (!path) return native;
  if (!host.live && !/^(\/|~\/)/.test(path)) {
    throw new Failure('usage', tr('--home is not absolute: {path}', { path: quoted(path) }), {
      why: tr('below another root there is no folder that it could be relative to'),
      next: `--home ${shellWord(resolve('/', path))}`,
    });
  }
  const full = path.startsWith('~/')
    ? withSlashes(account.home) + path.slice(1)
    : host.platform === 'win32'
      ? withSlashes(win32.resolve(path))
      : resolve(path);
  const clean = full.replace(/(?<=.)\/+$/, '');
  // The home of a profile is given where its root was meant, as when the variable is exported in a profile's shell.
  const split = splitHome(clean, app);
  if (split) return split.root;
  return given === undefined && clean.startsWith(`${native}/`) ? native : clean;
}

/** The account of a foreign root: the one that has a home of the app, or a definition. */
function findAccount(host: Host, app: App): Account {
  const accounts = listAccounts(host.files);
  const users = accounts.filter(({ home }) => host.files.kind(`${home}/${app.home.default}`) === 'dir');
  const { root } = host.files;
  if (host.files.kind('/') !== 'dir') {
    throw new Failure('usage', tr('{root} is not a folder', { root }), {
      where: root,
      next: tr('--root takes the folder that stands for /'),
    });
  }
  const [only, ...others] =
    users.length > 0
      ? users
      : accounts.filter(({ home }) => host.files.kind(home) === 'dir' && home !== '/root');
  if (only && others.length === 0) return only;
  const names = [only, ...others].map((one) => one?.name).join(tr(', '));
  const what = only
    ? tr('several accounts below {root} could be meant: {names}', { root, names })
    : tr('no account with a home is found below {root}', { root });
  throw new Failure('usage', what, {
    where: root,
    why: !only
      ? tr('looked in its /etc/passwd and in /Users')
      : tr('{more} a home of {title}', {
          more: users.length > 0 ? tr('each has') : tr('none has'),
          title: app.title,
        }),
    next: tr('name the files themselves: unitpin audit {root}{more}', {
      root: shellWord(root),
      more: only ? shellWord(`${only.home}/.config/systemd/user`) : '/path/to/the/units',
    }),
  });
}

/** Our own supervisor has none; what is written all the same is for the host's. */
const ofDefinitions = (named: AnyManager | null | undefined): ManagerName | null =>
  named === 'supervisor' ? null : (named ?? null);

function guessManager(host: Host, account: Account): ManagerName {
  if (host.live) return host.platform === 'darwin' ? 'launchd' : 'systemd';
  const isMac =
    host.files.kind(`${account.home}/Library`) === 'dir' || host.files.kind('/System/Library') === 'dir';
  return isMac ? 'launchd' : 'systemd';
}

/** The account's own `unitpin.yaml`, there or not. */
export const userManifest = ({ environment }: Host, { home }: Account): string =>
  `${absoluteOr(environment.XDG_CONFIG_HOME, `${withSlashes(home)}/.config`)}/unitpin/unitpin.yaml`;

/** `unitpin.yaml` of this folder (a repository's, in CI), else the account's. */
async function findManifest(host: Host, account: Account, app: string | undefined): Promise<Manifest | null> {
  const below = host.live ? '' : host.files.root;
  const candidates = [...(host.live ? [resolve('unitpin.yaml')] : []), userManifest(host, account)];
  for (const path of candidates) {
    const found = host.files.read(path);
    if (found.state === 'there')
      return loadManifest(found.bytes.toString('utf8'), path, `${below}${dirname(path)}`, app);
    if (found.state === 'unreadable')
      throw new Failure('usage', tr('cannot read {path}: {reason}', { path, reason: found.reason }), {
        where: path,
      });
  }
  return null;
}

/**
 * A `unitpin.yaml`, the app in it as a path that holds from any folder: it is meant from the file's own `folder`. The schema
 * library is loaded only where there is a file to check.
 */
async function loadManifest(
  text: string,
  path: string,
  folder: string,
  app: string | undefined,
): Promise<Manifest> {
  const { appNamed, readManifest } = await import('../fleet/manifest.ts');
  const named = appNamed(text, path);
  const meant =
    named && isAppPath(named.app) ? withSlashes(resolve(folder, named.app)) : (named?.app ?? null);
  const { home } = await (app === undefined && meant
    ? loadApp(meant, named?.at)
    : loadApp(app ?? DEFAULT_APP));
  return { ...readManifest(text, path, new RegExp(home.names)), app: meant };
}
