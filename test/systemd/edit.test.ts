import { describe, expect, it } from 'vitest';
import type { ExecStart } from '../../src/model/definition.ts';
import { editUnit, type UnitEdit } from '../../src/systemd/edit.ts';
import { listValues, mergeFiles } from '../../src/systemd/effective.ts';
import { parseEnvironment } from '../../src/systemd/environment.ts';
import { addsUp } from '../../src/systemd/setting-kinds.ts';
import { parseUnit } from '../../src/systemd/syntax.ts';
import fc from '../support/fast-check.ts';
import { anyUnit } from './unit-texts.ts';

const PATH = '/u/a.service';
const plain = (text: string) => ({ ok: true as const, text, open: [] });
const read = (text: string | Buffer, path = PATH) => parseUnit(Buffer.from(text), path);

/** The text of a unit after edits. */
function edited(text: string, ...edits: UnitEdit[]): string {
  const unit = read(text);
  return (editUnit([unit], edits).get(PATH) ?? unit.bytes).toString('utf8');
}

const set = (key: string, value: string | null, section = 'Service'): UnitEdit => ({
  kind: 'setting',
  section,
  key,
  value,
});
const variable = (name: string, value: string | null): UnitEdit => ({ kind: 'environment', name, value });

function execStartOf(files: readonly ReturnType<typeof read>[]): ExecStart {
  const [fragment, ...dropIns] = files;
  const [first] = mergeFiles(fragment!, dropIns, plain).commands;
  const { assignment, command } = first!;
  return { value: assignment.value, words: command.words, prefixes: [], location: assignment.location };
}
const command = (text: string, changes: Record<number, string[]>): UnitEdit => ({
  kind: 'command',
  execStart: execStartOf([read(text)]),
  changes: new Map(Object.entries(changes).map(([index, words]) => [Number(index), words])),
});

describe('a setting', () => {
  it.each([
    [
      'its value',
      '[Service]\nRestart = no # not a comment\n',
      set('Restart', 'always'),
      '[Service]\nRestart = always\n',
    ],
    [
      'CRLF',
      '[Service]\r\nA=b\r\nRestart=no\r\n',
      set('Restart', 'always'),
      '[Service]\r\nA=b\r\nRestart=always\r\n',
    ],
    ['no line end', '[Service]\nRestart=no', set('Restart', 'always'), '[Service]\nRestart=always'],
    [
      'the last of several',
      '[Service]\nRestart=a\nRestart=b\n',
      set('Restart', 'c'),
      '[Service]\nRestart=a\nRestart=c\n',
    ],
    [
      'an empty one',
      '[Service]\nRestart=a\nRestart=\n',
      set('Restart', 'c'),
      '[Service]\nRestart=a\nRestart=c\n',
    ],
    [
      'continued lines',
      '[Unit]\nAfter=a \\\n# c\n  b\nX=1\n',
      set('After', 'z', 'Unit'),
      '[Unit]\nAfter=z\nX=1\n',
    ],
    [
      'continued into nothing',
      '[Unit]\nAfter=a \\\n\nX=1\n',
      set('After', 'z', 'Unit'),
      '[Unit]\nAfter=z \\\n\nX=1\n',
    ],
    ['a list', '[Unit]\nAfter=a\nX=1\nAfter=b\n', set('After', 'z', 'Unit'), '[Unit]\nX=1\nAfter=z\n'],
    [
      'a list that is reset',
      '[Service]\nExecStop=a\nExecStop=\n',
      set('ExecStop', 'z'),
      '[Service]\nExecStop=a\nExecStop=\nExecStop=z\n',
    ],
    [
      'in another section',
      '[Unit]\nRestart=x\n[Service]\n',
      set('Restart', 'no'),
      '[Unit]\nRestart=x\n[Service]\nRestart=no\n',
    ],
    [
      'added below its section',
      '[Service]\nA=1\n\n# end\n[Install]\nB=2\n',
      set('C', '3'),
      '[Service]\nA=1\nC=3\n\n# end\n[Install]\nB=2\n',
    ],
    [
      'added to the last of two sections',
      '[Service]\nA=1\n[Unit]\n[Service]\n',
      set('C', '3'),
      '[Service]\nA=1\n[Unit]\n[Service]\nC=3\n',
    ],
    ['added without a line end', '[Service]\nA=1', set('C', '3'), '[Service]\nA=1\nC=3\n'],
    ['added behind a line that goes on', '[Service]\nA=1 \\', set('C', '3'), '[Service]\nA=1 \\\n\nC=3\n'],
    [
      'added behind a comment in one that goes on',
      '[Service]\nA=1 \\\n# x\n',
      set('C', '3'),
      '[Service]\nA=1 \\\n# x\n\nC=3\n',
    ],
    [
      'a section added',
      '[Service]\r\nA=1\r\n',
      set('C', '3', 'Unit'),
      '[Service]\r\nA=1\r\n\r\n[Unit]\r\nC=3\r\n',
    ],
    ['a section added to nothing', '', set('C', '3', 'Unit'), '[Unit]\nC=3\n'],
    [
      'set by another key later on',
      '[Service]\nTimeoutStopSec=1\nTimeoutSec=2\nX=1\n',
      set('TimeoutStopSec', '70'),
      '[Service]\nTimeoutStopSec=1\nTimeoutSec=2\nTimeoutStopSec=70\nX=1\n',
    ],
    ['removed', '[Service]\nA=1 \\\n 2\n# stays\nA=3\nB=4\n', set('A', null), '[Service]\n# stays\nB=4\n'],
    ['removed, and not there', '[Service]\nA=1\n', set('B', null), '[Service]\nA=1\n'],
    [
      'behind letters of several bytes',
      '\ufeff[Service]\nA=äöü😀 # x\n',
      set('A', 'é'),
      '\ufeff[Service]\nA=é\n',
    ],
    [
      'on the line with the byte order mark',
      '[Service]\n\ufeffA=ä\n',
      set('A', 'é'),
      '[Service]\n\ufeffA=é\n',
    ],
  ])('%s', (_, text, edit, expected) => expect(edited(text, edit)).toBe(expected));

  it('is no more than a line', () => {
    for (const value of ['a\nb', 'a\\'])
      expect(() => edited('[Service]\n', set('A', value))).toThrow(/more than one line/);
  });
});

