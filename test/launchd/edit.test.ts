import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/host/failure.ts';
import { normalData, type PlistData, plainData } from '../../src/launchd/data.ts';
import { editPlist, type PlistEdit, type PlistPath } from '../../src/launchd/edit.ts';
import { buildPlist } from '../../src/launchd/emit.ts';
import { readPlist } from '../../src/launchd/plist.ts';
import fc from '../support/fast-check.ts';
import { anyDict, anyText } from './arbitrary.ts';
import { anyStyle, write } from './styles.ts';

const edit = (text: string, ...edits: PlistEdit[]): string =>
  editPlist(Buffer.from(text), 'job.plist', edits).toString();

const JOB = `<?xml version="1.0" encoding="UTF-8"?>
<!-- by hand -->
<plist version="1.0">
<dict>
  <key>Label</key>  <!-- who -->
  <string>a</string>
  <key>ProgramArguments</key>
  <array>
    <string>/bin/h</string> <!-- the program -->
    <!-- it will not start otherwise -->
    <string>--replace</string> <!-- really -->
    <string>gateway</string>
  </array>

  <key>KeepAlive</key>
  <true/>
</dict>
</plist>
`;

/** The lines of a text that differ from those of another: `-` taken away, `+` put there, by their trimmed text. */
function changes(before: string, after: string): string[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [
    ...a.slice(start, a.length - end).map((line) => `-${line}`),
    ...b.slice(start, b.length - end).map((line) => `+${line}`),
  ];
}

describe('one edit changes its own lines and no other', () => {
  it.each<[string, PlistEdit, string[]]>([
    [
      'a string',
      { op: 'set', path: ['Label'], value: 'b & c' },
      ['-  <string>a</string>', '+  <string>b &amp; c</string>'],
    ],
    [
      'an item',
      { op: 'set', path: ['ProgramArguments', 1], value: '-v' },
      ['-    <string>--replace</string> <!-- really -->', '+    <string>-v</string> <!-- really -->'],
    ],
    [
      'items after one with a comment behind it',
      { op: 'insert', path: ['ProgramArguments'], after: 0, values: ['--profile', 'coder'] },
      ['+    <string>--profile</string>', '+    <string>coder</string>'],
    ],
    [
      'an item before the first',
      { op: 'insert', path: ['ProgramArguments'], after: -1, values: ['/usr/bin/env'] },
      ['+    <string>/usr/bin/env</string>'],
    ],
    [
      'an item behind the last',
      { op: 'insert', path: ['ProgramArguments'], after: 2, values: ['run'] },
      ['+    <string>run</string>'],
    ],
    [
      'an item away, with the comment behind it; the one above stays',
      { op: 'remove', path: ['ProgramArguments', 1] },
      ['-    <string>--replace</string> <!-- really -->'],
    ],
    [
      'a key away, with what stands between it and its value',
      { op: 'remove', path: ['Label'] },
      ['-  <key>Label</key>  <!-- who -->', '-  <string>a</string>'],
    ],
    ['a key that is not there', { op: 'remove', path: ['Umask'] }, []],
    ['a key of a dictionary that is not there', { op: 'remove', path: ['EnvironmentVariables', 'A'] }, []],
    [
      'a boolean by a dictionary',
      { op: 'set', path: ['KeepAlive'], value: { SuccessfulExit: false } },
      ['-  <true/>', '+  <dict>', '+    <key>SuccessfulExit</key>', '+    <false/>', '+  </dict>'],
    ],
    [
      'a key in a dictionary that is not there yet',
      { op: 'set', path: ['EnvironmentVariables', 'HERMES_HOME'], value: '/h' },
      [
        '+  <key>EnvironmentVariables</key>',
        '+  <dict>',
        '+    <key>HERMES_HOME</key>',
        '+    <string>/h</string>',
        '+  </dict>',
      ],
    ],
  ])('%s', (_, change, expected) => {
    const after = edit(JOB, change);
    expect(changes(JOB, after)).toEqual(expected);
    // The same with other line ends.
    expect(edit(JOB.replaceAll('\n', '\r\n'), change)).toBe(after.replaceAll('\n', '\r\n'));
  });
});

