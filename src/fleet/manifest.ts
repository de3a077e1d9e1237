import * as z from 'zod';
import type { AnyManager } from '../model/definition.ts';
import type { Ignore } from '../model/ignore.ts';
import { isSecretName } from '../model/secret.ts';
import type { ServiceState, Strategy } from '../model/service.ts';
import { tr } from '../texts/tr.ts';
import { PROFILE_NAME } from './profiles.ts';
import { validate } from './validate.ts';
import { locateYaml, readYaml } from './yaml.ts';

/** The name of a profile by the rule of an app. */
const profileName = (rule: RegExp) =>
  z.string().regex(rule, {
    error: () =>
      rule.source === PROFILE_NAME.source
        ? tr('a profile name is a-z, 0-9, _ and -, 64 at most, the first a letter or digit')
        : tr('a profile name is {rule}', { rule: rule.source }),
  });
const VARIABLE = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: () => tr('no name of an environment variable') });
/** Definitions are readable by everybody on the host: a secret has no place in them. */
const PUBLIC_VARIABLE = VARIABLE.refine((name) => !isSecretName(name), {
  error: () =>
    tr("looks like a secret; definitions are readable by everybody: put it into the profile's .env"),
});
const noPort = { error: () => tr('a port: 1 to 65535') };
const PORT = z.int(noPort).min(1, noPort).max(65535, noPort);
const STATE = z.enum(['enabled', 'manual', 'disabled']);

/** Where a word stands in place of a profile's settings, it is its state; of anything else the schema's own words will do. */
const oddState = ({ input }: { input?: unknown }): string | undefined =>
  typeof input === 'string'
    ? tr('expected {wanted}', { wanted: tr('one of {words}', { words: STATE.options.join(tr(', ')) }) })
    : undefined;

const OVERRIDES = {
  strategy: z
    .enum(['auto', 'unit', 'dropin'])
    .optional()
    .describe(
      'How a definition is written: auto leaves units of others to them, and puts a drop-in beside them.',
    ),
  replace: z
    .enum(['auto', 'keep', 'drop'])
    .optional()
    .describe('Whether the flag that takes over from a running gateway is written.'),
  program: z
    .union([z.string().min(1), z.array(z.string()).min(1)])
    .optional()
    .describe('The program, or the words that start it.'),
  path: z
    .array(
      z.string().regex(/^(~\/|\/)[^:]*$/, {
        error: () => tr('an absolute folder (or one below ~/), without a colon'),
      }),
    )
    .optional(),
  environment: z
    .record(PUBLIC_VARIABLE, z.string())
    .optional()
    .describe('Variables of the service. No secrets: everybody can read definitions.'),
  readyTimeout: z.number().positive().optional().describe('Seconds until a start counts as failed.'),
};

const entry = (name: ReturnType<typeof profileName>) =>
  z.strictObject({
    state: STATE.default('enabled'),
    dependsOn: z.array(name).default([]),
    ...OVERRIDES,
  });
type Entry = z.infer<ReturnType<typeof entry>>;
const NO_MORE: Entry = { state: 'enabled', dependsOn: [] };

/** Findings of the audit that are meant to be as they are. */
const ignore = (name: ReturnType<typeof profileName>) =>
  z.strictObject({
    rule: z.string().min(1),
    path: z.string().min(1).optional(),
    profile: name.optional(),
    reason: z.string().optional(),
  });

/** What a `unitpin.yaml` may say, profiles being named by this rule. */
export function manifestSchema(rule: RegExp) {
  const name = profileName(rule);
  return z.strictObject({
    app: z.string().optional().describe('A built-in app, or the path of an app.yaml.'),
    home: z
      .string()
      .regex(/^[/~]/, { error: () => tr('an absolute folder') })
      .optional()
      .describe('The root home, which holds the profiles.'),
    manager: z
      .enum(['systemd', 'launchd', 'supervisor'])
      .optional()
      .describe("The service manager; the host's own."),
    systemd: z.int().min(10).max(9999).optional().describe('The version of systemd that the units are for.'),
    ...OVERRIDES,
    profiles: z.record(name, z.union([STATE, entry(name), z.null()], { error: oddState })).default({}),
    ports: z.strictObject({ reserved: z.array(PORT).default([]) }).optional(),
    ignore: z.array(ignore(name)).default([]),
  });
}

type Data = z.infer<ReturnType<typeof manifestSchema>>;

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

/** The app that the text of a `unitpin.yaml` names; null where it names none. */
export function appNamed(text: string, path: string): string | null {
  const data = readYaml(text, path) as { app?: unknown } | null;
  return typeof data?.app === 'string' ? data.app : null;
}

/** One profile's entry. A state by itself, or nothing, stands for an entry that says no more. */
function entryOf(defaults: Data, given: Data['profiles'][string]): ManifestEntry {
  const own =
    typeof given === 'object' && given !== null ? given : { ...NO_MORE, state: given ?? NO_MORE.state };
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
