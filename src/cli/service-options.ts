import type { Argv } from 'yargs';
import { tr } from '../texts/tr.ts';
import type { GlobalOptions } from './options.ts';
import { ownFirst } from './options.ts';

/** What the commands share that are about services by name. */
export const servicesNamed = (command: Argv<GlobalOptions>) =>
  ownFirst(command)
    .positional('names', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: tr('profiles, units or labels'),
    })
    .option('format', {
      choices: ['text', 'json'] as const,
      default: 'text' as const,
      describe: tr('for people or for programs'),
    });

/** And those that wait. */
export const servicesAwaited = (command: Argv<GlobalOptions>, waits: string, usual: string) =>
  servicesNamed(command).option('timeout', {
    type: 'string',
    requiresArg: true,
    describe: waits,
    defaultDescription: usual,
  });
