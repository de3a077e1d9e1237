import { profileInName } from '../../fleet/naming.ts';
import { listProfiles, profileHome } from '../../fleet/profiles.ts';
import { namesApp } from '../../identity/identify.ts';
import { readDisabled } from '../../launchd/disabled.ts';
import type { GatewayFacts } from '../../model/facts.ts';
import type { MachineFacts, OutsideProcess, Storm } from '../../model/live.ts';
import { readPidFile } from '../../runtime/gateway-files.ts';
import { runningGateways } from '../../runtime/running.ts';
import { maskedUnits } from '../../systemd/masked.ts';
import { isForeignRuntimeDir } from '../../systemd/systemctl.ts';
import type { Context } from '../context.ts';
import type { Manager } from '../manager.ts';
import type { States } from '../states.ts';

/** systemd-logind(8) keeps a file for each account whose services go on without a login, in a folder of its own. */
const STATE = '/var/lib/systemd';

/** What rules may know about managers and processes. `gateways`: by the id of the definition. */
export function machineFacts(
  context: Context,
  manager: Manager,
  states: States,
  gateways: ReadonlyMap<string, GatewayFacts>,
): MachineFacts {
  const { host, account, manifest } = context;
  const runtime = host.environment.XDG_RUNTIME_DIR ?? '';
  const entries = [...(manifest?.profiles ?? [])];
  const perHome = <T>(get: (home: string) => T | null): Map<string, T> =>
    new Map(
      [...gateways].flatMap(([id, { home }]) => {
        const value = get(home);
        return value === null ? [] : [[id, value] as const];
      }),
    );
  return {
    linger: linger(context),
    unreachable: states.unreachable,
    foreignRuntimeDir: manager.asks && isForeignRuntimeDir(runtime, account.uid) ? runtime : null,
    resting: new Set(entries.filter(([, { state }]) => state !== 'enabled').map(([name]) => name)),
    ghosts: states.ghosts,
    masked: masked(context, manager),
    overrides: states.overrides ?? readDisabled(host.files, account.uid),
    outside: states.controlGroups === null ? [] : outside(context, states.controlGroups),
    storms: perHome((home) => storm(context, manager, home)),
    launchdRefused: perHome((home) => {
      const path = `${home}/${context.app.files.launchdRefused}`;
      return host.files.kind(path) === 'file' ? path : null;
    }),
  };
}

/** Whether the account's services go on without a login; null: could not find out, or no such thing here. */
export function linger({ host, account }: Context): MachineFacts['linger'] {
  if (host.live && host.platform !== 'linux') return null;
  // Where systemd has left nothing at all, this is not the whole disk.
  if (host.files.kind(STATE) !== 'dir') return null;
  const path = `${STATE}/linger/${account.name}`;
  const { kind } = host.files.stat(path);
  return kind === 'unknown' ? null : { on: kind === 'file', path };
}

/** A legacy name that is masked was meant to be taken away. */
function masked({ host, app }: Context, { folders }: Manager): MachineFacts['masked'] {
  return (['user', 'system'] as const).flatMap((scope) =>
    maskedUnits(host.files, folders[scope], (name) => namesApp(name, app)).map(({ name, path }) => ({
      name,
      scope,
      profile: profileInName(name, app) ?? 'default',
      path,
    })),
  );
}

/** Gateways of the account in no unit of the app; of which profile they are is certain. */
function outside(context: Context, controlGroups: readonly string[]): OutsideProcess[] {
  const { host, app, account } = context;
  const isInside = (group: string): boolean =>
    controlGroups.some((one) => group === one || group.startsWith(`${one}/`));
  return runningGateways(host, app, account).flatMap(({ pid, identity, controlGroup }) => {
    if (isInside(controlGroup)) return [];
    const { kind, profile: named } = identity;
    const pinned = kind === 'pinned' || kind === 'conflict';
    // What follows the sticky file is of the profile whose pid file names it.
    const profile = pinned ? named : profileByPidFile(context, pid);
    return profile === null ? [] : [{ pid, profile, controlGroup }];
  });
}

function profileByPidFile({ host, app, root }: Context, pid: number): string | null {
  const isIn = (profile: string): boolean => {
    const found = readPidFile(host.files, app, profileHome(root, profile, app));
    return found.state === 'there' && found.record.pid === pid;
  };
  return listProfiles(host.files, root, app).find(isIn) ?? null;
}

/** Seconds. */
const DAY = 86_400;

/** What the last starts in the app's ledger come to; null when they are no storm, or one of another day. */
function storm({ host, app }: Context, { asks }: Manager, home: string): Storm | null {
  const path = `${home}/${app.files.starts}`;
  const found = host.files.read(path);
  if (found.state !== 'there') return null;
  const lines = found.bytes.toString('utf8').split('\n');
  const times = lines.map((line) => (/^\d+(\.\d+)?$/.test(line.trim()) ? Number(line) : Number.NaN));
  const line = times.findLastIndex((time) => !Number.isNaN(time));
  const last = times[line];
  if (last === undefined) return null;
  const starts = times.filter((time) => time <= last && last - time <= app.storm.seconds).length;
  if (starts <= app.storm.starts) return null;
  const age = asks ? host.clock.now() / 1_000 - last : null;
  return age !== null && age > DAY ? null : { starts, seconds: app.storm.seconds, age, path, line: line + 1 };
}
