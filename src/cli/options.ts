import type { Argv, InferredOptionTypes } from 'yargs';
import { DEFAULT_APP } from '../apps/index.ts';
import { Failure } from '../host/failure.ts';
import type { ManagerName } from '../model/definition.ts';
import { tr } from '../texts/tr.ts';
import { LANGUAGES, LOCALE } from './language.ts';

export const outputGroup = (): string => tr('Output:');

const about = () =>
  ({
    app: {
      type: 'string',
      group: tr('What it is about:'),
      defaultDescription: DEFAULT_APP,
      describe: tr('the app whose gateways are meant: a built-in name, or the path of an app.yaml'),
    },
    home: {
      type: 'string',
      group: tr('What it is about:'),
      describe: tr("the app's root home, which holds the profiles"),
      defaultDescription: tr("the app's rule"),
    },
    root: {
      type: 'string',
      group: tr('What it is about:'),
      describe: tr('look at another host: its file system, mounted or unpacked in this folder'),
    },
    config: {
      type: 'string',
      group: tr('What it is about:'),
      describe: tr('the unitpin.yaml to use'),
      defaultDescription: tr('./, then ~/.config/unitpin/'),
    },
    manager: {
      choices: ['systemd', 'launchd', 'supervisor'] as const,
      group: tr('What it is about:'),
      describe: tr('the service manager'),
      defaultDescription: tr("the host's"),
    },
    scope: {
      choices: ['user', 'system'] as const,
      group: tr('What it is about:'),
      describe: tr("the user's own services, or those of the system"),
      defaultDescription: 'user',
    },
    'as-user': {
      type: 'string',
      requiresArg: true,
      group: tr('What it is about:'),
      describe: tr('for root: run the command as this account; with --scope system: whose services they are'),
    },
    profile: {
      type: 'string',
      array: true,
      requiresArg: true,
      group: tr('What it is about:'),
      describe: tr('only this profile (may be repeated)'),
    },
    all: {
      type: 'boolean',
      default: false,
      group: tr('What it is about:'),
      describe: tr('every profile on disk, also those without a service'),
    },
  }) as const;

const output = () =>
  ({
    lang: {
      choices: LANGUAGES,
      default: LOCALE,
      defaultDescription: 'LC_ALL, LC_MESSAGES, LANG',
      group: outputGroup(),
      describe: tr('the language of messages and pages'),
    },
    color: {
      choices: ['auto', 'always', 'never'] as const,
      default: 'auto' as const,
      group: outputGroup(),
      describe: tr('whether to use colours'),
    },
    quiet: {
      type: 'boolean',
      default: false,
      group: outputGroup(),
      describe: tr('print nothing when there is nothing to tell'),
    },
    verbose: {
      type: 'boolean',
      default: false,
      group: outputGroup(),
      describe: tr('also print what is ignored or overridden, and where a failure comes from'),
    },
  }) as const;

const global = () => ({ ...about(), ...output() });

/** Options every command takes. */
export const globalOptions = (yargs: Argv) => yargs.options(global());

/** The help of a command lists its own options before those of all. */
export const ownFirst = <T>(command: Argv<T>): Argv<T> => command.group([], tr('Options:'));

type About = keyof ReturnType<typeof about>;

/** The help of a command does not list what it refuses, or has no use for. */
export const leaveOut = <T>(command: Argv<T>, ...names: readonly About[]): Argv<T> =>
  names.reduce((rest, name) => rest.hide(name), command);

/** For commands that look at no host. */
export const aboutNothing = <T>(command: Argv<T>): Argv<T> =>
  leaveOut(command, ...(Object.keys(about()) as About[]));

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

export type GlobalOptions = Omit<InferredOptionTypes<ReturnType<typeof global>>, 'as-user'> & {
  asUser?: string | undefined;
};