describe('a variable', () => {
  it.each([
    [
      'its item',
      `[Service]\nEnvironment=A=1 "B=2 3" 'C=4'\n`,
      variable('B', 'x'),
      `[Service]\nEnvironment=A=1 B=x 'C=4'\n`,
    ],
    [
      'a value that needs quotes',
      '[Service]\nEnvironment=A=1\n',
      variable('A', 'a "b" 5%'),
      '[Service]\nEnvironment="A=a \\"b\\" 5%%"\n',
    ],
    [
      'the item that counts',
      '[Service]\nEnvironment=A=1\nEnvironment=A=2\n',
      variable('A', '3'),
      '[Service]\nEnvironment=A=1\nEnvironment=A=3\n',
    ],
    [
      'added below the others',
      '[Service]\nEnvironment=A=1\nX=1\n',
      variable('B', '2'),
      '[Service]\nEnvironment=A=1\nEnvironment=B=2\nX=1\n',
    ],
    [
      'added below a reset',
      '[Service]\nEnvironment=B=1\nEnvironment=\nX=1\n',
      variable('B', '2'),
      '[Service]\nEnvironment=B=1\nEnvironment=\nEnvironment=B=2\nX=1\n',
    ],
    ['added to none', '[Service]\nX=1\n', variable('B', '2'), '[Service]\nX=1\nEnvironment=B=2\n'],
    [
      'removed, every one of it',
      '[Service]\nEnvironment=A=1 B=2\nEnvironment=B=3\nX=1\n',
      variable('B', null),
      '[Service]\nEnvironment=A=1\nX=1\n',
    ],
    [
      'the first removed',
      '[Service]\nEnvironment=A=1 \\\n  B=2\n',
      variable('A', null),
      '[Service]\nEnvironment=B=2\n',
    ],
    [
      'two removed',
      '[Service]\nEnvironment=B=1 B=2 C=3\n',
      variable('B', null),
      '[Service]\nEnvironment= C=3\n',
    ],
    [
      'a name that begins alike',
      '[Service]\nEnvironment=AB=1\n',
      variable('A', '2'),
      '[Service]\nEnvironment=AB=1\nEnvironment=A=2\n',
    ],
  ])('%s', (_, text, edit, expected) => expect(edited(text, edit)).toBe(expected));
});

