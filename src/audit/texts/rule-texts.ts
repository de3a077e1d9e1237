import type { Language } from '../../model/language.ts';
import { en, type Texts } from './en/index.ts';

/** What the rules say in a language. Only who reads Chinese loads it. */
export async function ruleTexts(language: Language): Promise<Texts> {
  return language === 'zh-CN' ? (await import('./zh-CN/index.ts')).zhCN : en;
}
