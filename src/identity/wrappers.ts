import { assign, baseName, type Invocation } from './invocation.ts';
import { readScript } from './script.ts';
import type { Word } from './word.ts';

/** What stands inside a wrapper: one command line, several candidates (a script), or nothing that can be read. */
export type Unwrapped =
  | { state: 'plain' }
  | { state: 'inside'; candidates: Invocation[] }
  | { state: 'hidden' };

const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash']);
/**
 * Programs that run the rest of their words as a command, unchanged: the options of theirs that take a value, how many
 * operands stand before the command, and whether they stay and wait for it. Sources: their man pages.
 */
const PREFIXES: Record<string, { valued?: readonly string[]; operands?: number; stays?: true }> = {
  exec: { valued: ['-a'] },
  command: {},
  builtin: {},
  nohup: {},
  setsid: {},
  time: { valued: ['-f', '-o', '--format', '--output'], stays: true },
  nice: { valued: ['-n', '--adjustment'] },
  ionice: { valued: ['-c', '-n', '--class', '--classdata'] },
  chrt: { operands: 1 },
  taskset: { operands: 1 },
  stdbuf: { valued: ['-i', '-o', '-e'] },
  timeout: { valued: ['-k', '-s', '--kill-after', '--signal'], operands: 1, stays: true },
  caffeinate: { valued: ['-t', '-w'], stays: true },
  arch: {},
  'systemd-cat': { valued: ['-t', '-p', '-P'] },
  'dbus-run-session': { stays: true },
  flock: { valued: ['-w', '-E', '--timeout', '--wait', '--conflict-exit-code'], operands: 1, stays: true },
};

/** Programs of the same kind that are not looked through, and that the command takes the place of: they do not stay. */
const REPLACED = new Set([
  'aws-vault',
  'chamber',
  'chpst',
  'chroot',
  'direnv',
  'envdir',
  'gosu',
  'numactl',
  'prlimit',
  's6-setuidgid',
  'setpriv',
  'setuidgid',
  'softlimit',
  'su-exec',
]);

export const isReplaced = (program: Word | undefined): boolean => REPLACED.has(baseName(program?.text ?? ''));

/** Looks one layer into a command line. Never guesses: what it cannot read is `hidden`. */
export function unwrap(invocation: Invocation): Unwrapped {
  const { words } = invocation;
  const program = words[0];
  if (!program) return { state: 'plain' };
  const name = baseName(program.text);
  if (name === 'env') return unwrapEnv(invocation);
  if (SHELLS.has(name)) return unwrapShell(invocation);
  if (name === 'osascript') return unwrapOsascript(invocation);
  const prefix = Object.hasOwn(PREFIXES, name) ? PREFIXES[name] : undefined;
  if (!prefix) return { state: 'plain' };

  let at = skipOptions(words, 1, prefix.valued ?? []);
  at += prefix.operands ?? 0;
  const wrapper = invocation.wrapper ?? (prefix.stays ? program : null);
  return { state: 'inside', candidates: [{ ...invocation, words: words.slice(at), wrapper }] };
}

/** Index of the first word from `at` on that is neither an option nor an option's value; `--` ends the options. */
function skipOptions(words: readonly Word[], from: number, valued: readonly string[]): number {
  let at = from;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (text === '--') return at + 1;
    if (!text.startsWith('-') || text === '-') return at;
    if (valued.includes(text)) at++;
  }
  return at;
}

/** env(1): `-i` empties, `-u NAME` removes, `-S STRING` splits, then assignments, then the command. */
function unwrapEnv(invocation: Invocation): Unwrapped {
  const { words, environment } = invocation;
  const inner = new Map(environment);
  let at = 1;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (text === '--') {
      at++;
      break;
    }
    if (text === '-i' || text === '-' || text === '--ignore-environment') inner.clear();
    else if (text === '-u' || text === '-C' || text === '--chdir' || text === '--unset') {
      const operand = words[++at]?.text;
      if (operand !== undefined && (text === '-u' || text === '--unset')) inner.delete(operand);
    } else if (/^(-u.|--unset=)/.test(text)) inner.delete(text.replace(/^(-u|--unset=)/, ''));
    else if (text.startsWith('-S') || text.startsWith('--split-string')) return { state: 'hidden' };
    else if (!text.startsWith('-')) break;
  }
  const candidate = { ...invocation, words: assign(words.slice(at), inner), environment: inner };
  return { state: 'inside', candidates: [candidate] };
}

/** `sh -c STRING`, `bash -lc STRING`: every simple command in the string. A script *file* hides what it does. */
function unwrapShell(invocation: Invocation): Unwrapped {
  const { words } = invocation;
  let at = 1;
  let inline = false;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (!/^[-+]./.test(text) || text === '--') break;
    if (text.startsWith('--')) continue;
    if (text.includes('c')) inline = true;
    if (/^[-+]\w*[oO]$/.test(text)) at++;
  }
  const script = words[at];
  if (!inline || !script) return { state: 'hidden' };
  const candidates = readScript(script, script.text, (offset) => offset, invocation, words[0]);
  return { state: 'inside', candidates };
}

/**
 * osascript(1) as newer gateways use it: a JavaScript or AppleScript text in which a string literal holds the shell
 * command. Each literal is a candidate.
 */
function unwrapOsascript(invocation: Invocation): Unwrapped {
  const { words } = invocation;
  const candidates: Invocation[] = [];
  words.forEach((word, index) => {
    if (words[index - 1]?.text !== '-e') return;
    for (const literal of word.text.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/gs)) {
      const { text, offsets } = unescapeLiteral(literal[1] ?? literal[2] ?? '', (literal.index ?? 0) + 1);
      candidates.push(...readScript(word, text, (offset) => offsets[offset] ?? 0, invocation));
    }
  });
  return candidates.length > 0 ? { state: 'inside', candidates } : { state: 'hidden' };
}

/** Undoes the backslashes of a string literal; `offsets[i]` is where character `i` of the result stands. */
function unescapeLiteral(body: string, start: number): { text: string; offsets: number[] } {
  let text = '';
  const offsets: number[] = [];
  for (let at = 0; at < body.length; at++) {
    offsets.push(start + at);
    const escaped = body[at] === '\\';
    if (escaped) at++;
    const c = body[at] ?? '';
    text += (escaped ? { n: '\n', t: '\t', r: '\r' }[c] : undefined) ?? c;
  }
  offsets.push(start + body.length);
  return { text, offsets };
}
