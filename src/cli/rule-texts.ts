import { en, type Texts } from '../audit/texts/en/index.ts';
import type { Language } from '../model/language.ts';

/** What the rules say in a language. Only who reads Chinese loads it. */
export async function ruleTexts(language: Language): Promise<Texts> {
  return language === 'zh-CN' ? (await import('../audit/texts/zh-CN/index.ts')).zhCN : en;
}
