import type { ExecStart } from '../model/definition.ts';
import { execWord } from './quote.ts';

/**
 * An ExecStart= value with some words changed, the others byte for byte as they were: their quoting, `%h` and `$VAR`
 * stay. `changes` tells what comes in the place of the word with an index.
 */
export function spliceExec(execStart: ExecStart, changes: ReadonlyMap<number, readonly string[]>): string {
  let value = execStart.value;
  for (const [index, words] of [...changes].sort(([a], [b]) => b - a)) {
    const old = execStart.words[index];
    if (!old) continue;
    const raw = value.slice(old.start, old.end);
    const encoded = words.map((word) =>
      word === old.text ? raw : execWord(word, { specifiers: 'keep', variables: 'keep' }),
    );
    const start = encoded.length > 0 ? old.start : blankBefore(value, old.start);
    value = value.slice(0, start) + encoded.join(' ') + value.slice(old.end);
  }
  return value;
}

/** The blanks before a word that goes away go with it. */
function blankBefore(value: string, at: number): number {
  let start = at;
  while (start > 0 && ' \t'.includes(value[start - 1] ?? '')) start--;
  return start;
}
