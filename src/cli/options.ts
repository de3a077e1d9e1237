import type { Argv, InferredOptionTypes } from 'yargs';
import { DEFAULT_APP } from '../apps/index.ts';

const GLOBAL = {
  app: {
    type: 'string',
    defaultDescription: DEFAULT_APP,
    describe: 'the app: a built-in name, or the path of an app.yaml',
  },
  home: { type: 'string', describe: "the app's root home", defaultDescription: "the app's rule" },
  root: { type: 'string', describe: 'look at the file system of another host, mounted or unpacked here' },
  config: { type: 'string', describe: 'the unitpin.yaml to use' },
  manager: {
    choices: ['systemd', 'launchd'] as const,
    describe: 'the service manager',
    defaultDescription: "the host's",
  },
  scope: {
    choices: ['user', 'system'] as const,
    describe: 'user services or those of the system',
    defaultDescription: 'user',
  },
  profile: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'only this profile (can be repeated)',
  },
  all: { type: 'boolean', default: false, describe: 'every profile on disk' },
  color: { choices: ['auto', 'always', 'never'] as const, default: 'auto' as const, describe: 'colours' },
  quiet: { type: 'boolean', default: false, describe: 'only what the exit code does not say' },
  verbose: { type: 'boolean', default: false, describe: 'more: failures, what is ignored or overridden' },
} as const;

/** Options every command takes. */
export const globalOptions = (yargs: Argv) => yargs.options(GLOBAL);

export type GlobalOptions = InferredOptionTypes<typeof GLOBAL>;
