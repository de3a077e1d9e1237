import type { AnyManager } from '../model/definition.ts';
import type { Ignore } from '../model/ignore.ts';
import type { Location } from '../model/location.ts';
import type { ServiceState, Strategy } from '../model/service.ts';
import { type ManifestData, manifestSchema } from './manifest-schema.ts';
import { PROFILE_NAME } from './profiles.ts';
import { validate } from './validate.ts';
import { locateYaml, readYaml } from './yaml.ts';

/** What `unitpin.yaml` says about one profile, the file's own defaults applied. */
export interface ManifestEntry {
  state: ServiceState;
  dependsOn: readonly string[];
  strategy: Strategy;
  replace: 'auto' | 'keep' | 'drop';
  /** The program, or the words that start it. */
  program: readonly string[] | null;
  path: readonly string[];
  environment: Readonly<Record<string, string>>;
  /** Seconds until a start counts as failed; null for the app's own. */
  readyTimeout: number | null;
}

export interface Manifest {
  path: string;
  text: string;
  app: string | null;
  home: string | null;
  manager: AnyManager | null;
  /** The version of systemd that the units are for. */
  systemd: number | null;
  profiles: ReadonlyMap<string, ManifestEntry>;
  /** What holds for a profile it does not name, and that somebody chooses all the same. */
  defaults: ManifestEntry;
  ignores: readonly Ignore[];
  /** Ports that no profile is given. */
  reservedPorts: readonly number[];
}

/**
 * Reads a `unitpin.yaml`. Keys beside `profiles` are defaults for all of them; `path` and `environment` add up.
 * `names`: the app's rule for the names of profiles.
 * @throws Failure (usage) naming file, line, column and key.
 */
export function readManifest(text: string, path: string, names = PROFILE_NAME): Manifest {
  const data = validate(manifestSchema(names), readYaml(text, path), text, path);
  const profiles = new Map(
    Object.entries(data.profiles).map(([name, value]) => [name, entryOf(data, value)]),
  );
  return {
    path,
    text,
    app: data.app ?? null,
    home: data.home ?? null,
    manager: data.manager ?? null,
    systemd: data.systemd ?? null,
    profiles,
    defaults: entryOf(data, null),
    reservedPorts: data.ports?.reserved ?? [],
    ignores: data.ignore.map((one, index) => ({
      rule: one.rule,
      reason: one.reason?.trim() ?? '',
      at: { path, ...locateYaml(text, ['ignore', index]) },
      definitions: null,
      path: one.path ?? null,
      profile: one.profile ?? null,
    })),
  };
}

/** The app that the text of a `unitpin.yaml` names, and where; null where it names none. */
export function appNamed(text: string, path: string): { app: string; at: Location } | null {
  const data = readYaml(text, path) as { app?: unknown } | null;
  return typeof data?.app === 'string' ? { app: data.app, at: { path, ...locateYaml(text, ['app']) } } : null;
}

/** One profile's entry. A state by itself, or nothing, stands for an entry that says no more. */
function entryOf(defaults: ManifestData, given: ManifestData['profiles'][string]): ManifestEntry {
  const own: Exclude<typeof given, string | null> =
    typeof given === 'object' && given !== null ? given : { state: given ?? 'enabled', dependsOn: [] };
  const program = own.program ?? defaults.program ?? null;
  return {
    state: own.state,
    dependsOn: own.dependsOn,
    strategy: own.strategy ?? defaults.strategy ?? 'auto',
    replace: own.replace ?? defaults.replace ?? 'auto',
    program: typeof program === 'string' ? [program] : program,
    path: [...(own.path ?? []), ...(defaults.path ?? [])],
    environment: { ...defaults.environment, ...own.environment },
    readyTimeout: own.readyTimeout ?? defaults.readyTimeout ?? null,
  };
}
