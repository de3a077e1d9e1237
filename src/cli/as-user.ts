import { rawOption } from './raw-option.ts';

/** The value of `--as-user` in a command line; null where there is none. */
export const asUserOf = (args: readonly string[]): string | null => rawOption(args, '--as-user');

/** Services of the system are written by root, for an account: then root stays what it is. */
export const isOfSystem = (args: readonly string[]): boolean => rawOption(args, '--scope') === 'system';
