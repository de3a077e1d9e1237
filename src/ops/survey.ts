import { resolve } from 'node:path';
import { type Account, accountOfPath, listAccounts } from '../host/accounts.ts';
import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import { launchdFolders } from '../launchd/folders.ts';
import { observeLaunchd, observeLaunchdFile } from '../launchd/observe.ts';
import type { Definition, Environment, Scope } from '../model/definition.ts';
import { readEnvironmentD } from '../systemd/environment-d.ts';
import { unitFolders } from '../systemd/load-path.ts';
import { observeSystemd, observeSystemdFile } from '../systemd/observe.ts';
import { type Bus, showEnvironment } from '../systemd/systemctl.ts';
import type { Context } from './context.ts';
import { type Judged, judge, stickyReader } from './judge.ts';

export const busOf = ({ host, scope, account }: Context): Bus => ({
  exec: host.exec,
  scope,
  uid: account.uid,
  environment: host.environment,
});

/** Every definition of the app on the host: of the user and of the system, of systemd and of launchd. */
export async function surveyHost(context: Context, options: { live: boolean }): Promise<Judged[]> {
  const managerEnvironment = await userManagerEnvironment(context, options.live);
  return surveyFiles(context, context.host.files, managerEnvironment);
}

/** The same on other files than the host's own, for asking what a change would mean. */
export function surveyFiles(context: Context, files: Files, managerEnvironment: Environment): Judged[] {
  return judgeAll(context, observeHost(context, files, managerEnvironment)).filter(({ ofApp }) => ofApp);
}

function observeHost(
  { host, app, account }: Context,
  files: Files,
  managerEnvironment: Environment,
): Definition[] {
  const places = { home: account.home, env: host.environment };
  const { mentions } = app;
  const accounts = listAccounts(files);
  const accountOf = (user: string): Account | null =>
    accounts.find(({ name, uid }) => name === user || String(uid) === user) ?? null;
  const systemd = (['user', 'system'] as const).flatMap((scope) =>
    observeSystemd(files, unitFolders(scope, places), {
      scope,
      account,
      accountOf,
      managerEnvironment: scope === 'user' ? managerEnvironment : new Map(),
      mentions,
    }),
  );
  const agents = [...launchdFolders('user', account.home), ...launchdFolders('system', null)];
  const homeOf = (user: string): string | null => accountOf(user)?.home ?? null;
  const launchd = observeLaunchd(files, agents, { mentions, accountHome: account.home, homeOf });
  return [...systemd, ...launchd];
}

/** What user services inherit: asked for where a manager answers, else what environment.d(5) will make it. */
export async function userManagerEnvironment(context: Context, live: boolean): Promise<Environment> {
  const { host, account } = context;
  const fromFiles = readEnvironmentD(host.files, account.home);
  if (!live || !host.live || host.platform !== 'linux') return fromFiles;
  try {
    const asked = await showEnvironment({ ...busOf(context), scope: 'user' });
    return new Map(
      [...asked].map(([name, value]) => {
        const origin = fromFiles.get(name)?.value === value ? fromFiles.get(name)?.origin : undefined;
        return [name, { value, origin: origin ?? { kind: 'manager' as const, location: null } }];
      }),
    );
  } catch (error) {
    if (error instanceof Failure) return fromFiles;
    throw error;
  }
}

/** The files and folders named. Nothing of the host is asked; a folder is a unit or LaunchAgents folder. */
export function surveyPaths(context: Context, paths: readonly string[], scope: Scope | undefined): Judged[] {
  const { files } = context.host;
  const accounts = listAccounts(files);
  const definitions = paths.flatMap((given) => {
    const path = context.host.live ? resolve(given) : resolve('/', given);
    const kind = files.kind(path);
    if (kind === 'absent') throw new Failure('usage', `${given} is not there`, { where: path });
    const unreadable = files.whyUnreadable(path);
    if (unreadable !== null)
      throw new Failure('host', `${given} cannot be read: ${unreadable}`, { where: path });
    const options = { scope: scope ?? scopeOfPath(path), account: null, loneDropIns: true };
    const accountHome = accountOfPath(accounts, path)?.home ?? null;
    if (kind === 'dir') {
      return [
        ...observeSystemd(files, [path], options),
        ...observeLaunchd(files, [{ path, scope: options.scope }], { accountHome }),
      ];
    }
    if (path.endsWith('.plist'))
      return [observeLaunchdFile(files, path, { scope: options.scope, accountHome })];
    return observeSystemdFile(files, path, options);
  });
  return judgeAll(context, definitions);
}

function scopeOfPath(path: string): Scope {
  if (/\/systemd\/user(\.control)?(\/|$)|\/LaunchAgents(\/|$)/.test(path)) return 'user';
  if (/\/systemd\/system(\.control)?(\/|$)|\/LaunchDaemons(\/|$)/.test(path)) return 'system';
  return 'unknown';
}

function judgeAll({ host, app }: Context, definitions: readonly Definition[]): Judged[] {
  const readSticky = stickyReader(host.files, app);
  return definitions.map((definition) => judge(definition, app, readSticky));
}
