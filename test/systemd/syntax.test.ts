import { describe, expect, it } from 'vitest';
import { parseUnit, serialise } from '../../src/systemd/syntax.ts';
import fc from '../support/fast-check.ts';

const read = (text: string | Buffer, path = '/u/x.service') => parseUnit(Buffer.from(text), path);
const at = (line: number, column: number) => ({ path: '/u/x.service', line, column });

/** `section.key=value@line:column` */
const brief = (text: string | Buffer) =>
  read(text).assignments.map(
    ({ section, key, value, location }) => `${section}.${key}=${value}@${location.line}:${location.column}`,
  );
const problems = (text: string | Buffer, path?: string) =>
  read(text, path).problems.map(
    ({ effect, message, location }) => `${effect} ${location.line}:${location.column} ${message}`,
  );

describe('assignments', () => {
  it.each<[string, string, string[]]>([
    ['blanks around key and value', '[Service]\n  A \t=  b c  \n', ['Service.A=b c@2:9']],
    ['an empty value stands after the =', '[Service]\nA=\n', ['Service.A=@2:3']],
    ['= in the value', '[Service]\nA=b=c\n', ['Service.A=b=c@2:3']],
    ['comments', '# x\n[Service]\n;A=1\n  # B=2\nC=3 # not a comment', ['Service.C=3 # not a comment@5:3']],
    ['CRLF', '[Service]\r\nA=1\r\n\r\nB=2\r\n', ['Service.A=1@2:3', 'Service.B=2@4:3']],
    [
      'CR, LF CR and NUL end lines',
      '[Service]\rA=1\n\rB=2\0C=3',
      ['Service.A=1@2:3', 'Service.B=2@3:3', 'Service.C=3@4:3'],
    ],
    ['a byte order mark', '\ufeff[Service]\nA=1', ['Service.A=1@2:3']],
    ['a byte order mark is not a column', '\ufeff[Service]', []],
    ['no line end at the end', '[Service]\nA=1', ['Service.A=1@2:3']],
    ['columns count characters', '[Service]\n😀=😀 x', ['Service.😀=😀 x@2:3']],
  ])('%s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
    expect(problems(text)).toEqual([]);
  });
});

describe('continued lines', () => {
  it.each<[string, string, string[]]>([
    [
      'the backslash is a blank, blanks of the next line stay',
      '[Service]\nA=b\\\n  c',
      ['Service.A=b   c@2:3'],
    ],
    ['comments in between are skipped', '[Service]\nA=b \\\n# no\n ; no \\\n c', ['Service.A=b   c@2:3']],
    ['a blank line ends it', '[Service]\nA=b \\\n\nB=c', ['Service.A=b@2:3', 'Service.B=c@4:3']],
    [
      'two backslashes do not continue',
      '[Service]\nA=b\\\\\nB=c',
      ['Service.A=b\\\\@2:3', 'Service.B=c@3:3'],
    ],
    ['at the end of the file', '[Service]\nA=b\\', ['Service.A=b@2:3']],
    ['with CRLF', '[Service]\r\nA=b\\\r\n c\r\n', ['Service.A=b  c@2:3']],
    ['a value that starts on the next line', '[Service]\nA=\\\n  b', ['Service.A=b@3:3']],
    ['a comment is never continued', '# x \\\n[Service]\nA=1', ['Service.A=1@3:3']],
    ['the key too', '[Service]\nA\\\n=1', ['Service.A=1@3:2']],
  ])('%s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  it('knows where each character stands, and which lines belong to it', () => {
    const [assignment] = read('[Service]\nA=b \\\n# no\n  cd \\\n\te\nB=1').assignments;
    expect(assignment?.value).toBe('b    cd  \te');
    expect(assignment?.lines).toEqual({ first: 2, last: 5 });
    expect(assignment?.keyLocation).toEqual(at(2, 1));
    const places = [...'b    cd  \te']
      .map((c, i) => [c, assignment?.locate(i)])
      .filter(([c]) => /[b-e]/.test(String(c)));
    expect(places).toEqual([
      ['b', at(2, 3)],
      ['c', at(4, 3)],
      ['d', at(4, 4)],
      ['e', at(5, 2)],
    ]);
    // In any order.
    expect(assignment?.locate(0)).toEqual(at(2, 3));
  });
});

