/** A language that unitpin speaks. */
export type Language = 'en' | 'zh-CN';
