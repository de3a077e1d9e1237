import { isAbsolute, resolve } from 'node:path';
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
  app: string;
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
  const app = await loadApp(named?.app ?? request.app);
  const account = host.live ? host.caller : findAccount(host, app);
  const manifest = named ?? (await findManifest(host, account));
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
  const [only, ...others] =
    users.length > 0
      ? users
      : accounts.filter(({ home }) => host.files.kind(home) === 'dir' && home !== '/root');
  if (only && others.length === 0) return only;
  const root = host.files.root;
  if (!only) {
    throw new Failure('usage', `no account with a home is found below ${root}`, {
      where: root,
      why: 'looked in its /etc/passwd and in /Users',
      next: `name the files themselves: unitpin audit ${root}/path/to/the/units`,
    });
  }
  throw new Failure(
    'usage',
    `several accounts below ${root} have a home of ${app.title}: ${users.map(({ name }) => name).join(', ')}`,
    {
      where: root,
      next: `name the files of one: unitpin audit ${root}${only.home}/.config/systemd/user`,
    },
  );
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