describe('problems', () => {
  it.each<[string, string | Buffer, string[], string[]]>([
    [
      'an assignment outside of a section',
      'A=1\n[Unit]\nB=2',
      ['dropped 1:1 Assignment outside of section. Ignoring.'],
      ['Unit.B=2@3:3'],
    ],
    ['no =', '[Unit]\n  junk\nB=2', ["dropped 2:3 Missing '=', ignoring line."], ['Unit.B=2@3:3']],
    ['no key', '[Unit]\n=x', ["dropped 2:1 Missing key name before '=', ignoring line."], []],
    ['an unknown section', '[Timer]\nA=1\n[Unit]\nB=2', [], ['Unit.B=2@4:3']],
    ['a section of ones own', '[X-Mine]\nwhatever\n[Unit]\nB=2', [], ['Unit.B=2@4:3']],
    [
      'an open header ends the reading',
      '[Unit]\nA=1\n[bad\nB=2',
      ["fatal 3:1 Invalid section header '[bad'"],
      ['Unit.A=1@2:3'],
    ],
    ['a quote in a header', '[Un"it]\nA=1', ["fatal 1:1 Bad characters in section header '[Un\"it]'"], []],
    ['a comment after a header', '[Unit] # x\nA=1', ["fatal 1:1 Invalid section header '[Unit] # x'"], []],
    [
      'what is no UTF-8 ends the reading',
      Buffer.from('[Unit]\nA=\xff\nB=1', 'latin1'),
      ['fatal 2:1 The line is not clean UTF-8, so systemd does not load the unit'],
      [],
    ],
    [
      'nor may it hold noncharacters',
      '[Unit]\nA=\ufffe',
      ['fatal 2:1 The line is not clean UTF-8, so systemd does not load the unit'],
      [],
    ],
    [
      'in a comment it does not matter',
      Buffer.from('# \xff\n[Unit]\nA=1\\\n#\xff\n2', 'latin1'),
      [],
      ['Unit.A=1 2@3:3'],
    ],
    [
      'a byte order mark before a comment',
      '\ufeff# c\n[Unit]',
      ['dropped 1:1 Assignment outside of section. Ignoring.'],
      [],
    ],
  ])('%s', (_, text, expectedProblems, expected) => {
    expect(problems(text)).toEqual(expectedProblems);
    expect(brief(text)).toEqual(expected);
  });

  it('knows the sections of the unit type', () => {
    const unknown = (text: string, path: string) =>
      parseUnit(Buffer.from(text), path)
        .sections.filter(({ known }) => !known)
        .map(({ name }) => name);
    expect(unknown('[Timer]\n[Service]', '/u/x.timer')).toEqual(['Service']);
    expect(unknown('[Socket]\n[Install]', '/u/x.socket.d/a.conf')).toEqual([]);
    expect(unknown('[Service]', '/u/x.service.d/a.conf')).toEqual([]);
    expect(unknown('[Service]', '/u/x.target')).toEqual(['Service']);
  });

  it('takes lines of up to 1 MiB less one byte, and continued ones of 1 MiB', () => {
    const line = (bytes: number) => `A=${'é'.repeat((bytes - 2) / 2)}`;
    expect(problems(`[Unit]\n${line(2 ** 20 - 2)}x\nB=1`)).toEqual([]);
    expect(problems(`[Unit]\n${line(2 ** 20)}\nB=1`)).toEqual(['fatal 2:1 Line too long']);
    const half = 'x'.repeat(2 ** 19 - 2);
    expect(problems(`[Unit]\nA=${half.slice(1)}\\\n${half}yy`)).toEqual([]);
    expect(problems(`[Unit]\nA=${half.slice(1)}\\\n${half}yyy`)).toEqual([
      'fatal 3:1 Continuation line too long',
    ]);
  });
});

describe('serialise', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .array(fc.constantFrom('[Unit]', 'A=b', '\\', '\n', '\r', '\r\n', '\0', '\ufeff', '#', ' ', '\xff'), {
        maxLength: 40,
      })
      .map((parts) => Buffer.from(parts.join(''), 'latin1')),
  );

  it('gives back the very bytes, whatever they are', () => {
    fc.assert(
      fc.property(bytes, (array) => {
        const original = Buffer.from(array);
        expect(serialise(parseUnit(original, '/u/x.service')).equals(original)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('replaces the lines it is told to, and no other byte', () => {
    const original = Buffer.concat([
      Buffer.from('[Service]\r\nA=1\\\r\n 2\r\nB=2\0# '),
      Buffer.from([0xff]),
      Buffer.from('\nC=3'),
    ]);
    const unit = parseUnit(original, '/u/x.service');
    const [a, , c] = unit.assignments;
    const edited = serialise(unit, [
      { lines: c!.lines, text: 'C=4\n' },
      { lines: a!.lines, text: 'A=é\r\n' },
    ]);
    const wanted = Buffer.concat([
      Buffer.from('[Service]\r\nA=é\r\nB=2\0# '),
      Buffer.from([0xff]),
      Buffer.from('\nC=4\n'),
    ]);
    expect(edited).toEqual(wanted);
  });
});

describe('time', () => {
  // All take less than a tenth of this; what is quadratic takes minutes.
  it.each<[string, string]>([
    ['100,000 keys', `[Service]\n${'Environment=A=1\n'.repeat(100_000)}`],
    ['a line of 10 MB', `[Service]\nA=${'x'.repeat(10_000_000)}\n`],
    ['300,000 continued lines', `[Service]\nA=${'x \\\n'.repeat(300_000)}`],
    ['a million backslashes', `[Service]\nA=${'\\'.repeat(1_000_001)}\n`],
    ['a million line ends', '\n\r'.repeat(1_000_000)],
  ])('is linear for %s', { timeout: 20_000 }, (_, text) => {
    expect(read(text)).toBeDefined();
  });
});
