import { resolve } from 'node:path';
import { type Account, accountOfPath, listAccounts } from '../host/accounts.ts';
import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import { launchdFolders } from '../launchd/folders.ts';
import { observeLaunchd, observeLaunchdFile } from '../launchd/observe.ts';
import type { Definition, Environment, ManagerName, Scope } from '../model/definition.ts';
import { observeSystemd, observeSystemdFile, templateBeside } from '../systemd/observe.ts';
import { tr } from '../texts/tr.ts';
import type { Context } from './context.ts';
import { type Judged, judge, stickyReader } from './judge.ts';
import { askManager, foldersByRule, type Manager, type UnitFolders } from './manager.ts';

/** Every definition of the app on the host: of the user and of the system, of systemd and of launchd. */
export async function surveyHost(context: Context, options: { live: boolean }): Promise<Judged[]> {
  return surveyManaged(context, await askManager(context, options.live));
}

/** The same with what the manager has told already. */
export const surveyManaged = (context: Context, { environment, folders }: Manager): Judged[] =>
  surveyFiles(context, context.host.files, environment, folders);

/** The same on other files than the host's own, for asking what a change would mean. */
export function surveyFiles(
  context: Context,
  files: Files,
  managerEnvironment: Environment,
  folders: UnitFolders = foldersByRule(context),
): Judged[] {
  return judgeAll(context, observeHost(context, files, managerEnvironment, folders)).filter(
    ({ ofApp }) => ofApp,
  );
}

function observeHost(
  { app, account }: Context,
  files: Files,
  managerEnvironment: Environment,
  folders: UnitFolders,
): Definition[] {
  const { mentions } = app;
  const accounts = listAccounts(files);
  const accountOf = (user: string): Account | null =>
    accounts.find(({ name, uid }) => name === user || String(uid) === user) ?? null;
  const systemd = (['user', 'system'] as const).flatMap((scope) =>
    observeSystemd(files, folders[scope], {
      scope,
      account,
      accountOf,
      managerEnvironment: scope === 'user' ? managerEnvironment : new Map(),
      mentions,
    }),
  );
  const agents = [...launchdFolders('user', account.home), ...launchdFolders('system', null)];
  refuseUnreadable(files, [...folders.user, ...folders.system, ...agents.map(({ path }) => path)]);
  const homeOf = (user: string): string | null => accountOf(user)?.home ?? null;
  const launchd = observeLaunchd(files, agents, { mentions, accountHome: account.home, homeOf });
  return [...systemd, ...launchd];
}

/** What could not be looked at is not empty: an audit that passes it over would say that all is well. */
function refuseUnreadable(files: Files, folders: readonly string[]): void {
  // `su` leaves its caller's run-time folder in the environment: that one is nobody's here.
  for (const path of folders.filter((one) => !one.startsWith('/run/'))) {
    const why = files.stat(path).kind === 'unknown' ? tr('permission denied') : files.whyUnreadable(path);
    if (why === null || files.kind(path) === 'other') continue;
    throw new Failure('host', tr('{path} cannot be read: {why}', { path, why }), {
      where: path,
      next: tr('run it as somebody who may read it, or name the files and folders that are meant'),
    });
  }
}

/** The files and folders named. Nothing of the host is asked; a folder is a unit or LaunchAgents folder. */
export function surveyPaths(context: Context, paths: readonly string[], scope: Scope | undefined): Judged[] {
  const { files } = context.host;
  const accounts = listAccounts(files);
  const definitions = paths.flatMap((given) => {
    const path = context.host.live ? resolve(given) : resolve('/', given);
    const kind = files.kind(path);
    const template = kind === 'absent' ? templateBeside(path) : null;
    if (kind === 'absent' && (template === null || files.kind(template) !== 'file'))
      throw new Failure('usage', tr('{path} is not there', { path: given }), { where: path });
    const unreadable = files.whyUnreadable(template ?? path);
    if (unreadable !== null)
      throw new Failure('host', tr('{given} cannot be read: {unreadable}', { given, unreadable }), {
        where: path,
      });
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
    return observeSystemdFile(files, path, options, template ?? path);
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

/** Whether it is of the manager and scope that are asked about; not said: of any. */
export const isMeant = (
  definition: Definition,
  { manager, scope }: { manager?: ManagerName | undefined; scope?: Scope | undefined },
): boolean =>
  definition.manager === (manager ?? definition.manager) && definition.scope === (scope ?? definition.scope);
