import * as z from 'zod';
import type { App } from '../model/app.ts';
import { validate } from './validate.ts';
import { readYaml } from './yaml.ts';

const word = z.string().min(1);
const relative = word.regex(/^[^/~]/, 'a path below the home, without a leading / or ~');
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'no name of an environment variable');
const pattern = word.refine(
  (text) => {
    try {
      return Boolean(new RegExp(text));
    } catch {
      return false;
    }
  },
  { message: 'no regular expression' },
);
const seconds = z.number().nonnegative();
const port = z.number().int().min(1).max(65535);
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a day: YYYY-MM-DD');

const APP: z.ZodType<App> = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'a-z, 0-9 and -'),
  title: word,
  mentions: z.array(word).min(1),
  command: z.strictObject({
    programs: z
      .array(
        z
          .strictObject({
            file: word.optional(),
            module: word.optional(),
            inline: word.optional(),
            action: word.optional(),
          })
          .refine(({ file, module, inline }) => [file, module, inline].filter(Boolean).length === 1, {
            message: 'says exactly one of file, module, inline',
          }),
      )
      .min(1),
    wrappers: z.array(
      z.strictObject({ module: word.optional(), option: word.optional(), value: word.optional() }),
    ),
    profileFlags: z.array(z.string().regex(/^-/, 'starts with -')).min(1),
    replaceFlag: z.string().regex(/^-/, 'starts with -'),
    supervisorFlags: z.array(z.string().regex(/^-/, 'starts with -')),
    gateway: word,
    actions: z.array(word).min(1),
    run: word,
    stop: word,
    delegates: z.array(word),
  }),
  home: z.strictObject({
    variable,
    default: relative,
    profiles: relative,
    sticky: relative,
    inner: relative,
    decoys: z.array(variable),
  }),
  markers: z.array(z.strictObject({ name: variable, write: z.boolean() })),
  naming: z.strictObject({ unit: word, label: word, separator: word, legacyUnits: z.array(word) }),
  program: z.strictObject({
    layouts: z.array(z.strictObject({ path: relative, argv: z.array(z.string()) })),
    variable,
    name: word,
    release: z.strictObject({ files: z.array(relative), pattern }),
  }),
  replace: z.strictObject({
    systemd: z.enum(['auto', 'never']),
    launchd: z.enum(['auto', 'never']),
    droppedOn: day,
  }),
  path: z.array(word).min(1),
  systemd: z.strictObject({
    unit: z.array(
      z.strictObject({ scope: z.enum(['user', 'system']).optional(), key: word, value: z.string() }),
    ),
    service: z.array(z.strictObject({ key: word, value: z.string() })),
    wantedBy: z.strictObject({ user: word, system: word }),
  }),
  launchd: z.strictObject({
    keys: z.record(word, z.unknown()),
    leastStopTimeout: seconds,
    environment: z.record(variable, z.string()),
  }),
  logs: z.strictObject({ out: relative, error: relative }),
  exitCodes: z.strictObject({ restart: z.number().int(), fatal: z.number().int() }),
  stopTimeout: z.record(word, z.strictObject({ environment: variable, config: word, default: seconds })),
  endpoint: z.strictObject({
    default: z.strictObject({ host: word, port }),
    variables: z.strictObject({ enabled: variable, key: variable, host: variable, port: variable }),
    key: z.strictObject({ minLength: z.number().int().nonnegative(), placeholders: z.array(word) }),
    config: z.array(word).min(1),
    ignored: z.array(word),
    neighbours: z.array(z.strictObject({ port, of: word })),
  }),
  tokens: z.array(variable),
  multiplexer: z.strictObject({ variable, config: z.array(word), standalone: word, migration: relative }),
  rewritesSince: day,
  health: z.strictObject({ path: z.string().startsWith('/') }),
  files: z.strictObject({
    pid: relative,
    lock: relative,
    state: relative,
    starts: relative,
    launchdRefused: relative,
  }),
  storm: z.strictObject({ starts: z.number().int().positive(), seconds: seconds.positive() }),
}) as z.ZodType<App>;

/** Reads and checks the text of an `app.yaml`. @throws Failure (usage) naming file, line, column and key. */
export const checkApp = (text: string, path: string): App => validate(APP, readYaml(text, path), text, path);
