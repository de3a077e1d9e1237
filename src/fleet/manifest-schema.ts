import * as z from 'zod';
import { isSecretName } from '../model/secret.ts';
import { tr } from '../texts/tr.ts';
import { PROFILE_NAME } from './profiles.ts';

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
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: () => tr('not the name of an environment variable') });
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
    .optional()
    .describe('Folders that are put before the fixed ones of PATH.'),
  environment: z
    .record(PUBLIC_VARIABLE, z.string())
    .optional()
    .describe('Variables of the service. No secrets: everybody can read definitions.'),
  readyTimeout: z.number().positive().optional().describe('Seconds until a start counts as failed.'),
};

const entry = (name: ReturnType<typeof profileName>) =>
  z.strictObject({
    state: STATE.default('enabled').describe(
      'enabled: made to run; manual: kept right, but not started; disabled: stopped and disabled, but not removed.',
    ),
    dependsOn: z.array(name).default([]).describe('Profiles that it starts after.'),
    ...OVERRIDES,
  });

/** Findings of the audit that are meant to be as they are. */
const ignore = (name: ReturnType<typeof profileName>) =>
  z.strictObject({
    rule: z.string().min(1).describe('The rule: unitpin rules.'),
    path: z
      .string()
      .min(1)
      .optional()
      .describe('Only in these definitions: names or paths, in which * and ** stand for anything.'),
    profile: name.optional().describe('Only of this profile.'),
    reason: z.string().optional().describe('Why it is meant to be so; reports show it.'),
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
    profiles: z
      .record(name, z.union([STATE, entry(name), z.null()], { error: oddState }))
      .default({})
      .describe('The profiles that are meant, with their state or more.'),
    ports: z
      .strictObject({ reserved: z.array(PORT).default([]).describe('Ports that no profile is given.') })
      .optional()
      .describe('How ports are given.'),
    ignore: z
      .array(ignore(name))
      .default([])
      .describe('Findings of the audit that are meant to be as they are.'),
  });
}

/** A `unitpin.yaml` that is right. */
export type ManifestData = z.infer<ReturnType<typeof manifestSchema>>;
