import { buildPlist } from '../../src/launchd/emit.ts';
import fc from '../support/fast-check.ts';
import { anyData } from './arbitrary.ts';

/** What may stand between elements, or is a value that one reader or another may not take. */
const HARMLESS = [
  ...[
    '<true/>',
    '<true />',
    '<true></true>',
    '<integer> -7</integer>',
    '<integer>0x1F</integer>',
    '<integer>5 </integer>',
  ],
  ...[
    '<real>1e3</real>',
    '<real>nan</real>',
    '<data>AA=</data>',
    '<data/>',
    '<array/>',
    '<dict/>',
    '<dict></dict>',
  ],
  ...[
    '<date>2026-02-30T00:00:00Z</date>',
    '<date>2026-01-01Z</date>',
    '<string a="1">x</string >',
    '<key>k</key>',
  ],
  ...[
    '<!-- c -->',
    '<!-- -- -->',
    '<?pi x?>',
    ' ',
    '\r\n',
    '\r',
    '\t',
    'text',
    '<string><![CDATA[<&\r\n]]></string>',
  ],
  ...[
    '<string>&#x41;&#65;&apos;&quot;</string>',
    '<string>]]></string>',
    '<string>\u0001é\u2028</string>',
    '<set/>',
  ],
  ...['<key>a</key><true/>', '<key>a</key><string>\r\n</string>', '<key>b</key><key>c</key>'],
];

/** What breaks most documents. */
const HARMFUL = [
  ...[
    '<array>',
    '</array>',
    '<dict>',
    '</dict>',
    '<plist>',
    '</plist>',
    '<integer>1_0</integer>',
    '<string>',
  ],
  ...[
    '&amp;',
    '&',
    '&foo;',
    '&#65;',
    '&#x0;',
    '&#1;',
    '<',
    '>',
    '"',
    '--',
    ']]>',
    '\u0001',
    'é',
    '<![CDATA[x]]>',
  ],
  ...[
    '<!-->',
    '<!--',
    '<!ENTITY x "y">',
    '<!DOCTYPE plist>',
    '<string a="1" a="2">x</string>',
    '<string a=">">x</string>',
  ],
];

const mutation = fc.record({
  kind: fc.constantFrom('insert', 'insert', 'insert', 'insert', 'insert', 'delete', 'double', 'replace'),
  /** Share of the text. Unbiased: the default prefers the ends. */
  at: fc.noBias(fc.integer({ min: 0, max: 999 })).map((n) => n / 1000),
  length: fc.integer({ min: 1, max: 4 }),
  piece: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...HARMLESS) }, fc.constantFrom(...HARMFUL)),
  /** Within the first lines, up to <plist>. */
  head: fc.constantFrom(false, false, false, false, false, false, false, false, false, true),
  /** At the start of a line rather than in the middle of something. */
  border: fc.constantFrom(true, true, true, true, true, true, false),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

const anyDocument = fc.array(anyData, { minLength: 3, maxLength: 8 });

/** Documents of ours with one or two random changes. */
export function mutants(count: number): Buffer[] {
  const anyMutant = fc.tuple(anyDocument, fc.array(mutation, { minLength: 1, maxLength: 2 }));
  return fc
    .sample(anyMutant, count)
    .map(([data, changes]) => Buffer.from(changes.reduce(mutate, buildPlist(data))));
}

function mutate(text: string, { kind, at: share, length, piece, border, head }: Mutation): string {
  const body = Math.max(text.indexOf('<plist'), 0);
  const near = head ? Math.floor(share * body) : body + Math.floor(share * (text.length - body));
  const at = border ? text.indexOf('\n', near) + 1 : near;
  const cut = text.slice(at, at + length);
  const put = { insert: piece + cut, delete: '', double: cut + cut, replace: piece }[kind];
  return text.slice(0, at) + put + text.slice(at + length);
}
