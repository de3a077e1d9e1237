import type { Language } from '../model/language.ts';
import type { English } from './zh-CN/index.ts';

/** What stands for the names in braces of a text. */
type Facts<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string | number | boolean | null | undefined> & Facts<Rest>
  : unknown;

/** A language other than English, in which a text is its own. */
interface Spoken {
  language: Language;
  texts: Readonly<Record<English, string>>;
  /** Puts facts into a text. */
  fill: (text: string, facts: Readonly<Record<string, unknown>>) => string;
}

let spoken: Spoken | null = null;

/**
 * From now on everything is said in this language. A process speaks one language at a time: the command line says it once,
 * before it runs. Only who reads Chinese loads it.
 */
export async function speak(language: Language): Promise<void> {
  if (language === 'en') spoken = null;
  else {
    const { zhCN, fill } = await import('./zh-CN/index.ts');
    spoken = { language, texts: zhCN, fill };
  }
}

/** For what has catalogues of its own. */
export const spokenLanguage = (): Language => spoken?.language ?? 'en';

/**
 * A text in the language that was chosen, with its facts: `tr('no such option: {name}', { name })`. A text that no catalogue
 * has is a type error.
 */
export function tr<Text extends English>(
  english: Text,
  ...[facts]: unknown extends Facts<Text> ? [] : [Facts<Text>]
): string {
  const { texts, fill } = spoken ?? ENGLISH;
  const text = texts?.[english] ?? english;
  return facts === undefined ? text : fill(text, facts as Readonly<Record<string, unknown>>);
}

const ENGLISH = {
  texts: null,
  fill: (text: string, facts: Readonly<Record<string, unknown>>): string =>
    text.replace(/\{(\w+)\}/g, (written, name: string) => (name in facts ? String(facts[name]) : written)),
};

export type { English };
