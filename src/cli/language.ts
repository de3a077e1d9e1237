import type { Language } from '../model/language.ts';
import { rawOption } from './raw-option.ts';

export const LANGUAGES = ['en', 'zh-CN'] as const satisfies readonly Language[];

/** Places and a script of traditional Chinese. */
const TRADITIONAL = new Set(['tw', 'hk', 'mo', 'hant']);

/**
 * The language to speak: the one asked for, else that of the locale of messages (locale(7): the first of `LC_ALL`,
 * `LC_MESSAGES` and `LANG` that is not empty). Simplified Chinese for `zh`, unless it is a place or a script of the
 * traditional one; English for every other locale, `C` and `POSIX` included.
 */
export function languageOf(
  option: Language | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  if (option !== undefined) return option;
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const [language, ...rest] = (LC_ALL || LC_MESSAGES || LANG || 'C')
    .toLowerCase()
    .replace(/\..*?(?=@|$)/, '')
    .split(/[_@-]/);
  return language === 'zh' && !rest.some((one) => TRADITIONAL.has(one)) ? 'zh-CN' : 'en';
}

/** The language of whoever says nothing about it. */
export const LOCALE = languageOf(undefined, process.env);

/** Help, failures and completion are in it, too: it is known before anybody reads the command line. */
export function spokenIn(args: readonly string[]): Language {
  const word = rawOption(args, '--lang');
  return LANGUAGES.find((one) => one === word) ?? LOCALE;
}
