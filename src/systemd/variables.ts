import type { Environment } from '../model/definition.ts';
import { extractWords } from './words.ts';

/** The value of a variable; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

/**
 * Puts environment variables into a command as systemd does when it starts it (`replace_env_argv()`; systemd.service(5),
 * "Command lines"): a word `$FOO` becomes the words of its value (none when unset), `${FOO}` inside a word its value as
 * it is, `$$` a dollar sign. Not for commands with the `:` prefix.
 */
export function expandVariables(argv: readonly string[], environment: Environment): string[] {
  const lookup: Lookup = (name) => environment.get(name)?.value;
  return argv.flatMap((word) => {
    if (!word.startsWith('$') || word[1] === '{' || word[1] === '$') return [replaceVariables(word, lookup)];
    return extractWords(lookup(word.slice(1)) ?? '', 'split').words.map(({ text }) => text);
  });
}

/**
 * Replaces variables inside a text (`replace_env()`). By default only `${FOO}` and `$$`; `extended`, for environment.d(5),
 * also `$FOO`, `${FOO:-default}` and `${FOO:+alternative}`.
 */
export function replaceVariables(text: string, lookup: Lookup, extended = false): string {
  let result = '';
  let state: 'text' | 'dollar' | 'name' | 'test' | 'default' | 'alternative' = 'text';
  /** Where the text begins that `result` does not hold yet. */
  let from = 0;
  let colon = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (state === 'text') {
      if (c === '$') state = 'dollar';
    } else if (state === 'dollar') {
      state = 'text';
      if (c === '{') {
        result += text.slice(from, i - 1);
        from = i - 1;
        state = 'name';
        depth++;
      } else if (c === '$') {
        result += text.slice(from, i);
        from = i + 1;
      } else if (extended && /[A-Za-z0-9_]/.test(c ?? '')) {
        const name = /^[A-Za-z0-9_]+/.exec(text.slice(i))?.[0] ?? '';
        result += text.slice(from, i - 1) + (lookup(name) ?? '');
        i += name.length - 1;
        from = i + 1;
      }
    } else if (state === 'name') {
      if (c === '}') {
        result += lookup(text.slice(from + 2, i)) ?? '';
        from = i + 1;
        state = 'text';
        depth--;
      } else if (c === ':') {
        colon = i;
        state = extended ? 'test' : 'text';
      }
    } else if (state === 'test') {
      state = c === '-' ? 'default' : c === '+' ? 'alternative' : 'text';
    } else if (c === '{') {
      depth++;
    } else if (c === '}' && --depth === 0) {
      const value = lookup(text.slice(from + 2, colon));
      const other = (): string => replaceVariables(text.slice(colon + 2, i), lookup, extended);
      if (state === 'default') result += value ?? other();
      else if (value !== undefined) result += other();
      from = i + 1;
      state = 'text';
    }
  }
  return result + text.slice(from);
}
