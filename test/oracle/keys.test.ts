import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { keysOf, replacement } from '../../src/systemd/keys.ts';
import { accountSpecifiers, expandWith } from '../../src/systemd/specifiers.ts';
import { takenSince } from '../../src/systemd/values.ts';
import fc, { seed } from '../support/fast-check.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { oracleAccount } from './ours.ts';
import { askSystemd, installedSystemd, SYSTEMD } from './systemd.ts';

/** The grammars are those of this version; another one may take more. */
const VERSION = 252;

/** Values of every kind: each is tried with every type. */
const VALUES = [
  'yes no 1 0 on off true f T Yes oN 2 "yes" enabled y_ maybe',
  '5 5s 1min 5sec +5 -5 infinity INFINITY 5x 1.5h .5 1..5 5,5 abc 1_min 5m5 inf 5min30s 500ms 5us 5ns 1h 2w 1M 1y',
  '0x10 010 08 1.5 4294967295 4294967296 0b1 0o7 +0x5 -0x5 65535 255 256 18446744073709551615',
  '-20 19 20 -21 +19 +20 40 41 1000 -1000 1001 7 8 127 128 9 10 10000 10001 262144 262145',
  '0077 077 77 888 7777 10000 00000777 0x1f +22 u=rw',
  '20% 20.5% 1000% 20%% -5% 20.55% 20.555% 3000000% 99999999999% 0% 100% 101% %',
  '1G 1g 1.5G 1K 1KB 1GB 1B 1T 1E 16E 1Q 1024M5K 5K1024M 1_G 1.5 G 1M1 5B3',
  '1024:2048 2048:1024 1024: :5 infinity:5 5:infinity 1G:2G 1s:2s 1:2 -20:5 -5:-10 unlimited',
  'SIGTERM TERM sigterm RTMIN RTMIN+3 SIGRTMIN+30 RTMIN+31 RTMAX RTMAX-3 32 33 64 65 IOT POLL EXCEPTION CHDIR BPF FOO',
  'none main exec all foo ALL simple notify notify-reload idle always on-failure On-failure control-group mixed process',
  'reboot exit exit-force halt soft-reboot fail replace isolate lenient inactive failed strict full Full read-only tmpfs',
  'private shared slave inherit auto kill closed emerg warn err local7 local8 kern rr fifo ext best-effort realtime',
  'null tty socket fd fd:foo fd: file:/a file:a file: append:/a append:a append:/a/../b append:"/a" truncate:/a journal kmsg',
  'syslog journal+console data /a a ~ ~/a -/a +/a -+/a +-/a -~ /a/../b /a/./b //a/ /a/.. %h %h/x %i %z /%z /%i /a:/b /a:b /a:',
  '!/a |/a |!/a !|/a !! $HOME/x "/a" foo/bar ../foo foo/../bar foo:bar foo:/bar . .. foo/ foo//bar private/x a.b',
  'foo.service foo.target foo.bar foo@.service foo@x.service a/b.service foo.service, %i.service %p.service %z.service',
  'foo.slice -.slice a-b.slice foo@.slice a--b.slice -foo.slice foo-.slice system-foo@x.slice',
  'http://x https://x file:/x file:x info:x man:x man: www.x.y http:/x http:// ftp://x',
  'org.foo :1.5 org.foo.Bar-1 org.1foo org..foo .org org. %p.x org.%p',
].flatMap((line) => line.split(' '));

/** Every word that some type has, right and misspelt. */
const TYPES = new Set(
  ['Unit', 'Service'].flatMap((section) => [...(keysOf(section) ?? [])].map(([, { type }]) => type)),
);
const WORDS = new Set(
  [...TYPES]
    .flatMap((type) => type.split('|').map((word) => word.replace(/@.*/, '')))
    .flatMap((word) => [word, word.toUpperCase(), `${word}s`]),
);

/** Two words, which some types take as a list. */
const PAIRS = [
  '0 SIGTERM',
  '75 FOO',
  '/a b',
  '/a /b',
  'a.service b',
  'a.service b.target',
  'foo bar',
  '1 2',
  '5min 30s',
  '1 G',
  '1 . 5',
  '5min -1',
  '5 .5',
  '1s 1s',
];

const anyText = fc.string({
  unit: fc.constantFrom(...'0159./~ samhKMGTinfty@'),
  minLength: 1,
  maxLength: 6,
});

/** What systemd says of a line that it takes all the same. */
const TAKEN = /will be removed soon|in user mode specified as|is obsolete|Unit uses KillMode=none/;
/** A bad value of these costs the whole unit: each is tried in one of its own. */
const FATAL = new Set(['DynamicUser', 'RootDirectory', 'RootImage', 'RootVerity', 'WorkingDirectory']);

