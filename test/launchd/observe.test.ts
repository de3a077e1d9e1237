import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import type { PlistData } from '../../src/launchd/data.ts';
import { buildPlist } from '../../src/launchd/emit.ts';
import { launchdFolders } from '../../src/launchd/folders.ts';
import { observeLaunchd, observeLaunchdFile } from '../../src/launchd/observe.ts';

const AGENTS = '/Users/ann/Library/LaunchAgents';
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'unitpin-launchd-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function put(path: string, content: string | Buffer): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  return path;
}
const job = (data: { [key: string]: PlistData }): string => buildPlist({ Label: 'l', ...data });
const file = (content: string | Buffer) =>
  observeLaunchdFile(filesBelow(root), put(`${AGENTS}/job.plist`, content), {
    scope: 'user',
    accountHome: '/Users/ann',
  });
const agents = (mentions?: string[]) =>
  observeLaunchd(filesBelow(root), launchdFolders('user', '/Users/ann'), {
    accountHome: '/Users/ann',
    ...(mentions && { mentions }),
  });

it('every field of a job', () => {
  const text = `<plist version="1.0">
<dict>
  <key>Label</key>
  <string>ai.hermes.gateway</string>
  <key>ProgramArguments</key>
  <array>
    <string>~/hermes</string> <string>$HOME</string>
    <string>*.txt %h</string>
  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>Z</key><string>1</string>
    <key>A</key><string>2</string>
    <key>PORT</key><integer>3</integer>
  </dict>
</dict>
</plist>
`;
  const definition = file(text);
  const path = `${AGENTS}/job.plist`;
  const at = (line: number, column: number) => ({ path, line, column });
  const command = {
    argv: ['~/hermes', '$HOME', '*.txt %h'],
    environment: new Map([
      ['Z', { value: '1', origin: { kind: 'definition', location: at(12, 17) } }],
      ['A', { value: '2', origin: { kind: 'definition', location: at(13, 17) } }],
    ]),
  };
  expect(definition).toMatchObject({
    manager: 'launchd',
    id: `launchd:user:${path}`,
    name: 'ai.hermes.gateway',
    scope: 'user',
    path,
    dropIns: [],
    command,
    commandAt: at(5, 3),
    wordsAt: [at(7, 5), at(7, 31), at(8, 5)],
    accountHome: '/Users/ann',
    problems: [
      {
        effect: 'dropped',
        message: 'EnvironmentVariables.PORT is an integer; it must be a string',
        location: at(14, 20),
      },
    ],
    format: 'xml',
  });
  expect([...definition.command.environment.keys()]).toEqual(['Z', 'A']);
  expect(definition.resolved).toBe(definition.command);
  expect(definition.sources).toEqual(new Map([[path, text]]));
  expect(definition.plist?.entries.map(({ key }) => key)).toEqual([
    'Label',
    'ProgramArguments',
    'EnvironmentVariables',
  ]);
});

describe('the command', () => {
  it.each<[{ [key: string]: PlistData }, string[]]>([
    [{ Program: '/bin/a' }, ['/bin/a']],
    [{ ProgramArguments: ['/bin/a', 'b'] }, ['/bin/a', 'b']],
    [{ Program: '/bin/a', ProgramArguments: ['x', 'b'] }, ['/bin/a', 'b']],
    [{ Program: '/bin/a', ProgramArguments: [] }, ['/bin/a']],
    [{ BundleProgram: 'Contents/a' }, ['Contents/a']],
    [{ ProgramArguments: ['/bin/a', 1] }, []],
    [{ Program: '/bin/a', ProgramArguments: 'x' }, []],
    [{}, []],
  ])('%j', (data, argv) => {
    const { command, wordsAt } = file(job(data));
    expect(command.argv).toEqual(argv);
    expect(wordsAt.length).toBe(argv.length);
  });
});

