import { assign, baseName, type Invocation } from './invocation.ts';
import { splitShell } from './shell.ts';
import type { Word } from './word.ts';

/** Shells that the last command of a script takes the place of, without `exec`. Debian's dash is none of them. */
const takesItsPlace = (shell: Word | null): boolean => /^(?:bash|zsh|ksh)$/.test(baseName(shell?.text ?? ''));

/**
 * The simple commands of `script`, whose characters stand in `outer` at the offsets that `place` tells. `shell`: who
 * reads it, and is in the way then; null where that is the app's own business.
 */
export function readScript(
  outer: Word,
  script: string,
  place: (offset: number) => number,
  { environment, tainted: already = false, wrapper: around = null, elsewhere = false }: Invocation,
  shell: Word | null = null,
): Invocation[] {
  // What the shell knows, and what of it its children get (POSIX XCU 2.5.3, export).
  const known = new Map(environment);
  const exported = new Map(environment);
  let tainted = already;
  const invocations: Invocation[] = [];
  for (const command of splitShell(script, (name) => known.get(name)?.value)) {
    const base = outer.span?.start ?? 0;
    const words = command.map(
      (word): Word => ({
        text: word.text,
        index: outer.index,
        span: { start: base + place(word.start), end: base + place(word.end) },
        location: outer.location,
        dynamic: word.dynamic,
      }),
    );
    const [first, ...operands] = words;
    if (!first) continue;
    if (first.text === 'export') {
      assign(operands, known);
      for (const { text } of operands) {
        const value = known.get(text.replace(/=.*/s, ''));
        if (value) exported.set(text.replace(/=.*/s, ''), value);
      }
      continue;
    }
    if (first.text === 'unset') {
      for (const { text } of operands) for (const map of [known, exported]) map.delete(text);
      continue;
    }
    if (['.', 'source', 'eval'].includes(first.text)) {
      // The script of a virtual environment is known: it sets PATH and VIRTUAL_ENV.
      tainted ||= baseName(operands[0]?.text ?? '') !== 'activate';
      continue;
    }
    const inner = new Map(exported);
    const rest = assign(words, inner);
    if (rest.length > 0) {
      const isLast = script.slice(command.at(-1)?.end).trim() === '';
      const stays = rest[0]?.text !== 'exec' && !(isLast && takesItsPlace(shell));
      const wrapper = around ?? (stays ? shell : null);
      invocations.push({ words: rest, environment: inner, tainted, wrapper, elsewhere });
      continue;
    }
    assign(words, known);
    // A variable that was exported stays so.
    for (const [name, value] of exported) exported.set(name, known.get(name) ?? value);
  }
  return invocations;
}
