import type { Argv, InferredOptionTypes } from 'yargs';
import { DEFAULT_APP } from '../apps/index.ts';
import { Failure } from '../host/failure.ts';
import type { ManagerName } from '../model/definition.ts';
import { LANGUAGES, languageOf } from './language.ts';
import { tr } from '../texts/tr.ts';

const ABOUT_GROUP = 'What it is about:';
export const OUTPUT_GROUP = 'Output:';
/** The language of whoever says nothing about it. */
export const LOCALE = languageOf(undefined, process.env);

const ABOUT = {
  app: {
    type: 'string',
    group: ABOUT_GROUP,
    defaultDescription: DEFAULT_APP,
    describe: 'the app whose gateways are meant: a built-in name, or the path of an app.yaml',
  },
  home: {
    type: 'string',
    group: ABOUT_GROUP,
    describe: "the app's root home, which holds the profiles",
    defaultDescription: "the app's rule",
  },
  root: {
    type: 'string',
    group: ABOUT_GROUP,
    describe: 'look at another host: its file system, mounted or unpacked in this folder',
  },
  config: {
    type: 'string',
    group: ABOUT_GROUP,
    describe: 'the unitpin.yaml to use',
    defaultDescription: './, then ~/.config/unitpin/',
  },
  manager: {
    choices: ['systemd', 'launchd', 'supervisor'] as const,
    group: ABOUT_GROUP,
    describe: 'the service manager',
    defaultDescription: "the host's",
  },
  scope: {
    choices: ['user', 'system'] as const,
    group: ABOUT_GROUP,
    describe: "the user's own services, or those of the system",
    defaultDescription: 'user',
  },
  'as-user': {
    type: 'string',
    requiresArg: true,
    group: ABOUT_GROUP,
    describe: 'for root: run the command as this account; with --scope system: whose services they are',
  },
  profile: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: ABOUT_GROUP,
    describe: 'only this profile (may be repeated)',
  },
  all: {
    type: 'boolean',
    default: false,
    group: ABOUT_GROUP,
    describe: 'every profile on disk, also those without a service (gen, apply)',
  },
} as const;

const OUTPUT = {
  lang: {
    choices: LANGUAGES,
    default: LOCALE,
    defaultDescription: 'LC_ALL, LC_MESSAGES, LANG',
    group: OUTPUT_GROUP,
    describe: 'the language of messages and pages',
  },
  color: {
    choices: ['auto', 'always', 'never'] as const,
    default: 'auto' as const,
    group: OUTPUT_GROUP,
    describe: 'whether to use colours',
  },
  quiet: {
    type: 'boolean',
    default: false,
    group: OUTPUT_GROUP,
    describe: 'print nothing when there is nothing to tell',
  },
  verbose: {
    type: 'boolean',
    default: false,
    group: OUTPUT_GROUP,
    describe: 'also print what is ignored or overridden, and where a failure comes from',
  },
} as const;

const GLOBAL = { ...ABOUT, ...OUTPUT };

/** Options every command takes. */
export const globalOptions = (yargs: Argv) => yargs.options(GLOBAL);

/** The help of a command lists its own options before those of all. */
export const ownFirst = <T>(command: Argv<T>): Argv<T> => command.group([], 'Options:');

/** For commands that look at no host: their help does not list what they do not need. */
export function aboutNothing<T>(command: Argv<T>): Argv<T> {
  return Object.keys(ABOUT).reduce((rest, name) => rest.hide(name), command);
}

/**
 * For commands that are about definitions.
 * @throws Failure (usage) for our own supervisor, which has none
 */
export function definitionManager({ manager }: Pick<GlobalOptions, 'manager'>): ManagerName | undefined {
  if (manager !== 'supervisor') return manager;
  throw new Failure('usage', tr('this is about definitions, and the supervisor has none'), {
    next: tr('say --manager systemd or launchd, or nothing'),
  });
}

export type GlobalOptions = Omit<InferredOptionTypes<typeof GLOBAL>, 'as-user'> & {
  asUser?: string | undefined;
};
