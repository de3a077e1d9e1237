import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkApp } from '../../src/fleet/app-schema.ts';
import { readManifest } from '../../src/fleet/manifest.ts';
import { Failure } from '../../src/host/failure.ts';
import { checkKeys } from '../../src/launchd/check-keys.ts';
import { editPlist } from '../../src/launchd/edit.ts';
import { buildPlist } from '../../src/launchd/emit.ts';
import { readPlist } from '../../src/launchd/plist.ts';
import { expandSpecifiers } from '../../src/systemd/specifiers.ts';
import { speak } from '../../src/texts/tr.ts';
import { expectChinese } from '../support/chinese.ts';

beforeAll(() => speak('zh-CN'));
afterAll(() => speak('en'));

/** In both languages the same thing is said of the same place. */
async function inBoth<T>(said: () => T): Promise<[english: T, chinese: T]> {
  await speak('en');
  const english = said();
  await speak('zh-CN');
  return [english, said()];
}

/** Code of a file stands in quotes, or is an element. */
const withoutCode = (text: string): string => text.replace(/"[^"]*"/g, '“x”').replace(/<\/?\w+\/?>/g, '<x>');

const plist = (value: string): string => `<?xml version="1.0"?>\n<plist version="1.0">${value}</plist>\n`;
const job = (more: string): string =>
  plist(`<dict><key>Label</key><string>a.b</string><key>Program</key><string>/bin/a</string>${more}</dict>`);

describe('damaged property lists', () => {
  const problems = (bytes: Buffer) => {
    const { value, problems } = readPlist(bytes, '/a.plist');
    return [...problems, ...(value?.type === 'dict' ? checkKeys(value) : [])];
  };
  it.each([
    '',
    '{"Label": "x"}',
    'Label = x',
    ' <?xml version="1.0"?><plist><string>a</string></plist>',
    '</plist>',
    '<plist/>',
    '<string>a</string>',
    plist('<string>a</string><string>b</string>'),
    `${plist('<true/>')}<more/>`,
    plist('<array><key>a</key></array>'),
    plist('<array><string>a</dict>'),
    plist('<dict><string>a</string></dict>'),
    plist('<dict><key>a</key></dict>'),
    plist('<dict><key>a</key><true/><key>a</key><false/></dict>'),
    plist('<dict>'),
    plist('<dict></array>'),
    plist('<true></true>'),
    plist('<nothing/>'),
    plist('<plist/>'),
    plist('<integer/>'),
    plist('<integer>five</integer>'),
    plist('<integer>99999999999999999999</integer>'),
    plist('<real>much</real>'),
    plist('<date>today</date>'),
    plist('<data>*</data>'),
    plist('<string>a<b</string>'),
    plist('<string>a<true/></string>'),
    plist('<string>a & b</string>'),
    plist('<string>&nbsp;</string>'),
    plist('<string>&#0;</string>'),
    plist('<string>&#1;</string>'),
    plist('<string>\u0001</string>'),
    plist('<string>\0</string>'),
    plist('<string><![CDATA[a</string>'),
    plist('<string>a<!-- b --></string>'),
    plist('<!-- a'),
    plist('<!--> -->'),
    plist('<?a'),
    plist('<![CDATA[a]]>'),
    plist('text'),
    plist(`<a${' '.repeat(70_000)}>`),
    plist('<array>'.repeat(300)),
    '<!DOCTYPE plist',
    '<!DOCTYPE plist [ <!ENTITY a "b"> ]><plist><true/></plist>',
    '<!DOCTYPE plist [ < ]><plist><true/></plist>',
    '<!ELEMENT a><plist><true/></plist>',
    '<?xml version="1.0" encoding="EBCDIC"?><plist><true/></plist>',
    plist('<dict/>'),
    plist('<dict><key>Label</key><string/><key>ProgramArguments</key><array/></dict>'),
    job('<key>runatload</key><true/>'),
    job('<key>KeepAlive</key><string>yes</string>'),
    job('<key>ProcessType</key><string>Fast</string>'),
    job('<key>LimitLoadToSessionType</key><true/>'),
    job('<key>MachServices</key><real>1</real>'),
    job('<key>EnvironmentVariables</key><array/>'),
    job('<key>StartCalendarInterval</key><date>2026-01-01T00:00:00Z</date>'),
    'bplist00',
    'bplist99',
    `bplist00${'\0'.repeat(64)}`,
  ])('%.60j', async (text) => {
    const [english, chinese] = await inBoth(() => problems(Buffer.from(text)));
    const places = (all: typeof english) => all.map(({ effect, location }) => ({ effect, location }));
    expect(chinese.length).toBeGreaterThan(0);
    expect(places(chinese)).toEqual(places(english));
    for (const { message } of chinese) expectChinese(withoutCode(message));
  });

  it.each([Buffer.from([0xff]), Buffer.from([0xff, 0xfe, 0, 0xd8]), Buffer.from('<\0p\0')])(
    'bytes that are no text: %j',
    (bytes) => {
      for (const { message } of problems(bytes)) expectChinese(withoutCode(message));
    },
  );
});

