import { shellWord } from '../model/shell-word.ts';
import { LOCALE } from './language.ts';
import type { GlobalOptions } from './options.ts';

/** The command line that goes on from here: another command about the same host, home and profiles. */
export function again(command: string, options: Partial<GlobalOptions>): string {
  const valued = (['app', 'home', 'root', 'config', 'manager', 'scope', 'asUser'] as const).flatMap(
    (name) => {
      const value = options[name];
      const option = name === 'asUser' ? 'as-user' : name;
      return value === undefined ? [] : [`--${option}`, shellWord(value)];
    },
  );
  const profiles = (options.profile ?? []).flatMap((name) => ['--profile', shellWord(name)]);
  const { lang = LOCALE } = options;
  const language = lang === LOCALE ? [] : ['--lang', lang];
  const [verb = '', ...flags] = command.split(' ');
  return [
    'unitpin',
    verb,
    ...valued,
    ...profiles,
    ...(options.all ? ['--all'] : []),
    ...language,
    ...flags,
  ].join(' ');
}

/** What decides on a plan beside the options that all commands have. */
interface Making {
  out?: string | undefined;
  strategy?: string | undefined;
  force?: boolean;
  bin?: string | undefined;
  restart?: boolean;
  maxFailures?: string | undefined;
  enableLinger?: boolean;
}

/** The same `gen` or `apply` once more, to do what was looked at. */
export function makeAgain(command: string, options: Partial<GlobalOptions> & Making): string {
  const { out, strategy, force, bin, restart, maxFailures, enableLinger } = options;
  const flags = [
    ...(out === undefined ? [] : [`--out ${shellWord(out)}`]),
    ...(strategy === undefined ? [] : [`--strategy ${strategy}`]),
    ...(force ? ['--force'] : []),
    ...(bin === undefined ? [] : [`--bin ${shellWord(bin)}`]),
    ...(restart === false ? ['--no-restart'] : []),
    ...(maxFailures === undefined ? [] : [`--max-failures ${maxFailures}`]),
    ...(enableLinger ? ['--enable-linger'] : []),
  ];
  return again([command, ...flags].join(' '), options);
}
