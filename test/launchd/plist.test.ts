import { describe, expect, it } from 'vitest';
import { plainData, Real } from '../../src/launchd/data.ts';
import { readPlist } from '../../src/launchd/plist.ts';

const said = (text: string | Buffer): string[] =>
  readPlist(Buffer.from(text), 'x.plist').problems.map(
    ({ effect, message, location }) => `${location.line}:${location.column} ${effect}: ${message}`,
  );
const data = (text: string | Buffer) => {
  const { value } = readPlist(Buffer.from(text), 'x.plist');
  return value && plainData(value);
};
const plist = (body: string): string => `<plist version="1.0">\n${body}\n</plist>\n`;

describe('what launchd refuses', () => {
  it.each([
    ['', '1:1 fatal: the file is empty'],
    [' \n\n', '3:1 fatal: the file is empty'],
    [
      '{"Label": "x"}',
      '1:1 fatal: this is a JSON or OpenStep property list; launchd reads only XML and binary ones',
    ],
    [
      '\n( a, b )',
      '2:1 fatal: this is a JSON or OpenStep property list; launchd reads only XML and binary ones',
    ],
    [
      '[Unit]\nA=b',
      '1:1 fatal: this is a JSON or OpenStep property list; launchd reads only XML and binary ones',
    ],
    ['Label = x', '1:1 fatal: this is not a property list'],
    ['<html></html>', '1:1 fatal: <html> is not an element of a property list'],
    ['</plist>', '1:1 fatal: </plist> closes nothing'],
    ['<plist/>', '1:1 fatal: <plist> holds no value'],
    ['<plist>\n</plist>', '1:1 fatal: <plist> holds no value'],
    ['<plist><true/>', '1:1 fatal: <plist> is never closed'],
    [plist('<true/>\n<false/>'), '3:1 fatal: <plist> holds a second value; it can hold only one'],
    [plist('<dict>\n\t<key>a</key>\n</dict>'), '3:2 fatal: the key "a" has no value'],
    [plist('<dict>\n\t<key>a</key>\n\t<key>b</key>\n</dict>'), '3:2 fatal: the key "a" has no value'],
    [
      plist('<dict><string>a</string></dict>'),
      '2:7 fatal: <string> stands in a <dict> without a <key> before it',
    ],
    [plist('<dict><key>a</key><set/></dict>'), '2:19 fatal: <set> is not an element of a property list'],
    [plist('<array>\n  --replace\n</array>'), '3:3 fatal: there is text here, between the elements'],
    [plist('<array><![CDATA[x]]></array>'), '2:8 fatal: CDATA can only stand inside <string> or <key>'],
    [plist('<array><string>a</array>'), '2:17 fatal: <string> is closed by </array>'],
    [plist('<array></dict>'), '2:8 fatal: <array> is closed by </dict>'],
    [plist('<string>a<b>c</b></string>'), '2:10 fatal: <b> stands inside <string>, which holds text only'],
    [
      plist('<string>a <!-- b --></string>'),
      '2:11 fatal: a comment cannot stand inside <string>; write it before the element',
    ],
    [plist('<string>a && b</string>'), '2:11 fatal: "&" must be written as "&amp;"'],
    [
      plist('<string>&nbsp;</string>'),
      '2:9 fatal: &nbsp; is not known: only lt, gt, amp, apos, quot and numbers are',
    ],
    [
      plist('<string>&toString;</string>'),
      '2:9 fatal: &toString; is not known: only lt, gt, amp, apos, quot and numbers are',
    ],
    [plist('<string>&#0;</string>'), '2:9 fatal: &#0; is not a character'],
    [plist('<string>&#xD800;</string>'), '2:9 fatal: &#xD800; is not a character'],
    [plist('<string>&#x110000;</string>'), '2:9 fatal: &#x110000; is not a character'],
    [plist('<string>\0</string>'), '2:9 fatal: there is a NUL character here'],
    [plist('<string a=b>c</string>'), '2:1 fatal: this is not a well-formed tag'],
    [plist('< string>c</string>'), '2:1 fatal: this is not a well-formed tag'],
    [plist('<string><![CDATA[c</string>'), '2:9 fatal: this CDATA is never closed by "]]>"'],
    [plist('<!-- c'), '2:1 fatal: this comment is never closed by "-->"'],
    [
      plist('<!--> <true/> <!-- -->'),
      '2:1 fatal: this comment is malformed: a comment cannot begin with ">" or "->"',
    ],
    [plist('<true></true>'), '2:1 fatal: <true> must be written <true/>: launchd refuses this'],
    [plist('<false>1</false>'), '2:1 fatal: <false> must be written <false/>: launchd refuses this'],
    [plist('<integer>abc</integer>'), '2:1 fatal: <integer> does not hold a whole number'],
    [plist('<integer>1.5</integer>'), '2:1 fatal: <integer> does not hold a whole number'],
    [plist('<integer>30 </integer>'), '2:1 fatal: <integer> does not hold a whole number'],
    [plist('<integer></integer>'), '2:1 fatal: <integer> does not hold a whole number'],
    [plist('<integer/>'), '2:1 fatal: <integer/> holds no value'],
    [
      plist('<integer>18446744073709551616</integer>'),
      '2:1 fatal: <integer> does not hold a number of 64 bits',
    ],
    [
      plist('<integer>-9223372036854775809</integer>'),
      '2:1 fatal: <integer> does not hold a number of 64 bits',
    ],
    [plist('<real>1,5</real>'), '2:1 fatal: <real> does not hold a number'],
    [
      plist('<date>2026-02-30T00:00:00Z</date>'),
      '2:1 fatal: <date> does not hold a date like 2026-01-31T12:00:00Z',
    ],
    [plist('<data/>'), '2:1 fatal: <data/> holds no value'],
    ['<!DOCTYPE plist [<!ENTITY a "b"', '1:18 fatal: the declarations in the DOCTYPE are malformed'],
    [
      '<!doctype plist><plist><true/></plist>',
      '1:1 fatal: only a comment or DOCTYPE can begin with "<!" here',
    ],
    [
      '<?xml version="1.0" encoding="Shift_JIS"?><plist><string>ü</string></plist>',
      '1:1 fatal: the encoding is declared as Shift_JIS; only UTF-8 and UTF-16 are read',
    ],
    [
      Buffer.from([...Buffer.from('<plist>\n<string>a\ufffd'), 0xfc, 0x3c]),
      '2:11 fatal: the bytes here are not valid UTF-8',
    ],
    [
      Buffer.from('<plist><true/></plist>', 'utf16le'),
      '1:1 fatal: this looks like UTF-16 without a byte order mark, which is not read',
    ],
    [Buffer.from('\ufeff<plist>\ud800', 'utf16le'), '1:1 fatal: the bytes are not valid UTF-16'],
  ])('%j', (text, problem) => {
    expect(said(text).at(-1)).toBe(problem);
    expect(data(text)).toBeNull();
  });

  it('nests without end', () => {
    expect(said(plist('<array>'.repeat(100_000)))).toEqual([
      '2:1793 fatal: the values are nested more than 256 deep',
    ]);
  });

  it('a bomb of entities is not expanded', () => {
    const bomb =
      '<!DOCTYPE plist [<!ENTITY a "aaaa"> <!ENTITY b "&a;&a;&a;">]>\n<plist><string>&b;</string></plist>';
    expect(said(bomb)).toEqual([
      '1:17 dropped: the DOCTYPE has declarations of its own; launchd ignores them',
      '2:16 fatal: &b; is not known: only lt, gt, amp, apos, quot and numbers are',
    ]);
  });
});

