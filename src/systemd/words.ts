import { isUtf8 } from 'node:buffer';
import { isBlank, isClean } from './encoding.ts';
import { unescapeOne } from './unescape.ts';

/** One word of a value. */
export interface Word {
  /** Quotes taken away and escapes decoded; specifiers and variables as written. */
  text: string;
  /** Offsets of the raw word in the value, its quotes included. */
  start: number;
  end: number;
  /** False when its escapes make no clean UTF-8 (`\xff`); `text` then holds U+FFFD. */
  clean: boolean;
}

/** Something wrong in a value. `at` is an offset in it. */
export interface ValueProblem {
  message: string;
  at: number;
}

/**
 * How a setting's value is taken apart.
 * - `exec`: C escapes; an unknown one is kept as written, with a problem.
 * - `environment`: C escapes; an unknown one, or an open quote, drops the rest of the value.
 * - `names`: a backslash only takes its meaning from the next character (`PassEnvironment=`).
 * - `split`: as `names`, and an open quote ends with the value (a `$VAR` at start time).
 */
export type WordMode = 'exec' | 'environment' | 'names' | 'split';

export interface NextWord {
  /** Null: no word is left, or it cannot be read. */
  word: Word | null;
  /** Offset of what follows the word and its blanks; the value's length at the end. */
  next: number;
  problem: ValueProblem | null;
  /** The quote is never closed, or (`environment`) an escape is unknown: there is no way to go on. */
  stuck: boolean;
}

interface Scan {
  word: Word | null;
  next: number;
  /** Where an unknown escape or the open quote stands. */
  bad: { kind: 'escape' | 'quote'; at: number } | null;
}

/** Takes the word at `from` (systemd's `extract_first_word()` and, for `exec`, `…_and_warn()`). */
export function nextWord(value: string, from: number, mode: WordMode): NextWord {
  const strict = scan(value, from, mode, false);
  if (!strict.bad) return { word: strict.word, next: strict.next, problem: null, stuck: false };
  let { bad } = strict;
  if (mode === 'exec') {
    // As systemd: again, now keeping what it does not know. Only an open quote is an error then.
    const { word, next, bad: still } = scan(value, from, mode, true);
    if (!still) return { word, next, problem: escapeProblem(value, bad.at), stuck: false };
    bad = still;
  }
  const problem =
    bad.kind === 'quote' ? { message: 'Unbalanced quoting', at: bad.at } : escapeProblem(value, bad.at);
  return { word: null, next: value.length, problem, stuck: true };
}

/** All words of a value up to the first that cannot be read. */
export function extractWords(value: string, mode: WordMode): { words: Word[]; problems: ValueProblem[] } {
  const words: Word[] = [];
  const problems: ValueProblem[] = [];
  for (let from = 0; from < value.length; ) {
    const { word, next, problem } = nextWord(value, from, mode);
    if (problem) problems.push(problem);
    if (!word) break;
    words.push(word);
    from = next;
  }
  return { words, problems };
}

function escapeProblem(value: string, at: number): ValueProblem {
  const letter = /^[^\x00-\x1f\x7f]/u.exec(value.slice(at + 1, at + 3))?.[0] ?? '';
  return { message: `Unknown escape sequence \\${letter}`, at };
}

/** The first offset from `at` on that is no blank. */
export function skipBlanks(value: string, at: number): number {
  let next = at;
  while (next < value.length && isBlank(value.charCodeAt(next))) next++;
  return next;
}

