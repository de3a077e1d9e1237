import type { ExecResult } from '../host/exec.ts';
import { Failure } from '../host/failure.ts';
import type { Environment } from '../model/definition.ts';
import type { MachineFacts } from '../model/live.ts';
import { readEnvironmentD } from '../systemd/environment-d.ts';
import { unitFolders } from '../systemd/load-path.ts';
import { type Bus, showEnvironment } from '../systemd/systemctl.ts';
import { askUnitPaths } from '../systemd/unit-paths.ts';
import type { Context } from './context.ts';

/** A status question that takes longer will not be answered at all. Milliseconds. */
const ASK_TIMEOUT = 5_000;

export type UnitFolders = Readonly<Record<'user' | 'system', readonly string[]>>;

/** What is asked before the definitions are read. */
export interface Manager {
  environment: Environment;
  folders: UnitFolders;
  /** Whether managers are to be asked for the state of what is found, too. */
  asks: boolean;
  unreachable: MachineFacts['unreachable'];
}

export const busOf = ({ host, scope, account }: Context): Bus => ({
  exec: host.exec,
  scope,
  uid: account.uid,
  user: account.name,
  environment: host.environment,
  elapsed: host.clock.elapsed,
});

/** For an answer that nobody needs so much as to wait for it. */
export const quickBus = (context: Context, scope: 'user' | 'system'): Bus => ({
  ...busOf(context),
  scope,
  askTimeout: ASK_TIMEOUT,
});

/** Asks the user's manager for its environment and for both search paths, side by side; else files have to do. */
export async function askManager(context: Context, live: boolean): Promise<Manager> {
  const { host, account } = context;
  if (!live || !host.live) return unasked(context);
  if (host.platform !== 'linux') return { ...unasked(context), asks: true };
  const fallback = foldersByRule(context);
  const [told, user, system] = await Promise.all([
    askEnvironment(context, quickBus(context, 'user')),
    askUnitPaths(quickBus(context, 'user'), account.home),
    askUnitPaths(quickBus(context, 'system'), account.home),
  ]);
  return {
    ...told,
    folders: { user: user ?? fallback.user, system: system ?? fallback.system },
    asks: true,
  };
}

const unasked = (context: Context): Manager => ({
  environment: readEnvironmentD(context.host.files, context.account.home),
  folders: foldersByRule(context),
  asks: false,
  unreachable: null,
});

export function foldersByRule({ host, account }: Context): UnitFolders {
  const places = { home: account.home, env: host.environment };
  return { user: unitFolders('user', places), system: unitFolders('system', places) };
}

/** What user services inherit: asked for where a manager answers, else what environment.d(5) will make it. */
export async function userManagerEnvironment(context: Context, live: boolean): Promise<Environment> {
  const { host, account } = context;
  if (!live || !host.live || host.platform !== 'linux') return readEnvironmentD(host.files, account.home);
  return (await askEnvironment(context, { ...busOf(context), scope: 'user' })).environment;
}

async function askEnvironment(
  { host, account }: Context,
  bus: Bus,
): Promise<Pick<Manager, 'environment' | 'unreachable'>> {
  const fromFiles = readEnvironmentD(host.files, account.home);
  try {
    const asked = await showEnvironment(bus);
    const environment = [...asked].map(([name, value]) => {
      const origin = fromFiles.get(name)?.value === value ? fromFiles.get(name)?.origin : undefined;
      return [name, { value, origin: origin ?? { kind: 'manager' as const, location: null } }] as const;
    });
    return { environment: new Map(environment), unreachable: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { environment: fromFiles, unreachable: whyUnreachable(error) };
  }
}

export const whyUnreachable = ({ message, next, cause }: Failure): NonNullable<Manager['unreachable']> => ({
  reason: message,
  next: next ?? null,
  installed: (cause as ExecResult | undefined)?.state !== 'missing',
});