describe('other layouts', () => {
  const set: PlistEdit = { op: 'set', path: ['E', 'K'], value: 'v' };
  const insert: PlistEdit = { op: 'insert', path: ['P'], after: 0, values: ['x', 'y'] };
  const first: PlistEdit = { op: 'insert', path: ['P'], after: -1, values: ['x'] };
  const remove: PlistEdit = { op: 'remove', path: ['P', 0] };
  it.each<[string, PlistEdit, string]>([
    [
      '<key>P</key><array><string>a</string></array>',
      insert,
      '<key>P</key><array><string>a</string><string>x</string><string>y</string></array>',
    ],
    [
      '<key>P</key><array><string>a</string> <string>b</string></array>',
      insert,
      '<key>P</key><array><string>a</string> <string>x</string> <string>y</string> <string>b</string></array>',
    ],
    [
      '<key>P</key><array><string>a</string> <string>b</string></array>',
      first,
      '<key>P</key><array><string>x</string> <string>a</string> <string>b</string></array>',
    ],
    [
      '<key>P</key><array><string>a</string> <string>b</string></array>',
      remove,
      '<key>P</key><array><string>b</string></array>',
    ],
    ['<key>P</key><array><string>a</string></array>', remove, '<key>P</key><array></array>'],
    ['<key>P</key><array/>', first, '<key>P</key><array><string>x</string></array>'],
    ['<key>E</key><dict/>', set, '<key>E</key><dict><key>K</key><string>v</string></dict>'],
    [
      '<key>E</key><dict><key>K</key><string/></dict>',
      set,
      '<key>E</key><dict><key>K</key><string>v</string></dict>',
    ],
    [
      '<key>E</key><dict><key>K</key><string><![CDATA[&]]></string></dict>',
      set,
      '<key>E</key><dict><key>K</key><string>v</string></dict>',
    ],
    [
      '<key>E</key><dict><key>K</key><string a="b">u</string ></dict>',
      set,
      '<key>E</key><dict><key>K</key><string a="b">v</string ></dict>',
    ],
    // Lines inside.
    [
      '\n <key>P</key> <array>\n  <string>a</string> <string>b</string>\n </array>\n',
      insert,
      '\n <key>P</key> <array>\n  <string>a</string> <string>x</string> <string>y</string> <string>b</string>\n </array>\n',
    ],
    [
      '\n <key>P</key>\n <array>\n  <!-- none -->\n </array>\n',
      first,
      '\n <key>P</key>\n <array>\n  <!-- none -->\n  <string>x</string>\n </array>\n',
    ],
    ['\n <key>P</key>\n <array/>\n', first, '\n <key>P</key>\n <array>\n  <string>x</string>\n </array>\n'],
    [
      '\n <key>P</key>\n <array></array>\n',
      first,
      '\n <key>P</key>\n <array>\n  <string>x</string>\n </array>\n',
    ],
    [
      '\n <key>P</key> <array> <!-- c -->\n  <string>a</string></array>\n',
      first,
      '\n <key>P</key> <array> <!-- c -->\n  <string>x</string>\n  <string>a</string></array>\n',
    ],
    [
      '\n <key>P</key> <array>\n  <string>a</string></array>\n',
      insert,
      '\n <key>P</key> <array>\n  <string>a</string>\n  <string>x</string>\n  <string>y</string></array>\n',
    ],
    [
      '\n <key>P</key> <array>\n  <string>a</string></array>\n',
      remove,
      '\n <key>P</key> <array>\n  </array>\n',
    ],
    [
      '\n <key>P</key> <array>\n  <string>a</string> <string>b</string>\n </array>\n',
      remove,
      '\n <key>P</key> <array>\n  <string>b</string>\n </array>\n',
    ],
    [
      '\n <key>A</key> <true/>\n',
      set,
      '\n <key>A</key> <true/>\n <key>E</key> <dict>\n  <key>K</key>\n  <string>v</string>\n </dict>\n',
    ],
    [
      '\n<key>A</key>\n<true/>\n',
      set,
      '\n<key>A</key>\n<true/>\n<key>E</key>\n<dict>\n<key>K</key>\n<string>v</string>\n</dict>\n',
    ],
  ])('%j %j', (body, change, expected) => {
    const around = (inner: string) => `<plist><dict>${inner}</dict></plist>`;
    expect(edit(around(body), change)).toBe(around(expected));
  });

  it('an empty job gets lines of its own', () => {
    expect(edit('<plist>\n<dict/>\n</plist>\n', { op: 'set', path: ['A'], value: 'b' })).toBe(
      '<plist>\n<dict>\n\t<key>A</key>\n\t<string>b</string>\n</dict>\n</plist>\n',
    );
  });

  it('of a key given twice none is left', () => {
    const body = '<plist><dict><key>A</key><true/><key>B</key><true/><key>A</key><false/></dict></plist>';
    expect(edit(body, { op: 'remove', path: ['A'] })).toBe('<plist><dict><key>B</key><true/></dict></plist>');
    expect(edit(body, { op: 'set', path: ['A'], value: 'x' })).toBe(
      body.replace('<false/>', '<string>x</string>'),
    );
  });

  it('edits follow one another', () => {
    const after = edit(
      JOB,
      { op: 'remove', path: ['ProgramArguments', 1] },
      { op: 'insert', path: ['ProgramArguments'], after: 0, values: ['--profile', 'default'] },
      { op: 'set', path: ['ProgramArguments', 3], value: 'run' },
      { op: 'set', path: ['E', 'A'], value: '1' },
      { op: 'set', path: ['E', 'B'], value: '2' },
      { op: 'remove', path: ['E', 'A'] },
    );
    const { value } = readPlist(Buffer.from(after), 'p');
    expect(plainData(value!)).toEqual(
      new Map<string, PlistData>([
        ['Label', 'a'],
        ['ProgramArguments', ['/bin/h', '--profile', 'default', 'run']],
        ['KeepAlive', true],
        ['E', new Map([['B', '2']])],
      ]),
    );
  });
});