describe('what launchd reads otherwise than it is written', () => {
  it.each([
    [
      '\n<?xml version="1.0"?>\n<plist><true/></plist>',
      '1:1 dropped: the XML declaration is ignored: it must be the very first thing in the file',
      true,
    ],
    [
      '<true/>',
      '1:1 dropped: there is no <plist> around the value; tools other than launchd may refuse the file',
      true,
    ],
    [
      '<plist><true/></plist>\nfoo',
      '2:1 dropped: everything from here on is ignored: the property list has ended',
      true,
    ],
    [
      plist('<array><key>a</key></array>'),
      '2:8 dropped: <key> stands in an <array>; it is taken as a <string>',
      ['a'],
    ],
    [
      plist('<string>\u001b</string>'),
      '2:9 dropped: U+001B stands here, which XML does not allow; many tools refuse the file',
      '\u001b',
    ],
    [plist('<string>&#27;</string>'), '2:9 dropped: &#27; is a character that XML does not allow', '\u001b'],
    [
      plist('<data>A*A=</data>'),
      '2:1 dropped: <data> is not proper base64; what does not fit is ignored',
      new Uint8Array([0]),
    ],
  ])('%j', (text, problem, value) => {
    expect(said(text)).toEqual([problem]);
    expect(data(text)).toEqual(value);
  });

  it('of a key given twice the last one counts', () => {
    const text = plist('<dict>\n<key>a</key><true/>\n<key>b</key><true/>\n<key>a</key><false/>\n</dict>');
    expect(said(text)).toEqual(['3:1 dropped: a is ignored here: line 5 gives it again']);
    expect(data(text)).toEqual(
      new Map([
        ['b', true],
        ['a', false],
      ]),
    );
    const { value } = readPlist(Buffer.from(text), 'p');
    // In the order of the file, so that what is last there is last here.
    expect(value?.type === 'dict' && value.entries.map(({ key }) => key)).toEqual(['b', 'a']);
  });
});

