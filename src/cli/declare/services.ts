import type { Argv } from 'yargs';
import { tr } from '../../texts/tr.ts';
import { type GlobalOptions, leaveOut, ownFirst } from '../options.ts';
import { format } from './shared.ts';

/** What the commands share that are about services by name. */
export const servicesNamed = (command: Argv<GlobalOptions>) =>
  leaveOut(ownFirst(command), 'root')
    .positional('names', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: tr('profiles, units or labels'),
    })
    .option('format', format());

/** And those that wait. */
export const servicesAwaited = (command: Argv<GlobalOptions>, waits: string, usual: string) =>
  servicesNamed(command).option('timeout', {
    type: 'string',
    requiresArg: true,
    describe: waits,
    defaultDescription: usual,
  });
