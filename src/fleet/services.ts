import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import type { App } from '../model/app.ts';
import type { ManagerName } from '../model/definition.ts';
import { pinOf } from '../model/pin.ts';
import type { Account, Service } from '../model/service.ts';
import { tr } from '../texts/tr.ts';
import { dependencyLevels } from './levels.ts';
import type { Manifest, ManifestEntry } from './manifest.ts';
import { labelName, suffixOf, unitName } from './naming.ts';
import { listProfiles, profileHome } from './profiles.ts';
import { findProgram } from './program.ts';
import { releaseDate } from './release.ts';
import { stopTimeout } from './stop-timeout.ts';

/** What an existing definition of a profile tells about it. */
export interface Existing {
  program: readonly string[] | null;
  replace: boolean;
}

export interface FleetInput {
  files: Files;
  app: App;
  account: Account;
  /** The root home, and the one the app's rule gives for this account. */
  root: string;
  nativeRoot: string;
  manifest: Manifest | null;
  /** Profiles that have a definition. */
  existing: ReadonlyMap<string, Existing>;
  /** `--profile`, or everything on disk with `--all`. */
  selected: readonly string[];
  all: boolean;
  bin: string | null;
  /** The caller's environment, for the app's program variable and PATH; empty under `--root`. */
  environment: Readonly<Record<string, string | undefined>>;
}

export interface Fleet {
  app: App;
  account: Account;
  root: string;
  nativeRoot: string;
  /** Every profile on disk, in the fleet or not. */
  profiles: readonly string[];
  services: readonly Service[];
  /** Services in start order. */
  levels: readonly (readonly Service[])[];
  manifest: Manifest | null;
}

const PLAIN: ManifestEntry = {
  state: 'enabled',
  dependsOn: [],
  strategy: 'auto',
  replace: 'auto',
  program: null,
  path: [],
  environment: {},
  readyTimeout: null,
};

/**
 * What should run. Without a manifest the fleet is the profiles that have a definition; `selected` and `all` add to it.
 * @throws Failure (usage) for a profile without a home, a cycle; Failure (host) when no program is found.
 */
export function buildFleet(input: FleetInput): Fleet {
  const { files, app, root, manifest } = input;
  const profiles = listProfiles(files, root, app);
  const names = inFleet(input, profiles);
  const makeOne = serviceMaker(input);
  const services = names.map((profile) =>
    makeOne(profile, manifest?.profiles.get(profile) ?? manifest?.defaults ?? PLAIN),
  );
  const levels = dependencyLevels(services, manifest?.path ?? 'unitpin.yaml');
  const { account, nativeRoot } = input;
  return { app, account, root, nativeRoot, profiles, services, levels, manifest };
}

function inFleet(
  { manifest, existing, selected, all, root, app }: FleetInput,
  profiles: readonly string[],
): string[] {
  for (const name of [...(manifest?.profiles.keys() ?? []), ...selected]) {
    if (profiles.includes(name)) continue;
    throw new Failure(
      'usage',
      tr('profile {name} has no home: {profileHome} is not there', {
        name,
        profileHome: profileHome(root, name, app),
      }),
      {
        ...(manifest?.profiles.has(name) && { where: manifest.path }),
        why: tr('the profiles on disk are {profiles}', { profiles: profiles.join(tr(', ')) }),
        next: tr("create it with the app's own command, or take {name} out", { name }),
      },
    );
  }
  const wanted = new Set(selected);
  const fromDisk = manifest ? [...manifest.profiles.keys()] : profiles.filter((name) => existing.has(name));
  // Selecting narrows what a manifest or the definitions name, and adds what they do not.
  const base = wanted.size > 0 ? [...withDependencies(wanted, manifest)] : all ? profiles : fromDisk;
  return profiles.filter((name) => base.includes(name));
}

/** The selected profiles and everything that must run before them. */
function withDependencies(selected: ReadonlySet<string>, manifest: Manifest | null): Set<string> {
  const result = new Set(selected);
  for (const name of result)
    for (const needed of manifest?.profiles.get(name)?.dependsOn ?? []) result.add(needed);
  return result;
}

