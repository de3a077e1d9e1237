import { shellWord } from '../model/shell-word.ts';
import type { GlobalOptions } from './options.ts';

/** A command, but for those that are about no app; `/home/ann/unitpin demo` is none. */
const COMMAND = /(?<![/\w'-])unitpin (?!(?:rules|explain|completion)\b)[a-z]+\b/g;

/**
 * What is to be run next, about the same app, home and `unitpin.yaml` as the command that says so. For commands that are told
 * where nobody knows the command line; the others are made by `again`.
 */
export function carried(
  next: string,
  options: Partial<Pick<GlobalOptions, 'app' | 'home' | 'config'>>,
): string {
  const words = (['app', 'home', 'config'] as const).flatMap((name) => {
    const value = options[name];
    return value === undefined || next.includes(`--${name} `) ? [] : [`--${name}`, shellWord(value)];
  });
  return words.length === 0 ? next : next.replace(COMMAND, (command) => [command, ...words].join(' '));
}
