import type { Language } from '../model/language.ts';
import type { English } from './zh-CN/index.ts';

/** What stands for the names in braces of a text. */
type Facts<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string | number | boolean | null | undefined> & Facts<Rest>
  : unknown;

/** What is said in another language than English, in which the text is its own. */
let chosen: Readonly<Record<English, string>> | null = null;

/**
 * From now on everything is said in this language. A process speaks one language at a time: the command line says it once,
 * before it runs. Only who reads Chinese loads it.
 */
export async function speak(language: Language): Promise<void> {
  chosen = language === 'zh-CN' ? (await import('./zh-CN/index.ts')).zhCN : null;
}

/**
 * A text in the language that was chosen, with its facts: `tr('no such option: {name}', { name })`. A text that no catalogue
 * has is a type error.
 */
export function tr<Text extends English>(
  english: Text,
  ...[facts]: unknown extends Facts<Text> ? [] : [Facts<Text>]
): string {
  const text = chosen === null ? english : chosen[english];
  if (facts === undefined) return text;
  const known = facts as Readonly<Record<string, unknown>>;
  return text.replace(/\{(\w+)\}/g, (written, name: string) =>
    name in known ? String(known[name]) : written,
  );
}

export type { English };
