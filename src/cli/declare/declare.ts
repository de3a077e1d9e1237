import type { ArgumentsCamelCase, Argv } from 'yargs';
import type { Host } from '../../host/host.ts';
import type { English } from '../../texts/tr.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

/** One command: what it is called, what it takes, and what runs it. Help, completion and the man page are made of it. */
interface Declaration<T> {
  /** Its name and its positionals, as yargs writes them: `show <name>`. */
  usage: string;
  describe: English;
  options: (command: Argv<GlobalOptions>) => Argv<T>;
  /** Command lines, `$0` for the program, and what each is for. */
  examples: readonly (readonly [line: string, what: English])[];
  /** Loads what it needs when it runs: a start pays only for what it does. */
  run: (options: ArgumentsCamelCase<T>, io: Io, host: Host | undefined) => Promise<Outcome>;
}

/** A declaration among others, whatever its options. */
export interface Declared extends Omit<Declaration<unknown>, 'run'> {
  name: string;
  run: (options: never, io: Io, host: Host | undefined) => Promise<Outcome>;
}

export const declare = <T>(declaration: Declaration<T>): Declared => ({
  ...declaration,
  name: declaration.usage.split(' ')[0] as string,
});