describe('the command', () => {
  it.each([
    [
      'a word inserted',
      '[Service]\nExecStart=-/a  "b c" \\\n   $D\n',
      { 0: ['/a', '-p', 'x'] },
      '[Service]\nExecStart=-/a -p x  "b c" \\\n   $D\n',
    ],
    [
      'a word removed with its line',
      '[Service]\nExecStart=/a b \\\n   --c \\\n   d\n',
      { 2: [] },
      '[Service]\nExecStart=/a b \\\n   d\n',
    ],
    [
      'the last word removed',
      '[Service]\nExecStart=/a b \\\n   --c\nX=1\n',
      { 2: [] },
      '[Service]\nExecStart=/a b\nX=1\n',
    ],
    [
      'a word removed below a comment',
      '[Service]\nExecStart=/a b \\\n# why\n   --c\nX=1\n',
      { 2: [] },
      '[Service]\nExecStart=/a b \\\n# why\n\nX=1\n',
    ],
    [
      'neighbours changed',
      '[Service]\nExecStart=/a b c d\n',
      { 1: ['b', 'x y'], 2: [], 3: ['e'] },
      '[Service]\nExecStart=/a b "x y" e\n',
    ],
    [
      'behind several bytes',
      '[Service]\r\nExecStart=/ä 😀 "c"\r\n',
      { 1: ['ß'] },
      '[Service]\r\nExecStart=/ä "ß" "c"\r\n',
    ],
  ])('%s', (_, text, changes, expected) => {
    const result = edited(text, command(text, changes as Record<number, string[]>));
    expect(result).toBe(expected);
  });

  it('is edited before the rest, whose places it would move', () => {
    const text = '[Service]\nX=1\nExecStart=/a b\n';
    expect(edited(text, set('X', null), variable('A', '1'), command(text, { 1: ['c'] }))).toBe(
      '[Service]\nExecStart=/a c\nEnvironment=A=1\n',
    );
  });
});

it('edits the file that decides', () => {
  const files = [
    read('[Service]\nRestart=a\nEnvironment=A=1 B=1\n'),
    read('[Service]\nRestart=b\nEnvironment=A=2\n', '/u/a.service.d/x.conf'),
  ];
  const result = editUnit(files, [
    set('Restart', 'c'),
    set('Y', '1'),
    variable('B', '2'),
    variable('A', '3'),
  ]);
  expect(Object.fromEntries([...result].map(([path, bytes]) => [path, bytes.toString('utf8')]))).toEqual({
    [PATH]: '[Service]\nRestart=a\nEnvironment=A=1 B=2\nY=1\n',
    '/u/a.service.d/x.conf': '[Service]\nRestart=c\nEnvironment=A=3\n',
  });
  expect(editUnit(files, [set('Restart', 'b'), set('Z', null)]).size).toBe(0);
});