describe('what launchd reads', () => {
  it.each([
    ['<string/>', ''],
    ['<string >a</string >', 'a'],
    ['<string\n\txml:space="preserve">a</string>', 'a'],
    ['<string> a\tb </string>', ' a\tb '],
    ['<string>a\r\nb\rc</string>', 'a\nb\nc'],
    ['<string>&lt;&gt;&amp;&apos;&quot;&#65;&#x42;&#13;</string>', '<>&\'"AB\r'],
    ['<string>a<![CDATA[<&amp;>]]>b&#33;<![CDATA[]]></string>', 'a<&amp;>b!'],
    ['<string>]]></string>', ']]>'],
    ['<string><![CDATA[a\r\nb\rc]]></string>', 'a\nb\nc'],
    ['<!-- gateway run --replace --><true/><!-- x -->', true],
    ['<?php echo "<true/>" ?><false />', false],
    ['<integer>0x1F</integer>', 31],
    ['<integer> - 0010</integer>', -10],
    ['<integer>18446744073709551615</integer>', 2 ** 64],
    ['<real>1e3</real>', new Real(1000)],
    ['<real>-.5</real>', new Real(-0.5)],
    ['<real>+Infinity</real>', new Real(Number.POSITIVE_INFINITY)],
    ['<real>nan</real>', new Real(Number.NaN)],
    ['<date>2026-01-31T12:00:00Z</date>', new Date('2026-01-31T12:00:00Z')],
    ['<data>\n\taGk=\n\t</data>', new Uint8Array([104, 105])],
    ['<data></data>', new Uint8Array()],
    ['<array/>', []],
    ['<dict></dict>', new Map()],
    [
      '<dict><key/><true/><key> k </key><array><dict/></array></dict>',
      new Map<string, unknown>([
        ['', true],
        [' k ', [new Map()]],
      ]),
    ],
  ])('%j', (body, value) => {
    expect(said(plist(body))).toEqual([]);
    expect(data(plist(body))).toEqual(value);
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeff<plist><string>é😀</string></plist>')],
    [
      'UTF-16LE',
      Buffer.from(
        '\ufeff<?xml version="1.0" encoding="UTF-16"?><plist><string>é😀</string></plist>',
        'utf16le',
      ),
    ],
    ['UTF-16BE', Buffer.from('\ufeff<plist><string>é😀</string></plist>', 'utf16le').swap16()],
    [
      'ASCII by another name',
      Buffer.from(
        '<?xml version="1.0" encoding="ISO-8859-1"?><plist><string>&#233;&#128512;</string></plist>',
      ),
    ],
  ])('%s', (_, bytes) => {
    expect(said(bytes)).toEqual([]);
    expect(data(bytes)).toBe('é😀');
  });
});