describe('encodings', () => {
  const body = '<plist><dict><key>A</key><string>é</string></dict></plist>';
  const change: PlistEdit = { op: 'set', path: ['A'], value: 'ü😀' };
  const changed = body.replace('é', 'ü😀');
  it('keeps UTF-16 and the byte order mark', () => {
    const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(editPlist(utf16(body), 'p', [change])).toEqual(utf16(changed));
    expect(editPlist(utf16(body).swap16(), 'p', [change])).toEqual(utf16(changed).swap16());
    expect(edit(`\ufeff${body}`, change)).toBe(`\ufeff${changed}`);
  });

  it('writes references where ASCII is all that is safe', () => {
    const head = '<?xml version="1.0" encoding="ISO-8859-1"?>';
    const ascii = head + body.replace('é', 'e');
    expect(edit(ascii, change)).toBe(head + body.replace('é', '&#252;&#128512;'));
  });

  it('a binary one comes back as XML', () => {
    const bytes = Buffer.from(
      'YnBsaXN0MDDRAQJRQVFiCAsNAAAAAAAAAQEAAAAAAAAAAwAAAAAAAAAAAAAAAAAAAA8=',
      'base64',
    );
    expect(editPlist(bytes, 'p', [change]).toString()).toBe(buildPlist({ A: 'ü😀' }));
  });
});

describe('what cannot be', () => {
  it.each<[string, PlistEdit, object]>([
    [
      '<plist>',
      { op: 'set', path: ['A'], value: 'b' },
      { exit: 'host', message: 'job.plist cannot be edited: <plist> is never closed' },
    ],
    [
      JOB,
      { op: 'set', path: ['Label', 'A'], value: 'b' },
      { exit: 'host', message: 'job.plist cannot be edited: Label is not a dictionary' },
    ],
    [
      JOB,
      { op: 'insert', path: ['Label'], after: 0, values: ['b'] },
      { exit: 'host', message: 'job.plist cannot be edited: Label is not an array with an item 0' },
    ],
    [
      JOB,
      { op: 'insert', path: ['ProgramArguments'], after: 3, values: ['b'] },
      {
        exit: 'host',
        message: 'job.plist cannot be edited: ProgramArguments is not an array with an item 3',
      },
    ],
    [
      JOB,
      { op: 'insert', path: ['X'], after: -1, values: ['b'] },
      {
        exit: 'host',
        message: 'job.plist cannot be edited: the top level is not a dictionary with the key X',
      },
    ],
    [
      JOB,
      { op: 'remove', path: ['ProgramArguments', 3] },
      {
        exit: 'host',
        message: 'job.plist cannot be edited: ProgramArguments is not an array with an item 3',
      },
    ],
    [JOB, { op: 'set', path: ['E', 'A'], value: 'x\u0001' }, { exit: 'usage' }],
    [JOB, { op: 'insert', path: ['ProgramArguments'], after: 0, values: ['\ud800'] }, { exit: 'usage' }],
  ])('%#', (text, change, failure) => {
    const found = (() => {
      try {
        return edit(text, change);
      } catch (error) {
        return error;
      }
    })();
    expect(found).toBeInstanceOf(Failure);
    expect(found).toMatchObject(failure);
  });
});

/** Every path of a document, with the value there. */
const pathsOf = (data: PlistData, path: PlistPath = []): [PlistPath, PlistData][] => {
  const inner: [string | number, PlistData][] =
    data instanceof Map ? [...data] : Array.isArray(data) ? [...data.entries()] : [];
  return [[path, data], ...inner.flatMap(([step, item]) => pathsOf(item, [...path, step]))];
};

/** The document with another value at a path; undefined takes it away. */
function changed(data: PlistData, [step, ...rest]: PlistPath, value: PlistData | undefined): PlistData {
  if (step === undefined) return value ?? '';
  const gone = rest.length === 0 && value === undefined;
  if (Array.isArray(data)) {
    return data.flatMap((item, i) => (i !== step ? [item] : gone ? [] : [changed(item, rest, value)]));
  }
  const map = new Map(data as Map<string, PlistData>);
  if (gone) map.delete(String(step));
  else map.set(String(step), changed(map.get(String(step)) ?? new Map(), rest, value));
  return map;
}

