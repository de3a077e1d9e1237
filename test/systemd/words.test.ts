import { describe, expect, it } from 'vitest';
import { extractWords, type WordMode } from '../../src/systemd/words.ts';

/** Words as `text@start-end`, `!` where they are no clean UTF-8; problems as `message@offset`. */
const split = (value: string, mode: WordMode = 'exec') => {
  const { words, problems } = extractWords(value, mode);
  return [
    words.map(({ text, start, end, clean }) => `${text}@${start}-${end}${clean ? '' : '!'}`),
    problems.map(({ message, at }) => `${message}@${at}`),
  ];
};

describe('words', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['  \t ', []],
    ['a b', ['a@0-1', 'b@2-3']],
    [' a\t\n b ', ['a@1-2', 'b@5-6']],
    ['"a b" c', ['a b@0-5', 'c@6-7']],
    [`a"b c"'d "e'f`, ['ab cd "ef@0-13']],
    ['"" x', ['@0-2', 'x@3-4']],
    [`'a\\'b'`, ["a'b@0-6"]],
    ['a\u00a0b', ['a\u00a0b@0-3']],
    ['a\\ b', ['a\\ b@0-4']],
  ])('%j', (value, words) => {
    expect(split(value)[0]).toEqual(words);
  });
});

describe('escapes', () => {
  it.each<[string, string[]]>([
    ['\\a\\b\\f\\n\\r\\t\\v\\\\\\"\\\'\\s', ['\x07\b\f\n\r\t\v\\"\' @0-22']],
    ['\\x41\\101\\u0041\\U00000041', ['AAAA@0-24']],
    ['\\xc3\\xa9 \\303\\251 \\u00e9', ['é@0-8', 'é@9-17', 'é@18-24']],
    ['\\xf0\\x9f\\x98\\x80', ['😀@0-16']],
    ['\\U0001f600', ['😀@0-10']],
    ['x\\xffy', ['x\ufffdy@0-6!']],
    ['\\xc3é', ['\ufffdé@0-5!']],
    ['\\ud83d\\ude00', ['\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd@0-12!']],
    ['\\ufffe', ['\ufffe@0-6!']],
  ])('%j', (value, words) => {
    expect(split(value)).toEqual([words, []]);
  });

  it.each<[string, string[], string[]]>([
    ['\\q x', ['\\q@0-2', 'x@3-4'], ['Unknown escape sequence \\q@0']],
    ['a\\x00', ['a\\x00@0-5'], ['Unknown escape sequence \\x@1']],
    [
      '\\x4g \\000 \\400 \\u12',
      ['\\x4g@0-4', '\\000@5-9', '\\400@10-14', '\\u12@15-19'],
      [
        'Unknown escape sequence \\x@0',
        'Unknown escape sequence \\0@5',
        'Unknown escape sequence \\4@10',
        'Unknown escape sequence \\u@15',
      ],
    ],
    ['\\U0010ffff', ['\\U0010ffff@0-10'], ['Unknown escape sequence \\U@0']],
    // Known ones in the same word still count.
    ['\\q\\t', ['\\q\t@0-4'], ['Unknown escape sequence \\q@0']],
    ['a\\', ['a\\@0-2'], ['Unknown escape sequence \\@1']],
    ['\\😀', ['\\😀@0-3'], ['Unknown escape sequence \\😀@0']],
  ])('%j is kept in a command', (value, words, problems) => {
    expect(split(value)).toEqual([words, problems]);
  });

  it.each(['A=1 \\q B=2', 'A=1 \\x00', 'A=1 b\\'])('%j ends an environment', (value) => {
    const [words, problems] = split(value, 'environment');
    expect(words).toEqual(['A=1@0-3']);
    expect(problems).toHaveLength(1);
  });
});

describe('open quotes', () => {
  it.each<[WordMode, string[], string[]]>([
    ['exec', ['a@0-1'], ['Unbalanced quoting@2']],
    ['environment', ['a@0-1'], ['Unbalanced quoting@2']],
    ['names', ['a@0-1'], ['Unbalanced quoting@2']],
    ['split', ['a@0-1', 'b c@2-6'], []],
  ])('%s', (mode, words, problems) => {
    expect(split('a "b c', mode)).toEqual([words, problems]);
  });

  it('matter more than an escape', () => {
    expect(split('"a\\')).toEqual([[], ['Unbalanced quoting@0']]);
    expect(split('"\\q')).toEqual([[], ['Unbalanced quoting@0']]);
  });
});

it('takes backslashes away without meaning where there are no escapes', () => {
  expect(split('a\\nb\\ c', 'split')).toEqual([['anb c@0-7'], []]);
});

// Less than a tenth of this; what is quadratic takes minutes.
it('takes time linear in the value', { timeout: 20_000 }, () => {
  expect(extractWords('a "b" \\n '.repeat(300_000), 'exec').words).toHaveLength(900_000);
});