describe('what cannot be read is there, with the reason', () => {
  it.each<[string, string]>([
    ['<plist><dict>', 'the file ends too early'],
    ['', 'the file is empty'],
    ['<plist><array/></plist>', 'a job must be a <dict>'],
    ['{}', 'this is a JSON or OpenStep property list; launchd reads only XML and binary ones'],
  ])('%j', (text, message) => {
    const definition = file(text);
    expect(definition).toMatchObject({ name: 'job', command: { argv: [] }, commandAt: null, plist: null });
    expect(definition.problems).toMatchObject([
      { effect: 'fatal', message: message.replace('the file ends too early', '<dict> is never closed') },
    ]);
  });

  it('a file that is not there', () => {
    const definition = observeLaunchdFile(filesBelow(root), '/no.plist', {
      scope: 'unknown',
      accountHome: null,
    });
    expect(definition.id).toBe('launchd:unknown:/no.plist');
    expect(definition.problems).toEqual([
      {
        effect: 'fatal',
        message: 'the file is not there',
        location: { path: '/no.plist', line: 1, column: 1 },
      },
    ]);
  });

  it('links to nowhere and in a circle', () => {
    mkdirSync(join(root, AGENTS), { recursive: true });
    symlinkSync('/nowhere', join(root, AGENTS, 'a.plist'));
    symlinkSync('b.plist', join(root, AGENTS, 'b.plist'));
    expect(agents().flatMap(({ problems }) => problems.map(({ message }) => message))).toEqual([
      'the file is not there',
      'the file cannot be read: its links go round in a circle',
    ]);
  });
});

describe('a folder', () => {
  it('gives its plists and nothing else, in the order of names', () => {
    put(`${AGENTS}/b.plist`, job({ Label: 'B', Program: '/b' }));
    put(`${AGENTS}/a.plist`, job({ Label: '', Program: '/a' }));
    put(`${AGENTS}/a.plist.bak`, job({}));
    put(`${AGENTS}/notes.txt`, 'x');
    put(`${AGENTS}/sub.plist/c.plist`, job({}));
    put('/Library/LaunchAgents/z.plist', job({ Label: 'Z', Program: '/z' }));
    expect(agents().map(({ name }) => name)).toEqual(['a', 'B', 'Z']);
  });

  it('only those that mention a word, whatever the case and the encoding', () => {
    put(`${AGENTS}/other.plist`, job({ Program: '/bin/other' }));
    put(`${AGENTS}/broken.plist`, '<plist>');
    put(`${AGENTS}/HERMES.plist`, '<plist>');
    put(`${AGENTS}/in-text.plist`, job({ Program: '/opt/Hermes/bin' }));
    put(`${AGENTS}/in-utf16.plist`, Buffer.from(`\ufeff${job({ Program: '/hermes' })}`, 'utf16le'));
    put(`${AGENTS}/not-utf16.plist`, Buffer.from(`\ufeff${job({ Program: '/other' })}`, 'utf16le'));
    expect(agents(['hermes', 'openclaw']).map(({ path }) => path.slice(AGENTS.length + 1))).toEqual([
      'HERMES.plist',
      'in-text.plist',
      'in-utf16.plist',
    ]);
  });

  it('binary ones', () => {
    const bytes = Buffer.from(
      'YnBsaXN0MDDSAQIDBFVMYWJlbFdQcm9ncmFtU0FnZWcALwBoAOkAcgBtAGUAcwgNExsfAAAAAAAAAQEAAAAAAAAABQAAAAAAAAAAAAAAAAAAAC4=',
      'base64',
    );
    put(`${AGENTS}/bin.plist`, bytes);
    expect(agents(['hérmes'])).toMatchObject([
      { name: 'Age', format: 'binary', command: { argv: ['/hérmes'] } },
    ]);
    expect(agents(['openclaw'])).toEqual([]);
    expect(file(bytes).sources).toEqual(new Map([[`${AGENTS}/job.plist`, '']]));
  });

  it('the home is that of the account the job runs as', () => {
    put('/Library/LaunchDaemons/a.plist', job({ Program: '/a' }));
    put('/Library/LaunchDaemons/b.plist', job({ Program: '/b', UserName: 'bob' }));
    put('/Library/LaunchDaemons/c.plist', job({ Program: '/c', UserName: 'nobody' }));
    const homeOf = (user: string) => ({ root: '/var/root', bob: '/Users/bob' })[user] ?? null;
    const options = { accountHome: '/Users/ann', homeOf };
    const found = observeLaunchd(filesBelow(root), launchdFolders('system', '/Users/ann'), options);
    expect(found.map(({ accountHome }) => accountHome)).toEqual(['/var/root', '/Users/bob', null]);
    put(`${AGENTS}/d.plist`, job({ Program: '/d', UserName: 'bob' }));
    expect(agents()[0]?.accountHome).toBe('/Users/ann');
  });
});

it('the folders', () => {
  expect(launchdFolders('user', '/Users/ann')).toEqual([
    { path: AGENTS, scope: 'user' },
    { path: '/Library/LaunchAgents', scope: 'user' },
  ]);
  expect(launchdFolders('user', null)).toEqual([{ path: '/Library/LaunchAgents', scope: 'user' }]);
  expect(launchdFolders('system', null)).toEqual([{ path: '/Library/LaunchDaemons', scope: 'system' }]);
});
