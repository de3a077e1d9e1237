import type { ProgramShape } from '../model/app.ts';
import type { Word } from './word.ts';

export interface Found {
  /** Index of the last word that names the program. */
  at: number;
  shape: ProgramShape;
}

export const endsWithPath = (path: string, tail: string): boolean =>
  path === tail || path.endsWith(`/${tail}`);

/** Options of interpreters that take the next word. */
const VALUED_OPTION = /^-[XWr]$/;
export const INTERPRETER = /(?:^|\/)(?:python|pypy|node|uv|ruby|perl)[\d.]*$/;

/** The program at the very start of the words, possibly behind its interpreter. */
export function findProgram(words: readonly Word[], shapes: readonly ProgramShape[]): Found | null {
  for (const shape of shapes) {
    for (let at = 0; at < words.length; at++) {
      const text = words[at]?.text ?? '';
      const before = words[at - 1]?.text;
      if (shape.file !== undefined && endsWithPath(text, shape.file)) {
        if (at === 0 || (INTERPRETER.test(words[0]?.text ?? '') && before !== '-m' && before !== '-c'))
          return { at, shape };
      }
      if (before === '-m' && text === shape.module) return { at, shape };
      if (
        before === '-c' &&
        INTERPRETER.test(words[0]?.text ?? '') &&
        shape.inline !== undefined &&
        text.includes(shape.inline)
      )
        return { at, shape };
      // The first word that is no option is the program: what follows are its arguments.
      if (at > 0 && !text.startsWith('-') && !VALUED_OPTION.test(before ?? '')) break;
    }
  }
  return null;
}