function serviceMaker(input: FleetInput): (profile: string, entry: ManifestEntry) => Service {
  const { files, app, account, root, nativeRoot, environment, manifest } = input;
  const searchPath = (environment.PATH ?? '').split(':');
  const dropped = new Map<string, boolean>();
  const folders = pathFolders(input);
  const expand = (folder: string): string => folder.replace(/^~(?=\/)/, account.home);

  return (profile, entry) => {
    const home = profileHome(root, profile, app);
    refuseOurs(app, profile, entry, manifest);
    const existing = input.existing.get(profile);
    const program = findProgram(files, app, {
      existing: existing?.program ?? null,
      manifest: entry.program,
      option: input.bin,
      variable: environment[app.program.variable] || null,
      root,
      accountHome: account.home,
      searchPath,
    });
    const [executable = ''] = program.words;
    const newer = dropped.get(executable) ?? isNewer(files, app, executable);
    dropped.set(executable, newer);
    const keep = existing ? existing.replace : !newer;
    const replace = entry.replace === 'drop' ? false : entry.replace === 'keep' ? true : keep;
    const byManager = (name: ManagerName): boolean => app.replace[name] === 'auto' && replace;

    const suffix = suffixOf(profile, home, root, nativeRoot);
    const unit = unitName(app, suffix);
    const label = labelName(app, suffix);
    const { gateway, run, bare, profileFlags } = app.command;
    const [flag] = profileFlags;
    const pinWords = app.pin.by === 'flag' && flag !== undefined ? [flag, profile] : [];
    return {
      app: app.id,
      profile,
      state: entry.state,
      home,
      root,
      unit,
      label,
      description: `${app.title} gateway, profile ${profile}`,
      program: program.words,
      programFrom: program.from,
      argv: [...program.words, ...pinWords, gateway, ...(bare ? [] : [run])],
      replaceFlag: app.command.replaceFlag,
      replace: { systemd: byManager('systemd'), launchd: byManager('launchd') },
      pin: pinOf(app, { profile, home, root, unit, label }),
      environment: { PATH: [...entry.path.map(expand), ...folders(home)].join(':'), ...entry.environment },
      stopTimeout: stopTimeout(files, app, home, entry.environment),
      logs: { out: `${home}/${app.logs.out}`, error: `${home}/${app.logs.error}` },
      dependsOn: entry.dependsOn,
      strategy: entry.strategy,
      replacePolicy: entry.replace,
      readyTimeout: entry.readyTimeout,
      account,
    };
  };
}

/** PATH has a key of its own, and what pins a profile is not for anybody to set. */
function refuseOurs(app: App, profile: string, entry: ManifestEntry, manifest: Manifest | null): void {
  const pins = [app.home.variable, ...Object.keys(app.pin.variables), ...app.markers.map(({ name }) => name)];
  for (const name of Object.keys(entry.environment)) {
    if (name !== 'PATH' && !pins.includes(name)) continue;
    throw new Failure(
      'usage',
      tr('{name} cannot be set under environment (profile {profile})', { name, profile }),
      {
        where: manifest?.path ?? 'unitpin.yaml',
        ...(name === 'PATH'
          ? { next: tr('use path: its folders are put before the fixed ones') }
          : { why: tr('unitpin sets it: it is what pins the service to its profile') }),
      },
    );
  }
}

/** Whether the install is one that no longer writes the take-over flag. */
function isNewer(files: Files, app: App, program: string): boolean {
  const released = releaseDate(files, app, program);
  const { droppedOn } = app.replace;
  return released !== null && droppedOn !== undefined && released >= droppedOn;
}

const SYSTEM_FOLDER = /^\/(usr|s?bin)(\/|$)/;

/** The folders of PATH for a home: those of the system always, others when they are there. */
function pathFolders({ files, app, account, root }: FleetInput): (home: string) => string[] {
  const there = new Map<string, boolean>();
  return (home) =>
    app.path
      .map((folder) =>
        folder.replace('{home}', home).replace('{root}', root).replace('{account}', account.home),
      )
      .filter((folder) => {
        if (SYSTEM_FOLDER.test(folder)) return true;
        const known = there.get(folder) ?? files.kind(folder) === 'dir';
        there.set(folder, known);
        return known;
      });
}