/** What it fails with: all that is said of it. */
function saidOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return [error.message, error.why ?? ''].filter(Boolean);
    throw error;
  }
  return [];
}

it.each([
  () => editPlist(Buffer.from('<plist>'), 'a.plist', []),
  () => editPlist(Buffer.from(plist('<true/>')), 'a.plist', [{ op: 'set', path: ['A', 'B'], value: 1 }]),
  () => editPlist(Buffer.from(plist('<array/>')), 'a.plist', [{ op: 'set', path: [3], value: 1 }]),
  () => editPlist(Buffer.from(plist('<true/>')), 'a.plist', [{ op: 'remove', path: [] }]),
  () =>
    editPlist(Buffer.from(plist('<dict/>')), 'a.plist', [
      { op: 'insert', path: ['A'], after: 0, values: ['b'] },
    ]),
  () => buildPlist('\u0001'),
  () => buildPlist({ '\u0001': 1 }),
  () => buildPlist(2n ** 70n),
  () => buildPlist(Number.NaN),
  () => buildPlist({ at: new Date(Number.NaN) }),
])('what cannot be edited or written: %#', (act) => {
  const said = saidOf(act);
  expect(said.length).toBeGreaterThan(0);
  for (const text of said) expectChinese(withoutCode(text));
});

describe('files of ours that are not as they should be', () => {
  it.each([
    'apps: hermes\n',
    '- a\n',
    'app: 1\n',
    'home: here\n',
    'manager: sysv\n',
    'systemd: 3\n',
    'systemd: 30000\n',
    'strategy: dropins\n',
    'program: []\n',
    'program: 5\n',
    "program: ''\n",
    'path: ["a:b"]\n',
    'environment: { A: 1 }\n',
    'environment: { API_SERVER_KEY: hush }\n',
    'environment: { "A B": x }\n',
    'readyTimeout: -1\n',
    'profiles: { ../x: enabled }\n',
    'profiles: { work: enabeld }\n',
    'profiles: { work: 5 }\n',
    'profiles: { work: { stat: enabled } }\n',
    'profiles: { work: { state: sometimes } }\n',
    'profiles: [work]\n',
    'ports: { reserved: [70000] }\n',
    'ignore: [{ path: /a }]\n',
    'ignore: [{ rule: null }]\n',
    'a: b: c\n',
  ])('unitpin.yaml: %j', (text) => {
    const said = saidOf(() => readManifest(text, '/unitpin.yaml'));
    expect(said.length).toBeGreaterThan(0);
    for (const one of said) expectChinese(withoutCode(one.replace(/“[^”]*”/g, 'x')));
  });

  it.each([
    '{}\n',
    'id: A B\n',
    'id: a\nhome: { variable: 1A, default: /x, names: "(" }\n',
    'id: a\nhome: { variable: A, default: x, profiles: y }\n',
    'id: a\nhome: { variable: A, default: x }\nrewritesSince: today\nhealth: { path: x }\n',
    'id: a\nhome: { variable: A, default: x }\nexitCodes: { fatal: 256 }\ncommand: { programs: [{}] }\n',
    'id: a\nhome: { variable: A, default: x }\nnaming: { profileUnit: x }\ncommand: { replaceFlag: x }\n',
  ])('app.yaml: %j', (text) => {
    const said = saidOf(() => checkApp(text, '/app.yaml'));
    expect(said.length).toBeGreaterThan(0);
    for (const one of said) expectChinese(withoutCode(one));
  });
});

it('says in Chinese what a specifier lacks, and leaves the words of systemd as they are', () => {
  const found = expandSpecifiers('%4', new Map());
  expect(found).toEqual({ ok: false, reason: 'systemd 不认识 specifier %4，百分号要写成 %%' });
});
