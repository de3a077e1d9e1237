import * as z from 'zod';
import type { Ignore } from '../model/ignore.ts';
import { isSecretName } from '../model/secret.ts';
import type { ServiceState, Strategy } from '../model/service.ts';
import { PROFILE_NAME } from './profiles.ts';
import { validate } from './validate.ts';
import { locateYaml, readYaml } from './yaml.ts';

const PROFILE = z
  .string()
  .regex(PROFILE_NAME, 'a profile name is a-z, 0-9, _ and -, 64 at most, the first a letter or digit');
const VARIABLE = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'no name of an environment variable');
/** Definitions are readable by everybody on the host: a secret has no place in them. */
const PUBLIC_VARIABLE = VARIABLE.refine((name) => !isSecretName(name), {
  message: "looks like a secret; definitions are readable by everybody: put it into the profile's .env",
});
const STATE = z.enum(['enabled', 'manual', 'disabled']);

const OVERRIDES = {
  strategy: z.enum(['auto', 'unit', 'dropin']).optional(),
  replace: z.enum(['auto', 'keep', 'drop']).optional(),
  program: z.union([z.string().min(1), z.array(z.string()).min(1)]).optional(),
  path: z
    .array(z.string().regex(/^(~\/|\/)[^:]*$/, 'an absolute folder (or one below ~/), without a colon'))
    .optional(),
  environment: z.record(PUBLIC_VARIABLE, z.string()).optional(),
  readyTimeout: z.number().positive().optional(),
};

const ENTRY = z.strictObject({
  state: STATE.default('enabled'),
  dependsOn: z.array(PROFILE).default([]),
  ...OVERRIDES,
});

/** Findings of the audit that are meant to be as they are. */
const IGNORE = z.strictObject({
  rule: z.string().min(1),
  path: z.string().min(1).optional(),
  profile: PROFILE.optional(),
  reason: z.string().optional(),
});

const MANIFEST = z.strictObject({
  app: z.string().optional(),
  home: z.string().regex(/^[/~]/, 'an absolute folder').optional(),
  manager: z.enum(['systemd', 'launchd']).optional(),
  systemd: z.int().min(10).max(9999).optional(),
  ...OVERRIDES,
  profiles: z.record(PROFILE, z.union([STATE, ENTRY, z.null()])).default({}),
  ignore: z.array(IGNORE).default([]),
});

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
  manager: 'systemd' | 'launchd' | null;
  /** The version of systemd that the units are for. */
  systemd: number | null;
  profiles: ReadonlyMap<string, ManifestEntry>;
  /** What holds for a profile it does not name, and that somebody chooses all the same. */
  defaults: ManifestEntry;
  ignores: readonly Ignore[];
}

/**
 * Reads a `unitpin.yaml`. Keys beside `profiles` are defaults for all of them; `path` and `environment` add up.
 * @throws Failure (usage) naming file, line, column and key.
 */
export function readManifest(text: string, path: string): Manifest {
  const data = validate(MANIFEST, readYaml(text, path), text, path);
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

/** One profile's entry. A state by itself, or nothing, stands for an entry that says no more. */
function entryOf(
  defaults: z.infer<typeof MANIFEST>,
  given: z.infer<typeof MANIFEST>['profiles'][string],
): ManifestEntry {
  const own =
    typeof given === 'object' && given !== null ? given : ENTRY.parse({ state: given ?? undefined });
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
