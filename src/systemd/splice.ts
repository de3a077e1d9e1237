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
    const encoded = encodeWords(execStart, index, words);
    const start = encoded.length > 0 ? old.start : blankBefore(value, old.start);
    value = value.slice(0, start) + encoded.join(' ') + value.slice(old.end);
  }
  return value;
}

/** What stands for the word with this index afterwards, in systemd's syntax; where it stays, as it was written. */
export function encodeWords({ value, words }: ExecStart, index: number, wanted: readonly string[]): string[] {
  const old = words[index];
  return wanted.map((word) =>
    word === old?.text
      ? value.slice(old.start, old.end)
      : execWord(word, { specifiers: 'keep', variables: 'keep' }),
  );
}

/** The blanks before a word that goes away go with it. */
function blankBefore(value: string, at: number): number {
  let start = at;
  while (start > 0 && ' \t'.includes(value[start - 1] ?? '')) start--;
  return start;
}