describe('any edit of any document', () => {
  const value = (bytes: Buffer) => plainData(readPlist(bytes, 'p').value!);
  const check = (run: (before: string, data: Map<string, PlistData>, at: number, text: string) => void) =>
    fc.assert(
      fc.property(anyDict, anyStyle, fc.nat(), anyText, (data, style, at, text) =>
        run(write(data, style), data, at, text),
      ),
      { numRuns: 500 },
    );
  const pick = <T>(items: readonly T[], at: number): T | undefined => items[at % items.length];

  it('set: only the value of that key changes', () => {
    check((before, data, at, text) => {
      const [path] = pick(pathsOf(data).slice(1), at) ?? [];
      if (path === undefined) return;
      const after = editPlist(Buffer.from(before), 'p', [{ op: 'set', path, value: text }]);
      expect(value(after)).toEqual(normalData(changed(data, path, text)));
      const { start, end } = spanAt(before, path);
      expect(outside(before, after.toString(), start, end)).toBe(true);
    });
  });

  it('set of a new key: nothing is taken away but the form of an empty dictionary', () => {
    check((before, data, at, text) => {
      const [path = []] =
        pick(
          pathsOf(data).filter(([, item]) => item instanceof Map),
          at,
        ) ?? [];
      const added = [...path, 'NEW', 'KEY'];
      const after = editPlist(Buffer.from(before), 'p', [{ op: 'set', path: added, value: text }]);
      expect(value(after)).toEqual(normalData(changed(data, added, text)));
      expectAdded(before, after.toString(), path);
    });
  });

  it('insert: nothing is taken away but the form of an empty array', () => {
    check((before, data, at, text) => {
      const [path, array] =
        pick(
          pathsOf(data).filter(([, item]) => Array.isArray(item)),
          at,
        ) ?? [];
      if (path === undefined || !Array.isArray(array)) return;
      const after = (at % (array.length + 1)) - 1;
      const bytes = editPlist(Buffer.from(before), 'p', [{ op: 'insert', path, after, values: [text, 'x'] }]);
      const items = [...array.slice(0, after + 1), text, 'x', ...array.slice(after + 1)];
      expect(value(bytes)).toEqual(normalData(changed(data, path, items)));
      expectAdded(before, bytes.toString(), path);
    });
  });

  it('remove: with it go only white space and the comments behind it', () => {
    check((before, data, at) => {
      const [path] = pick(pathsOf(data).slice(1), at) ?? [];
      if (path === undefined) return;
      const after = editPlist(Buffer.from(before), 'p', [{ op: 'remove', path }]);
      expect(value(after)).toEqual(normalData(changed(data, path, undefined)));
      const { start, end } = spanAt(before, path, true);
      const length = before.length - after.toString().length;
      // Equal characters on both sides leave more than one place where it may have been cut: one must be right.
      const right = Array.from({ length: length + 1 }, (_, i) => start - i).some(
        (from) =>
          from >= 0 &&
          before.slice(0, from) + before.slice(from + length) === after.toString() &&
          /^[ \t]*$/.test(before.slice(from, start)) &&
          /^(?:[ \t]*<!-- behind \d+ -->)?[ \t]*(?:\r\n|\r|\n)?$/.test(before.slice(end, from + length)),
      );
      expect(right).toBe(true);
    });
  });

  function expectAdded(before: string, after: string, path: PlistPath): void {
    const { start, end, innerStart, innerEnd } = spanAt(before, path);
    if (before.slice(innerStart, innerEnd).trim() === '') {
      expect(outside(before, after, start, end)).toBe(true);
      return;
    }
    const length = after.length - before.length;
    const added = [...Array(before.length + 1).keys()].some(
      (i) => after.slice(0, i) + after.slice(i + length) === before,
    );
    expect(added).toBe(true);
  }
});

/** Everything before `start` and after `end` is in both texts the same. */
const outside = (before: string, after: string, start: number, end: number): boolean =>
  after.startsWith(before.slice(0, start)) && after.endsWith(before.slice(end));

/** Where the value at a path stands; with `whole`, its key, too. */
function spanAt(text: string, path: PlistPath, whole = false) {
  const { value, spans } = readPlist(Buffer.from(text), 'p');
  let [at, found] = [value!, spans.get(value!)!];
  for (const step of path) {
    const entry = at.type === 'dict' ? at.entries.find(({ key }) => key === step) : undefined;
    const next = at.type === 'array' ? at.items[Number(step)]! : entry!.value;
    [at, found] = [next, spans.get(whole && entry ? entry : next)!];
  }
  return found;
}
