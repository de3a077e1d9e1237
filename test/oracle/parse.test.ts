import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import fc, { seed } from '../support/fast-check.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { unitText } from './arbitrary.ts';
import { type Ours, readOurs } from './ours.ts';
import { askSystemd, installedSystemd, type Loaded, type Verdict } from './systemd.ts';

const COUNT = 6000;

/** What systemd and we make of the same unit; null when it is the same. */
function difference(name: string, bytes: Buffer, { home, units, messages }: Verdict) {
  const theirs = units.get(name);
  const ours = readOurs(name, bytes, home);
  const shape = (unit: Loaded | Ours, refused: boolean) =>
    refused
      ? { refused }
      : {
          refused,
          commands: unit.commands,
          environment: unit.environment,
          environmentFiles: unit.environmentFiles,
          passEnvironment: [...new Set(unit.passEnvironment)],
          unsetEnvironment: [...new Set(unit.unsetEnvironment)],
        };
  const wanted = theirs ? shape(theirs, theirs.state !== 'loaded') : 'not in the dump';
  const got = shape(ours, ours.refused);
  if (JSON.stringify(wanted) === JSON.stringify(got)) return null;
  const said = messages.filter((line) => line.includes(`/${name}:`) || line.startsWith(`${name}:`));
  return { name, text: bytes.toString('utf8'), systemd: wanted, ours: got, said, problems: ours.problems };
}

function expectNone(files: ReadonlyMap<string, Buffer>): Verdict {
  const verdict = askSystemd(files);
  const differing = [...files]
    .map(([name, bytes]) => difference(name, bytes, verdict))
    .filter((one) => one !== null);
  expect({ seed, differing: differing.length, first: differing.slice(0, 3) }).toEqual({
    seed,
    differing: 0,
    first: [],
  });
  return verdict;
}

requireOrSkip(installedSystemd, 'we read units as systemd does', () => {
  it(`${COUNT} random units, right and wrong`, () => {
    const texts = fc.sample(unitText, COUNT).filter((text) => text !== '');
    const names = ['plain', 'with-dash', 'foo-bar\\x2dbaz', 'esc\\x2d-a'];
    const files = new Map(
      texts.map((text, index) => [`${names[index % names.length]}${index}.service`, Buffer.from(text)]),
    );
    const { units } = expectNone(files);
    const accepted = [...files.keys()].filter((name) => units.get(name)?.state === 'loaded');
    // The fuzz is worth something only when there is enough of both.
    expect(accepted.length).toBeGreaterThan(texts.length / 6);
    expect(accepted.length).toBeLessThan((texts.length * 5) / 6);
  });

  it('cases that chance meets too seldom', () => {
    const values = [
      ...[
        '\\400',
        '\\377',
        '\\000',
        '\\x00',
        '\\xff',
        '\\q',
        '\\',
        '\\u0000',
        '\\ud800',
        '\\ud83d\\ude00',
        '\\ufffe',
        '\\U00110000',
      ],
      ...[
        '%z',
        '%Z',
        '%9',
        '%',
        '%!',
        '%%h',
        '"',
        "'",
        '"\\',
        "\\'",
        ';',
        '; ;',
        '\\;',
        '";"',
        '\ufeff',
        '\u0085',
        '\u2028',
      ],
      ...[
        'x'.repeat(255),
        'x'.repeat(256),
        '/y'.repeat(2047),
        '/y'.repeat(2048),
        '/./',
        '..',
        '.',
        '-',
        '@',
        '+',
        '!',
        '!!',
        ':',
        '+!',
        '!+',
      ],
    ];
    const forms = [
      '/bin/x V',
      '/bin/x zVz "V"',
      'V',
      '-V',
      '@V a',
      '/V',
      '-/V x',
      '/bin/x ; V',
      '-/bin/x ; -V ; /bin/y',
    ];
    const ends = ['\0\n', '\n\0', '\0\0', '\r\n\r', '\n\r\n', '\\\0\n', '\\\n\0', '\\\r\n \r\n', '\\\n#\n'];
    const texts = [
      ...values.flatMap((value) => [
        ...forms.map(
          (form) => `[Service]\nType=oneshot\nExecStart=${form.replaceAll('V', value)}\nExecStart=/bin/end\n`,
        ),
        `[Service]\nExecStart=/bin/x\nEnvironment=A=1 B=${value} "C=${value}" D=1\nEnvironment=E=1\n`,
        `[Service]\nExecStart=/bin/x\nPassEnvironment=A ${value} B\nUnsetEnvironment=A ${value} B=${value} C\nEnvironmentFile=-${value}\nEnvironmentFile=/${value}`,
      ]),
      ...ends.map(
        (end) =>
          `[Service]\nExecStart=/bin/x${end}Environment=A=1${end}Environment=B=2${end}${end}Environment=C=3`,
      ),
    ];
    expectNone(new Map(texts.map((text, index) => [`c${index}.service`, Buffer.from(text)])));
  });

  it('bytes that are no UTF-8, NUL, and odd line ends', () => {
    const byte = fc.constantFrom(
      ...[0, 10, 13, 32, 92, 35, 61, 91, 93, 0x41, 0xc3, 0xa9, 0xff, 0xef, 0xbf, 0xbe],
    );
    const arbitrary = fc.array(
      fc.tuple(
        fc.constantFrom('', 'Environment=A', '[Service]', 'X=y', '# c'),
        fc.array(byte, { maxLength: 6 }),
      ),
      {
        maxLength: 6,
      },
    );
    const files = new Map(
      fc
        .sample(arbitrary, 2000)
        .map((parts, index) => [
          `b${index}.service`,
          Buffer.concat([
            Buffer.from('[Service]\nExecStart=/bin/x\n'),
            ...parts.flatMap(([text, bytes]) => [Buffer.from(text), Buffer.from(bytes)]),
          ]),
        ]),
    );
    expectNone(files);
  });

  it('every service this machine has', () => {
    const files = new Map<string, Buffer>();
    for (const folder of ['/usr/lib/systemd/user', '/usr/lib/systemd/system']) {
      for (const name of readdirSync(folder)) {
        if (
          !/^[^@]+\.service$/.test(name) ||
          statSync(`${folder}/${name}`, { throwIfNoEntry: false })?.isFile() !== true
        )
          continue;
        const bytes = readFileSync(`${folder}/${name}`);
        // Under another name, for it must not become part of the manager that judges it, nor conflict with one.
        if (bytes.length > 0) files.set(`seen-${files.size}-${name}`, withoutDependencies(bytes));
      }
    }
    expect(files.size).toBeGreaterThan(10);
    expectNone(files);
  });
});

/** Only what is not about the command is taken away: system units pull in what a user's manager has not. */
const withoutDependencies = (bytes: Buffer): Buffer =>
  Buffer.from(
    bytes
      .toString('utf8')
      .replace(
        /^(After|Before|Wants|Requires|Conflicts|BindsTo|PartOf|OnFailure|Type|BusName|Restart|Sockets|Requisite|DefaultDependencies|Condition\w+|Assert\w+|JoinsNamespaceOf|Also|Alias|Slice)=.*(\\\n.*)*$/gm,
        '',
      )
      .replace(/^\[Service\]$/m, '[Service]\nType=oneshot'),
  );
