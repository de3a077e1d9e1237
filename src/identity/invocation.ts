import type { EnvironmentValue } from '../model/definition.ts';
import type { Word } from './word.ts';

/** A command line and the environment it runs in. */
export interface Invocation {
  words: Word[];
  environment: Map<string, EnvironmentValue>;
  /** Something that cannot be read from here (a sourced file) may have changed the environment. */
  tainted?: boolean;
  /** The outermost program around it that stays while it runs; the others are replaced by what they start. */
  wrapper?: Word | null;
  /** Behind a program nobody has told us about: it may be run in a container, say, where paths are other ones. */
  elsewhere?: boolean;
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

/** Takes leading assignments off the words and puts them into the environment. */
export function assign(words: readonly Word[], environment: Map<string, EnvironmentValue>): Word[] {
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] as Word;
    const match = ASSIGNMENT.exec(word.text);
    if (!match) break;
    setVariable(environment, match[1] as string, match[2] as string, word);
  }
  return words.slice(at);
}

function setVariable(
  environment: Map<string, EnvironmentValue>,
  name: string,
  value: string,
  word: Word,
): void {
  const location = word.location ?? { path: '', line: 1, column: 1 };
  environment.set(name, { value, origin: { kind: 'definition', location } });
}
