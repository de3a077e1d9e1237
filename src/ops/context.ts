import { isAbsolute, resolve } from 'node:path';
import { DEFAULT_APP } from '../apps/index.ts';
import { loadApp } from '../fleet/app.ts';
import type { Manifest } from '../fleet/manifest.ts';
import { type Account, listAccounts } from '../host/accounts.ts';
import { Failure } from '../host/failure.ts';
import type { Host } from '../host/host.ts';
import { readNamedFile } from '../host/package.ts';
import type { App } from '../model/app.ts';
import type { ManagerName } from '../model/definition.ts';

/** What every command is told. */
export interface Request {
  app?: string | undefined;
  home?: string | undefined;
  config?: string | undefined;
  manager?: ManagerName | undefined;
  scope?: 'user' | 'system' | undefined;
}

/** One app of one account on one host: what a command works on. */
export interface Context {
  host: Host;
  app: App;
  account: Account;
  /** The root home, and the one the app's rule gives for this account. */
  root: string;
  nativeRoot: string;
  manager: ManagerName;
  scope: 'user' | 'system';
  manifest: Manifest | null;
  /** unitpin's own state: receipts, backups, what was last written. */
  state: string;
}

/** @throws Failure (usage) for a file of ours that is not right, or when the account cannot be told. */
export async function openContext(host: Host, request: Request): Promise<Context> {
  const named =
    request.config === undefined ? null : await loadManifest(readNamedFile(request.config), request.config);
  // Which account it is may depend on the app's home: the manifest of an account that has to be found cannot name the app.
  const found = named ?? (host.live ? await findManifest(host, host.caller) : null);
  const app = await loadApp(request.app ?? found?.app ?? DEFAULT_APP);
  const account = host.live ? host.caller : findAccount(host, app);
  const manifest = found ?? (host.live ? null : await findManifest(host, account));
  const nativeRoot = `${account.home}/${app.home.default}`;
  const scope = request.scope ?? 'user';
  return {
    host,
    app,
    account,
    nativeRoot,
    root: rootHome(host, app, account, request.home ?? manifest?.home ?? undefined),
    manager: request.manager ?? manifest?.manager ?? guessManager(host, account),
    scope,
    manifest,
    state: stateFolder(host, account),
  };
}

/** `$XDG_STATE_HOME/unitpin` of an account. */
export const stateFolder = ({ environment }: Host, { home }: Account): string =>
  `${absoluteOr(environment.XDG_STATE_HOME, `${home}/.local/state`)}/unitpin`;

/** The XDG rule: a variable that is no absolute path counts as unset. */
const absoluteOr = (value: string | undefined, otherwise: string): string =>
  value && isAbsolute(value) ? value : otherwise;

/** `~` and relative paths are for people; below a foreign root, a path is meant as that host sees it. */
function rootHome(host: Host, app: App, account: Account, given: string | undefined): string {
  const native = `${account.home}/${app.home.default}`;
  if (given === '' || /^~[^/]/.test(given ?? '')) {
    throw new Failure('usage', `--home is no folder: ${JSON.stringify(given)}`);
  }
  const path = given ?? host.environment[app.home.variable];
  if (!path) return native;
  const full = path.startsWith('~/')
    ? account.home + path.slice(1)
    : host.live
      ? resolve(path)
      : resolve('/', path);
  const clean = full.replace(/(?<=.)\/+$/, '');
  // The home of a profile is given where its root was meant, as when the variable is exported in a profile's shell.
  const parts = clean.split('/');
  if (parts.at(-2) === app.home.profiles) return parts.slice(0, -2).join('/') || '/';
  return given === undefined && clean.startsWith(`${native}/`) ? native : clean;
}

/** The account of a foreign root: the one that has a home of the app, or a definition. */
function findAccount(host: Host, app: App): Account {
  const accounts = listAccounts(host.files);
  const users = accounts.filter(({ home }) => host.files.kind(`${home}/${app.home.default}`) === 'dir');
  const { root } = host.files;
  if (host.files.kind('/') !== 'dir') {
    throw new Failure('usage', `${root} is not a folder`, {
      where: root,
      next: '--root takes the folder that stands for /',
    });
  }
  const [only, ...others] =
    users.length > 0
      ? users
      : accounts.filter(({ home }) => host.files.kind(home) === 'dir' && home !== '/root');
  if (only && others.length === 0) return only;
  const names = [only, ...others].map((one) => one?.name).join(', ');
  const what = only
    ? `several accounts below ${root} could be meant: ${names}`
    : `no account with a home is found below ${root}`;
  throw new Failure('usage', what, {
    where: root,
    why: !only
      ? 'looked in its /etc/passwd and in /Users'
      : `${users.length > 0 ? 'each has' : 'none has'} a home of ${app.title}`,
    next: `name the files themselves: unitpin audit ${root}${only ? `${only.home}/.config/systemd/user` : '/path/to/the/units'}`,
  });
}

function guessManager(host: Host, account: Account): ManagerName {
  if (host.live) return host.platform === 'darwin' ? 'launchd' : 'systemd';
  const isMac =
    host.files.kind(`${account.home}/Library`) === 'dir' || host.files.kind('/System/Library') === 'dir';
  return isMac ? 'launchd' : 'systemd';
}

/** `unitpin.yaml` of this folder (a repository's, in CI), else the account's. */
async function findManifest(host: Host, account: Account): Promise<Manifest | null> {
  const configHome = absoluteOr(host.environment.XDG_CONFIG_HOME, `${account.home}/.config`);
  const candidates = [...(host.live ? [resolve('unitpin.yaml')] : []), `${configHome}/unitpin/unitpin.yaml`];
  for (const path of candidates) {
    const found = host.files.read(path);
    if (found.state === 'there') return loadManifest(found.bytes.toString('utf8'), path);
    if (found.state === 'unreadable')
      throw new Failure('usage', `cannot read ${path}: ${found.reason}`, { where: path });
  }
  return null;
}

/** The schema library is loaded only where there is a file to check. */
async function loadManifest(text: string, path: string): Promise<Manifest> {
  const { readManifest } = await import('../fleet/manifest.ts');
  return readManifest(text, path);
}
