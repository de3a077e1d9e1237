import * as z from 'zod';
import type { App } from '../model/app.ts';
import { SIGN_IDS } from '../model/sign.ts';
import { type English, tr } from '../texts/tr.ts';
import { complete } from './app-defaults.ts';
import { validate } from './validate.ts';
import { readYaml } from './yaml.ts';

/** What a value has to be, said when it is not: in the language that is spoken then. */
const saying = (text: English) => ({ error: () => tr(text) });

const word = z.string().min(1);
const relative = word.regex(/^[^/~]/, saying('a path below the home, without a leading / or ~'));
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, saying('no name of an environment variable'));
const pattern = word.refine((text) => {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}, saying('no regular expression'));
const seconds = z.number().nonnegative();
const port = z.number().int().min(1).max(65535);
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, saying('a day: YYYY-MM-DD'));

const settings = z.array(z.strictObject({ key: word, value: z.string() }));
const code = z.number().int().min(1).max(255).nullable();
const flag = z.string().regex(/^-/, saying('it starts with -'));
const count = z.number().int().positive();

/** What an `app.yaml` may say. What is left out is filled in: here, or by `complete` where it follows from the rest. */
export const APP = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, saying('a-z, 0-9 and -')),
  title: word.optional().describe('What people call it; the id where nothing is said.'),
  mentions: z
    .array(word)
    .min(1)
    .optional()
    .describe('Words of which every definition of the app has one; the id.'),
  command: z
    .strictObject({
      programs: z
        .array(
          z
            .strictObject({
              file: word.optional(),
              module: word.optional(),
              inline: word.optional(),
              action: word.optional(),
            })
            .refine(
              ({ file, module, inline }) => [file, module, inline].filter(Boolean).length === 1,
              saying('it says exactly one of file, module, inline'),
            ),
        )
        .min(1)
        .optional()
        .describe('How a command line can name the program; a file called as the id.'),
      wrappers: z
        .array(z.strictObject({ module: word.optional(), option: word.optional(), value: word.optional() }))
        .default([]),
      profileFlags: z.array(flag).default([]),
      replaceFlag: flag.default('--replace'),
      supervisorFlags: z.array(flag).default([]),
      gateway: word.default('gateway'),
      actions: z.array(word).default([]),
      run: word.default('run'),
      bare: z
        .boolean()
        .default(false)
        .describe('The sub-command alone runs the gateway: no action is written.'),
      stop: word.default('stop'),
      delegates: z.array(word).default([]),
    })
    .prefault({}),
  home: z.strictObject({
    variable,
    default: relative,
    windows: z.strictObject({ variables: z.array(variable), folder: relative }).optional(),
    profiles: z
      .string()
      .regex(/^\{root\}[^{}]+\{profile\}$/, saying('it is a path with {root} first and {profile} last'))
      .default('{root}/profiles/{profile}'),
    names: pattern.default('^[a-z0-9][a-z0-9_-]{0,63}$'),
    config: relative.default('config.yaml'),
    sticky: relative.optional(),
    inner: relative.optional(),
    decoys: z.array(variable).default([]),
  }),
  pin: z
    .strictObject({
      by: z.enum(['flag', 'home']).optional().describe('The flag where there is one, else the home.'),
      variables: z.record(variable, word).default({}),
    })
    .prefault({}),
  markers: z.array(z.strictObject({ name: variable, write: z.boolean() })).default([]),
  naming: z
    .strictObject({
      unit: word.optional().describe('ID-gateway.'),
      label: word.optional().describe('ID.gateway.'),
      separator: word.default('-'),
      profileUnit: word.regex(/\{suffix\}/, saying('it has {suffix} in it')).optional(),
      profileLabel: word.regex(/\{suffix\}/, saying('it has {suffix} in it')).optional(),
      legacyUnits: z.array(word).default([]),
      otherLabels: z.array(word).default([]),
    })
    .prefault({}),
  program: z
    .strictObject({
      layouts: z.array(z.strictObject({ path: relative, argv: z.array(z.string()).default([]) })).default([]),
      variable: variable.optional().describe('ID_BIN.'),
      name: word
        .optional()
        .describe(
          'What is looked for on PATH; the first of command.programs that is a file without a folder, else the id.',
        ),
      release: z.strictObject({ files: z.array(relative), pattern }).optional(),
    })
    .prefault({}),
  replace: z
    .strictObject({
      systemd: z.enum(['auto', 'never']).default('never'),
      launchd: z.enum(['auto', 'never']).default('never'),
      droppedOn: day.optional(),
    })
    .prefault({}),
  path: z
    .array(word)
    .min(1)
    .default([
      '{account}/.local/bin',
      '/opt/homebrew/bin',
      '/usr/local/sbin',
      '/usr/local/bin',
      '/usr/sbin',
      '/usr/bin',
      '/sbin',
      '/bin',
    ]),
  systemd: z
    .strictObject({
      unit: z
        .array(z.strictObject({ scope: z.enum(['user', 'system']).optional(), key: word, value: z.string() }))
        .default([
          { scope: 'system', key: 'After', value: 'network-online.target' },
          { scope: 'system', key: 'Wants', value: 'network-online.target' },
          { key: 'StartLimitIntervalSec', value: '0' },
        ]),
      service: settings
        .optional()
        .describe('Restart=always after five seconds, and what the exit codes ask for.'),
      wantedBy: z
        .strictObject({ user: word, system: word })
        .default({ user: 'default.target', system: 'multi-user.target' }),
    })
    .prefault({}),
  launchd: z
    .strictObject({
      keys: z.record(word, z.unknown()).default({
        RunAtLoad: true,
        KeepAlive: { SuccessfulExit: false },
        ThrottleInterval: 30,
        ExitTimeOut: 60,
      }),
      agentKeys: z.record(word, z.unknown()).default({ LimitLoadToSessionType: ['Aqua', 'Background'] }),
      leastStopTimeout: seconds.default(25),
      environment: z.record(variable, z.string()).default({}),
    })
    .prefault({}),
  supervisor: z
    .strictObject({
      environment: z.record(variable, z.string()).default({}),
      // From RestartSec (5) to five minutes in so many steps.
      restartSteps: z.number().int().nonnegative().default(5),
      restartMaxDelay: seconds.default(300),
      stableAfter: seconds.positive().default(30),
      crashLoop: count.default(6),
      parkedFor: seconds.positive().default(1800),
      // What several share is broken then, and more starts mend nothing.
      fleetBreaker: z
        .strictObject({ profiles: count, seconds: seconds.positive() })
        .default({ profiles: 3, seconds: 600 }),
    })
    .prefault({}),
  plannedStop: z.strictObject({ file: relative, pid: word, start: word, by: word, at: word }).optional(),
  logs: z
    .strictObject({
      out: relative.default('logs/gateway.log'),
      error: relative.default('logs/gateway.error.log'),
      also: z.array(relative).default([]),
    })
    .prefault({}),
  exitCodes: z.strictObject({ restart: code.default(null), fatal: code.default(null) }).prefault({}),
  stopTimeout: z
    .record(
      word,
      z.strictObject({ environment: variable.optional(), config: word.optional(), default: seconds }),
    )
    .default({}),
  endpoint: z
    .strictObject({
      default: z.strictObject({ host: word, port }),
      variables: z.strictObject({
        enabled: variable.optional(),
        key: variable.optional(),
        host: variable.optional(),
        port: variable,
      }),
      key: z
        .strictObject({ minLength: z.number().int().nonnegative(), placeholders: z.array(word) })
        .optional()
        .describe('With it there is a server only where a key is set; without it always.'),
      portFlag: flag.optional(),
      config: z.array(word).default([]),
      ignored: z.array(word).default([]),
      derived: z.array(z.strictObject({ first: count, last: count, of: word })).default([]),
      neighbours: z.array(z.strictObject({ port, of: word })).default([]),
    })
    .optional()
    .describe('Without it the gateway is taken to listen nowhere.'),
  tokens: z.array(variable).default([]),
  multiplexer: z
    .strictObject({
      variable,
      config: z.array(word),
      standalone: word,
      migration: relative,
      served: word,
    })
    .optional(),
  rewritesSince: day.optional(),
  health: z
    .strictObject({
      path: z.string().regex(/^\//, saying('it starts with /')).default('/health'),
      answer: z.record(word, z.string()).default({}),
    })
    .prefault({}),
  files: z
    .strictObject({
      pid: relative.default('gateway.pid'),
      lock: relative.default('gateway.lock'),
      state: relative.default('gateway_state.json'),
      starts: relative.default('gateway-starts.log'),
      launchdRefused: relative.default('.gateway-launchd-unsupported'),
    })
    .prefault({}),
  records: z
    .strictObject({
      home: word.default('home'),
      start: word.default('start_time'),
      phase: word.default('gateway_state'),
      staleAfter: seconds.positive().default(120),
    })
    .prefault({}),
  platformsWell: z.array(word).default([]),
  logSigns: z
    .array(
      z.strictObject({
        id: z.enum(SIGN_IDS),
        pattern,
        mended: word.optional(),
        health: z
          .strictObject({
            answer: z.enum(['not', 'degraded']),
            says: word.optional(),
            until: pattern.optional(),
          })
          .optional(),
      }),
    )
    .default([]),
  storm: z.strictObject({ starts: count, seconds: seconds.positive() }).default({ starts: 5, seconds: 120 }),
});

/**
 * Reads and checks the text of an `app.yaml`, and fills in what it leaves out.
 * @throws Failure (usage) naming file, line, column and key.
 */
export const checkApp = (text: string, path: string): App =>
  complete(validate(APP, readYaml(text, path), text, path));
