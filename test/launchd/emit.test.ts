import { build as buildWithPackage, parse as parseWithPackage } from 'plist';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/host/failure.ts';
import { normalData, type PlistData, plainData, Real } from '../../src/launchd/data.ts';
import { buildPlist, plistValue } from '../../src/launchd/emit.ts';
import { readPlist } from '../../src/launchd/plist.ts';
import fc from '../support/fast-check.ts';
import { anyData } from './arbitrary.ts';

it('lays a value out below the line it stands on', () => {
  const data = { A: ['x', []], 'B & C': { D: true, E: {} } };
  expect(plistValue(data, '\t', '\t')).toBe(
    [
      '<dict>',
      '\t\t<key>A</key>',
      '\t\t<array>',
      '\t\t\t<string>x</string>',
      '\t\t\t<array/>',
      '\t\t</array>',
      '\t\t<key>B &amp; C</key>',
      '\t\t<dict>',
      '\t\t\t<key>D</key>',
      '\t\t\t<true/>',
      '\t\t\t<key>E</key>',
      '\t\t\t<dict/>',
      '\t\t</dict>',
      '\t</dict>',
    ].join('\n'),
  );
});

it.each<[PlistData, string]>([
  ['', '<string></string>'],
  ['<a> & "b" ]]> \'c\'\r\n\t', '<string>&lt;a&gt; &amp; "b" ]]&gt; \'c\'&#13;\n\t</string>'],
  [1, '<integer>1</integer>'],
  [-0, '<integer>0</integer>'],
  [2 ** 60, '<integer>1152921504606846976</integer>'],
  [2n ** 64n - 1n, '<integer>18446744073709551615</integer>'],
  [1.5, '<real>1.5</real>'],
  [new Real(1), '<real>1.0</real>'],
  [new Real(-0), '<real>-0.0</real>'],
  [new Real(1e21), '<real>1e+21</real>'],
  [false, '<false/>'],
  [new Date('2026-01-31T12:00:00.999Z'), '<date>2026-01-31T12:00:00Z</date>'],
  [new Uint8Array([1, 2]), '<data>AQI=</data>'],
  [
    new Map([
      ['10', 'a'],
      ['9', 'b'],
    ]),
    '<dict>\n    <key>10</key>\n    <string>a</string>\n    <key>9</key>\n    <string>b</string>\n</dict>',
  ],
])('%s', (data, text) => {
  expect(plistValue(data)).toBe(text);
});

describe('what XML cannot hold', () => {
  it.each<[PlistData, string]>([
    ['\u0000', 'the value holds U+0000, which XML cannot hold'],
    [
      { EnvironmentVariables: { A: 'x\u001b' } },
      'EnvironmentVariables.A holds U+001B, which XML cannot hold',
    ],
    [{ ProgramArguments: ['a', '\ud800'] }, 'ProgramArguments[1] holds U+D800, which XML cannot hold'],
    [{ A: '\uffff' }, 'A holds U+FFFF, which XML cannot hold'],
    [{ '\u0001': 'a' }, 'a key of the job holds U+0001, which XML cannot hold'],
    [{ A: { '\ufffe': 'a' } }, 'a key of A holds U+FFFE, which XML cannot hold'],
    [{ A: Number.NaN }, 'A is NaN, which is not a number'],
    [{ A: new Real(Number.NEGATIVE_INFINITY) }, 'A is -Infinity, which is not a number'],
    [{ A: 2n ** 64n }, 'A is 18446744073709551616, beyond 64 bits'],
    [{ A: -(2 ** 64) }, 'A is -18446744073709551616, beyond 64 bits'],
    [{ A: new Date(Number.NaN) }, 'A is not a date between the years 1 and 9999'],
  ])('%#', (data, message) => {
    const failure = (() => {
      try {
        return buildPlist(data);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ exit: 'usage', message });
  });
});

it('is read back as it was, keys in their order', () => {
  fc.assert(
    fc.property(anyData, (data) => {
      const { value, problems } = readPlist(Buffer.from(buildPlist(data)), 'p');
      expect(problems).toEqual([]);
      const back = plainData(value!);
      expect(back).toEqual(normalData(data));
      if (back instanceof Map && data instanceof Map) expect([...back.keys()]).toEqual([...data.keys()]);
    }),
    { numRuns: 1000 },
  );
});

it('is what the plist package writes and reads for what a job is made of', () => {
  const job = {
    Label: 'a',
    ProgramArguments: ['/bin/a', '--x', 'a & b <c>'],
    EnvironmentVariables: { PATH: '/bin', EMPTY: ' ' },
    RunAtLoad: true,
    KeepAlive: { SuccessfulExit: false },
    ThrottleInterval: 30,
    Nice: -5,
  };
  expect(parseWithPackage(buildPlist(job))).toEqual(job);
  const theirs = readPlist(Buffer.from(buildWithPackage(job)), 'p');
  expect(theirs.problems).toEqual([]);
  expect(plainData(theirs.value!)).toEqual(normalData(job));
});
