import type { Language } from '../model/language.ts';

export const LANGUAGES = ['en', 'zh-CN'] as const satisfies readonly Language[];

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

const TRADITIONAL = new Set(['tw', 'hk', 'mo', 'hant']);