/** Quoted words are not judged in these. */
const LISTS = new Set(['urls', 'units', 'paths', 'statuses', 'access-paths', 'folders', 'unlinked-folders']);

interface Pair {
  section: string;
  key: string;
  type: string;
  value: string;
}

function pairs(): Pair[] {
  const clean = (value: string): string => value.trim();
  const random = fc.sample(anyText, 150).map(clean);
  const few = fc.sample(fc.constantFrom(...VALUES), 20);
  const seen = new Set<string>();
  return ['Unit', 'Service'].flatMap((section) =>
    [...(keysOf(section) ?? [])].flatMap(([key, { type, since }]) => {
      if (type === 'any' || (since ?? 0) > VERSION) return [];
      // Keys of one type are read by one function: one of them is tried with everything.
      const values = seen.has(type) ? few : [...VALUES, ...WORDS, ...PAIRS, ...random];
      seen.add(type);
      return values
        .filter((value) => value !== '' && !(LISTS.has(type) && value.includes('"')))
        .map((value) => ({ section, key, type, value }));
    }),
  );
}

requireOrSkip(installedSystemd, 'we know keys and values as systemd does', () => {
  const version = Number(
    /^systemd (\d+)/.exec(spawnSync(SYSTEMD, ['--version'], { encoding: 'utf8' }).stdout)?.[1],
  );

  it('every key that it knows, in its section, and no other', () => {
    const { stdout } = spawnSync(SYSTEMD, ['--dump-configuration-items'], { encoding: 'utf8' });
    for (const section of ['Unit', 'Service', 'Install']) {
      const block = new RegExp(`^\\[${section}\\]\\n((?:.+\\n)*)`, 'm').exec(stdout)?.[1] ?? '';
      const theirs = [...block.matchAll(/^(\w+)=/gm)].map(([, key]) => key as string);
      const ours = keysOf(section) ?? new Map();
      expect(theirs.length).toBeGreaterThan(4);
      expect(theirs.filter((key) => !ours.has(key) && !replacement(section, key))).toEqual([]);
      const old = [...ours].filter(([, { since }]) => (since ?? 0) <= version).map(([key]) => key);
      expect(old.filter((key) => !theirs.includes(key))).toEqual([]);
    }
  });

  it.runIf(version === VERSION)('takes and drops the same values', () => {
    const all = pairs();
    const lines: string[] = [];
    const shared = ['Unit', 'Service'].flatMap((name) => {
      lines.push(`[${name}]`);
      return all
        .filter(({ section, key }) => section === name && !FATAL.has(key))
        .map((pair) => ({ ...pair, line: lines.push(`${pair.key}=${pair.value}`) }));
    });
    const alone = all.filter(({ key }) => FATAL.has(key));
    const files = new Map([
      ['all.service', `${lines.join('\n')}\n`],
      ...alone.map(({ key, value }, index): [string, string] => [
        `one${index}.service`,
        `[Service]\nExecStart=/bin/true\n${key}=${value}\n`,
      ]),
    ]);
    const { home, messages } = askSystemd(files);
    const dropped = new Set(
      messages.flatMap((line) => {
        const [, name, number, text = ''] = /\/([a-z]+\d*\.service):(\d+): (.*)/.exec(line) ?? [];
        return name === undefined || TAKEN.test(text) ? [] : [`${name}:${number}`];
      }),
    );
    const ours = ({ type, value }: Pair, name: string): boolean => {
      const account = {
        ...oracleAccount(home),
        user: oracleAccount(home).name,
        scope: 'user' as const,
        runtimeDir: `${home}/run`,
      };
      return (
        takenSince(
          type,
          value,
          expandWith(() => accountSpecifiers(name, account)),
        ) <= VERSION
      );
    };
    const differing = [
      ...shared.map((pair) => ({
        ...pair,
        systemd: !dropped.has(`all.service:${pair.line}`),
        ours: ours(pair, 'all.service'),
      })),
      ...alone.map((pair, index) => ({
        ...pair,
        systemd: !dropped.has(`one${index}.service:3`),
        ours: ours(pair, `one${index}.service`),
      })),
    ].filter((one) => one.systemd !== one.ours);
    expect({
      seed,
      all: all.length > 3000,
      differing: differing.length,
      first: differing.slice(0, 5),
    }).toEqual({
      seed,
      all: true,
      differing: 0,
      first: [],
    });
    expect(dropped.size).toBeGreaterThan(all.length / 4);
    expect(dropped.size).toBeLessThan((all.length * 19) / 20);
  });
});
