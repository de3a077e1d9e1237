import type { Language } from '../model/language.ts';
import type { HtmlTexts } from '../report/html/texts/en.ts';

/** What the HTML reports say in a language. */
export const htmlTexts = async (language: Language): Promise<HtmlTexts> =>
  language === 'zh-CN'
    ? (await import('../report/html/texts/zh-CN.ts')).zhCN
    : (await import('../report/html/texts/en.ts')).en;
