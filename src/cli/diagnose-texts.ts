import { type DiagnoseTexts, en } from '../diagnose/texts/en/index.ts';
import type { Language } from '../model/language.ts';

/** What `diagnose` says in a language. Only who reads Chinese loads it. */
export const diagnoseTexts = async (language: Language): Promise<DiagnoseTexts> =>
  language === 'zh-CN' ? (await import('../diagnose/texts/zh-CN/index.ts')).zhCN : en;
