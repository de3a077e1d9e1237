import type { Argv, Options } from 'yargs';
import { tr } from '../../texts/tr.ts';
import { globalOptions, outputGroup } from '../options.ts';
import type { Declared } from './declare.ts';

/** An option or a positional as it is declared. */
export type Parameter = Pick<
  Options,
  | 'type'
  | 'choices'
  | 'describe'
  | 'default'
  | 'defaultDescription'
  | 'alias'
  | 'array'
  | 'group'
  | 'requiresArg'
  | 'demandOption'
>;

/** What a command takes, in the order in which it is declared. */
export interface Takes {
  /** By name, without the dashes. */
  options: ReadonlyMap<string, Parameter>;
  positionals: ReadonlyMap<string, Parameter>;
}

const always = (): Record<string, Parameter> => ({
  help: { type: 'boolean', alias: 'h', describe: tr('print this help'), group: outputGroup() },
  version: { type: 'boolean', alias: 'V', describe: tr('print the version'), group: outputGroup() },
});

/** What a command takes, or the program without one, without yargs: completion has no time for it. */
export function takes(one: Declared | null): Takes {
  const options = new Map<string, Parameter>();
  const positionals = new Map<string, Parameter>();
  const recorder = {
    options(all: Record<string, Parameter>) {
      for (const [name, parameter] of Object.entries(all)) options.set(name, parameter);
      return recorder;
    },
    option: (name: string, parameter: Parameter) => recorder.options({ [name]: parameter }),
    positional(name: string, parameter: Parameter) {
      positionals.set(name, parameter);
      return recorder;
    },
    hide(name: string) {
      options.delete(name);
      return recorder;
    },
    group: () => recorder,
  };
  const command = globalOptions(recorder as unknown as Argv);
  // Its own first: they are what it is asked about.
  const global = new Map(options);
  one?.options(command);
  const own = [...options].filter(([name]) => !global.has(name));
  const rest = [...options].filter(([name]) => global.has(name));
  return { options: new Map([...own, ...rest, ...Object.entries(always())]), positionals };
}
