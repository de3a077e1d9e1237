import { LOCALE } from './language.ts';
import type { GlobalOptions } from './options.ts';

/** A word for a command line that can be pasted into a shell. */
export const shellWord = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;

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