it('every value and key knows its line, column and offsets', () => {
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>\r\n',
    '<!-- two\r\n     lines -->\r\n',
    '<plist\r\n  version="1.0"\r\n>\n',
    '<dict>\r',
    '\t<key>😀</key> <string>é😀</string><key>b</key>\n',
    '\t<!-- 😀 --><array\n\t><string\n>a</string>\n\t\t<![CDATA[',
  ].join('');
  const { value, spans } = readPlist(
    Buffer.from(`\ufeff${text.slice(0, -9)}<integer>1</integer></array></dict></plist>`),
    'p',
  );
  if (value?.type !== 'dict') throw new Error('no dict');
  const at = ({ line, column }: { line: number; column: number }) => `${line}:${column}`;
  const [first, second] = value.entries;
  if (second?.value.type !== 'array') throw new Error('no array');
  expect(at(value.location)).toBe('7:1');
  expect(at(first!.keyLocation)).toBe('8:2');
  expect(at(first!.value.location)).toBe('8:15');
  expect(at(second.keyLocation)).toBe('8:34');
  expect(at(second.value.location)).toBe('9:12');
  expect(second.value.items.map((item) => at(item.location))).toEqual(['10:3', '12:3']);
  const whole = readPlist(Buffer.from(text), 'p').text;
  const span = spans.get(first!.value)!;
  expect(whole.slice(span.start, span.end)).toBe('<string>é😀</string>');
  expect(whole.slice(span.innerStart, span.innerEnd)).toBe('é😀');
  const entry = spans.get(first!)!;
  expect(whole.slice(entry.start, entry.end)).toBe('<key>😀</key> <string>é😀</string>');
  expect(whole.slice(entry.innerStart, entry.innerEnd)).toBe(' ');
});

it.each([
  ['digits', `<plist><real>${'1'.repeat(200_000)}x</real>`],
  ['more digits', `<plist><integer>${'9'.repeat(1_000_000)}</integer>`],
  ['blanks', `<plist><integer>${' '.repeat(200_000)}x</integer>`],
  ['blanks in a tag', `<plist${' '.repeat(200_000)}`],
  ['attributes', `<plist ${'a="b" '.repeat(30_000)}`],
  ['a declaration', `<?xml${' encoding'.repeat(30_000)}`],
  ['declarations', `<!DOCTYPE x [${'<!a "'.repeat(30_000)}`],
  ['wide characters on one line', `<plist><array>${'<!--😀--><true/>'.repeat(20_000)}`],
  ['a key given often', `<plist><dict>${'<key>a</key><true/>'.repeat(20_000)}</dict></plist>`],
])('a lot of %s takes no more than a moment', { timeout: 20_000 }, (_, text) => {
  // Quadratic ones took half a minute.
  expect(readPlist(Buffer.from(text), 'p')).toBeDefined();
});

it('a tag with a million attributes is refused, not a crash', () => {
  const { value, problems } = readPlist(
    Buffer.from(`<plist><dict ${'a="b" '.repeat(1_000_000)}/></plist>`),
    '/a.plist',
  );
  expect(value).toBeNull();
  expect(problems.map(({ effect, message }) => `${effect}: ${message}`).join()).toContain(
    'a tag longer than 64 KiB',
  );
});