describe('whatever the unit', () => {
  const KEYS = ['Restart', 'After', 'Environment', 'ExecStart', 'ExecStop', 'Nice'];
  const effectOf = (files: readonly ReturnType<typeof read>[], section: string, key: string): string[] => {
    const all = files.flatMap(({ assignments }) => assignments);
    const values = listValues(all, section, key).map(({ value }) => value);
    return addsUp(key) ? values : values.slice(-1);
  };
  const others = (files: readonly ReturnType<typeof read>[], key: string) =>
    files.flatMap(({ assignments, problems, sections }) => [
      ...assignments.filter((one) => one.key !== key).map((one) => `${one.section}.${one.key}=${one.value}`),
      ...problems.map(({ message }) => message),
      ...sections.map(({ name }) => name),
    ]);
  /** The lines that are no part of an assignment of this key. */
  const rest = ({ text, assignments }: ReturnType<typeof read>, key: string): string[] => {
    const own = new Set(
      assignments
        .filter((one) => one.key === key)
        .flatMap(({ lines }) =>
          Array.from({ length: lines.last - lines.first + 1 }, (_, at) => lines.first + at),
        ),
    );
    return text.split(/\r\n|\n/).filter((line, index) => !own.has(index + 1) && line !== '');
  };
  const sections = fc.constantFrom('Unit', 'Service', 'Install');

  it('a setting has the value, and every other line is as it was', () => {
    fc.assert(
      fc.property(
        fc.array(anyUnit, { minLength: 1, maxLength: 3 }),
        sections,
        fc.constantFrom(...KEYS),
        fc.constantFrom('x', 'a "b', '%h/é', null),
        (texts, section, key, value) => {
          const files = texts.map((text, index) =>
            read(text, index === 0 ? PATH : `/u/a.service.d/${index}.conf`),
          );
          const made = editUnit(files, [set(key, value, section)]);
          const after = files.map((one) => read(made.get(one.path) ?? one.bytes, one.path));
          expect(effectOf(after, section, key)).toEqual(value === null ? [] : [value]);
          // In the first file, where nobody sets it yet and it has no such section.
          const count = ({ sections }: ReturnType<typeof read>) => sections.length;
          const added = count(after[0]!) > count(files[0]!) ? [section] : [];
          expect(others(after, key).toSorted()).toEqual([...others(files, key), ...added].toSorted());
          for (const [index, one] of after.entries()) {
            const lines = rest(one, key);
            if (added.length > 0 && index === 0) expect(lines.pop()).toBe(`[${section}]`);
            expect(lines).toEqual(rest(files[index]!, key));
          }
          expect(editUnit(after, [set(key, value, section)]).size).toBe(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a variable has the value, and every other one is as it was', () => {
    const environmentOf = (files: readonly ReturnType<typeof read>[]) =>
      new Map(
        listValues(
          files.flatMap(({ assignments }) => assignments),
          'Service',
          'Environment',
        ).flatMap(({ value }) => parseEnvironment(value, plain).items.map((item) => [item.key, item.value])),
      );
    const value = fc.oneof(fc.constant(null), fc.string({ unit: 'grapheme', maxLength: 8 }));
    fc.assert(
      fc.property(fc.array(anyUnit, { minLength: 1, maxLength: 3 }), value, (texts, wanted) => {
        fc.pre(
          wanted === null ||
            (!/\p{Surrogate}/u.test(wanted) && !wanted.includes('%') && !wanted.includes('\0')),
        );
        const files = texts.map((text, index) =>
          read(text, index === 0 ? PATH : `/u/a.service.d/${index}.conf`),
        );
        const made = editUnit(files, [variable('B', wanted)]);
        const after = files.map((one) => read(made.get(one.path) ?? one.bytes, one.path));
        const expected = environmentOf(files);
        if (wanted === null) expected.delete('B');
        else expected.set('B', wanted);
        const sorted = (map: Map<string, string>) => [...map].toSorted();
        expect(sorted(environmentOf(after))).toEqual(sorted(expected));
        for (const [index, one] of after.entries()) {
          const added = rest(one, 'Environment').filter((line) => line === '[Service]').length;
          const had = rest(files[index]!, 'Environment').filter((line) => line === '[Service]').length;
          if (added === had) expect(rest(one, 'Environment')).toEqual(rest(files[index]!, 'Environment'));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('the command has the words, and no other byte changes', () => {
    const word = fc.constantFrom('b', '"c d"', "'e'", '$F', '%h', 'x\\x41y', '--g=1', 'é😀', '"h\\\n i"');
    const gap = fc.constantFrom(' ', '  ', ' \\\n  ', '\t', ' \\\n# comment\n ', ' \\\n; c\\\n');
    const line = fc
      .array(fc.tuple(gap, word), { minLength: 1, maxLength: 6 })
      .map((parts) => `ExecStart=/a${parts.map(([before, text]) => before + text).join('')}`);
    const changes = fc.dictionary(
      fc.constantFrom('1', '2', '3', '4'),
      fc.constantFrom<string[]>([], ['new'], ['KEEP', '--flag', 'v 1'], ['a', 'b']),
    );
    fc.assert(
      fc.property(line, changes, fc.boolean(), (exec, wanted, windows) => {
        const unix = `[Unit]\nA=1\n[Service]\n${exec}\nRestart=no\n`;
        const text = windows ? unix.replaceAll('\n', '\r\n') : unix;
        const { words } = execStartOf([read(text)]);
        const full = Object.fromEntries(
          Object.entries(wanted)
            .filter(([index]) => words[Number(index)])
            .map(([index, list]) => [
              index,
              list.map((one) => (one === 'KEEP' ? words[Number(index)]!.text : one)),
            ]),
        );
        const result = edited(text, command(text, full));
        const expected = words.flatMap(({ text: old }, index) => full[index] ?? [old]);
        expect(execStartOf([read(result)]).words.map((one) => one.text)).toEqual(expected);
        const comments = (of: string) => of.match(/^[ \t]*[#;].*$/gm) ?? [];
        expect(result.startsWith(text.slice(0, text.indexOf('ExecStart')))).toBe(true);
        expect(result.endsWith(text.slice(text.indexOf('Restart=')))).toBe(true);
        const lost = comments(text).length - comments(result).length;
        expect(lost).toBeLessThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});