/** A whole word without quotes and backslashes, as most are. */
const PLAIN = /[^ \t\n\r'"\\]+(?=[ \t\n\r]|$)/y;
const UNQUOTED = /[^ \t\n\r'"\\]+/y;
const IN_DOUBLE = /[^"\\]+/y;
const IN_SINGLE = /[^'\\]+/y;
const DOUBLE = 34;
const BACKSLASH = 92;

function scan(value: string, from: number, mode: WordMode, relaxed: boolean): Scan {
  let at = skipBlanks(value, from);
  if (at >= value.length) return { word: null, next: value.length, bad: null };
  const start = at;
  PLAIN.lastIndex = at;
  const plain = PLAIN.exec(value)?.[0] ?? '';
  if (plain !== '') {
    const word = { text: plain, start, end: at + plain.length, clean: isClean(plain) };
    return { word, next: skipBlanks(value, word.end), bad: null };
  }
  const text = new TextBuilder();
  let quote = 0;
  let quoteAt = at;
  for (;;) {
    const ordinary = quote === 0 ? UNQUOTED : quote === DOUBLE ? IN_DOUBLE : IN_SINGLE;
    ordinary.lastIndex = at;
    const run = ordinary.exec(value)?.[0] ?? '';
    text.add(run);
    at += run.length;
    // What is not ordinary: a quote, a backslash, a blank outside quotes, or the end.
    if (at >= value.length || (quote === 0 && isBlank(value.charCodeAt(at)))) break;
    if (value.charCodeAt(at) !== BACKSLASH) {
      quote = quote === 0 ? value.charCodeAt(at) : 0;
      quoteAt = at++;
    } else {
      // A backslash at the end of an open quote: the quote is the error.
      const isLost = quote !== 0 && at + 1 >= value.length && mode !== 'split';
      if (isLost) return { word: null, next: at, bad: { kind: 'quote', at: quoteAt } };
      const length = addEscape(value, at, text, mode, relaxed);
      if (length === null) return { word: null, next: at, bad: { kind: 'escape', at } };
      at += length;
    }
  }
  if (quote !== 0 && mode !== 'split') return { word: null, next: at, bad: { kind: 'quote', at: quoteAt } };
  return { word: { ...text.done(), start, end: at }, next: skipBlanks(value, at), bad: null };
}

/** Adds what the backslash at `at` begins. Returns its length, or null when it may not stand there. */
function addEscape(
  value: string,
  at: number,
  text: TextBuilder,
  mode: WordMode,
  relaxed: boolean,
): number | null {
  if (at + 1 >= value.length) {
    if (relaxed) text.add('\\');
    return relaxed || mode === 'split' ? 1 : null;
  }
  const plain = String.fromCodePoint(value.codePointAt(at + 1) ?? 0);
  if (mode === 'names' || mode === 'split') {
    text.add(plain);
    return 1 + plain.length;
  }
  const known = unescapeOne(value, at + 1);
  if (!known) {
    if (!relaxed) return null;
    text.add(`\\${plain}`);
    return 1 + plain.length;
  }
  if ('byte' in known) text.addByte(known.byte);
  else text.addCharacter(known.character);
  return 1 + known.length;
}

/** Collects characters and bytes; bytes of 0x80 and above that follow each other are one stretch of UTF-8. */
class TextBuilder {
  readonly #parts: string[] = [];
  #bytes: number[] = [];
  #clean = true;

  add(characters: string): void {
    if (characters === '') return;
    this.#flush();
    this.#parts.push(characters);
  }

  addByte(byte: number): void {
    if (byte >= 0x80) this.#bytes.push(byte);
    else this.add(String.fromCharCode(byte));
  }

  /** Of half a surrogate pair (`\ud800`) systemd makes three bytes that are no UTF-8, also of two halves in a row. */
  addCharacter(character: string): void {
    const code = character.charCodeAt(0);
    if (character.length > 1 || code < 0xd800 || code > 0xdfff) this.add(character);
    else this.#bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }

  done(): { text: string; clean: boolean } {
    this.#flush();
    const text = this.#parts.join('');
    return { text, clean: this.#clean && isClean(text) };
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const bytes = Buffer.from(this.#bytes);
    if (!isUtf8(bytes)) this.#clean = false;
    this.#parts.push(bytes.toString('utf8'));
    this.#bytes = [];
  }
}
