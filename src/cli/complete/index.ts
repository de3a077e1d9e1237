import { speak } from '../../texts/tr.ts';
import { spokenIn } from '../language.ts';
import { type Completion, complete } from './complete.ts';
import { namesOf } from './names.ts';

/**
 * `unitpin __complete WORD…`, which the shells' scripts (completions/) ask at each Tab: a line for each word that could
 * stand there, a tab, and what it is; or `:files` or `:folders`. What cannot be found out is nothing: nobody wants a
 * message in the middle of a line.
 */
export async function completionLines(words: readonly string[]): Promise<string> {
  let found: Completion;
  try {
    await speak(spokenIn(words));
    found = await complete(words, namesOf(words));
  } catch {
    return '';
  }
  if (typeof found === 'string') return `:${found}\n`;
  return found
    .filter(({ word }) => !MORE_THAN_A_WORD.test(word))
    .map(({ word, about }) => `${word}\t${printable(about)}\n`)
    .join('');
}

/**
 * Names of files may hold anything; bash puts them into the line as they are, and would run a `$(…)` in one. systemd and
 * launchd load nothing that is called so.
 */
const MORE_THAN_A_WORD = /[\s\p{Cc}\p{Cf}"'`$&|;<>(){}*?!#\\~]|\[|\]/u;

/** This goes to a terminal. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '');
