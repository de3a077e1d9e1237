import { beforeAll, describe, expect, it } from 'vitest';
import { loadApp } from '../../src/fleet/app.ts';
import { checkApp } from '../../src/fleet/app-schema.ts';
import { dependencyLevels } from '../../src/fleet/levels.ts';
import { readManifest } from '../../src/fleet/manifest.ts';
import { profileInName, suffixOf, unitName } from '../../src/fleet/naming.ts';
import { listProfiles } from '../../src/fleet/profiles.ts';
import { findProgram } from '../../src/fleet/program.ts';
import { releaseDate } from '../../src/fleet/release.ts';
import { buildFleet, type FleetInput } from '../../src/fleet/services.ts';
import { stopTimeout } from '../../src/fleet/stop-timeout.ts';
import { EXIT, Failure } from '../../src/host/failure.ts';
import { filesBelow } from '../../src/host/files.ts';
import { builtInApps, packageFolder, readNamedFile } from '../../src/host/package.ts';
import type { App } from '../../src/model/app.ts';
import { makeRoot, type Tree } from '../support/home.ts';

let app: App;
beforeAll(async () => {
  app = await loadApp('hermes');
});

/** The failure a call ends with: message, place, why, next and exit code. */
function failureOf(call: () => unknown) {
  try {
    call();
  } catch (error) {
    if (error instanceof Failure) {
      const { message, where, why, next, exit } = error;
      return { message, where, why, next, exit: EXIT[exit] };
    }
    throw error;
  }
  throw new Error('it did not fail');
}

describe('app.yaml', () => {
  it.each(builtInApps())('%s is as the schema wants it', (name) => {
    const path = `${packageFolder()}/templates/${name}/app.yaml`;
    expect(checkApp(readNamedFile(path), path).id).toBe(name);
  });

  const broken = (change: (text: string) => string) =>
    failureOf(() =>
      checkApp(change(readNamedFile(`${packageFolder()}/templates/hermes/app.yaml`)), 'my/app.yaml'),
    );

  it('names file, line and key of a mistake', () => {
    const found = broken((text) =>
      text.replace('host: 127.0.0.1, port: 8642', 'host: 127.0.0.1, port: eight'),
    );
    expect(found.message).toBe(
      'my/app.yaml is not as it should be: endpoint.default.port: expected a number, found a string',
    );
    expect(found.where).toMatchObject({ path: 'my/app.yaml', column: 31 });
    expect(found.exit).toBe(2);
  });

  it('repeats nothing of a file that is something else: it may hold secrets', () => {
    expect(() =>
      readManifest('root:$6$salt$hash:20228:0:99999:7:::\nsecret word: 1\n', '/etc/shadow'),
    ).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/\$6\$|secret/) }));
    expect(() => readManifest('"root:$6$salt": 1\n', '/etc/shadow')).toThrow(
      /: the file: unknown key; known are/,
    );
  });

  it('names an unknown key and what is known there', () => {
    const found = broken((text) =>
      text.replace('replaceFlag: --replace', 'replaceFlag: --replace\n  replaceFlags: x'),
    );
    expect(found.message).toContain(
      'command.replaceFlags: unknown key; known are programs, wrappers, profileFlags, replaceFlag,',
    );
  });

  it('is YAML with a position', () => {
    expect(failureOf(() => checkApp('id: [1\nx', 'a.yaml'))).toMatchObject({
      message: 'a.yaml is not valid YAML: deficient indentation',
      exit: 2,
    });
  });

  it('says which apps there are', async () => {
    await expect(loadApp('nothing')).rejects.toMatchObject({
      message: 'no app is called nothing',
      next: expect.stringContaining('hermes'),
    });
    await expect(loadApp('./nowhere.yaml')).rejects.toMatchObject({ message: './nowhere.yaml is not there' });
  });
});

describe('profiles', () => {
  // G-01, G-20
  it('come from disk: default always, no tombstones, no staging folders, no odd names', () => {
    const root = makeRoot({
      'h/profiles/code/config.yaml': '',
      'h/profiles/.deleted/old/config.yaml': '',
      'h/profiles/.code.staging-12/config.yaml': '',
      'h/profiles/Upper/x': '',
      'h/profiles/default/x': '',
      'h/profiles/file': '',
      'h/profiles/linked': { to: '/elsewhere' },
      'elsewhere/config.yaml': '',
      'h/profiles/-dash/x': '',
      [`h/profiles/${'a'.repeat(64)}/x`]: '',
      [`h/profiles/${'a'.repeat(65)}/x`]: '',
    });
    expect(listProfiles(filesBelow(root), '/h', app)).toEqual(['default', 'a'.repeat(64), 'code', 'linked']);
    expect(listProfiles(filesBelow(root), '/nowhere', app)).toEqual(['default']);
  });
});

describe('names', () => {
  it('are bare, by profile, or a hash of a custom home', () => {
    const native = '/home/u/.hermes';
    expect(unitName(app, suffixOf('default', native, native, native))).toBe('hermes-gateway');
    expect(unitName(app, suffixOf('code', `${native}/profiles/code`, native, native))).toBe(
      'hermes-gateway-code',
    );
    // printf /srv/h | sha256sum
    expect(unitName(app, suffixOf('default', '/srv/h', '/srv/h', native))).toBe('hermes-gateway-fd2b6cd5');
  });

  it.each([
    ['hermes-gateway.service', 'default'],
    ['hermes-gateway-code.service', 'code'],
    ['hermes-gateway@code.service', 'code'],
    ['hermes-gateway@.service', null],
    ['hermes.service', 'default'],
    ['hermes-serve.service', null],
    ['ai.hermes.gateway', 'default'],
    ['ai.hermes.gateway-default', 'default'],
    ['ai.hermes.gateway.work', 'work'],
    ['kiri-gateway.service', null],
  ])('%s says %s', (name, profile) => {
    expect(profileInName(name, app)).toBe(profile);
  });
});

describe('unitpin.yaml', () => {
  it('finds the places of very many entries without reading the file anew for each', () => {
    const count = 3_500;
    const { ignores } = readManifest(`ignore:\n${'  - { rule: x, reason: y }\n'.repeat(count)}`, 'u.yaml');
    expect(ignores.at(-1)?.at).toEqual({ path: 'u.yaml', line: count + 1, column: 5 });
  });

  const read = (text: string) => readManifest(text, '/m/unitpin.yaml');

  it('gives defaults to profiles, which may override them', () => {
    const { profiles } = read(
      'environment: { A: "1" }\npath: [/opt/bin]\nreplace: drop\nprofiles:\n  default:\n  code: manual\n  work: { dependsOn: [default], environment: { A: "2", B: "3" }, replace: keep }\n',
    );
    expect([...profiles.keys()]).toEqual(['default', 'code', 'work']);
    expect(profiles.get('default')).toMatchObject({
      state: 'enabled',
      replace: 'drop',
      environment: { A: '1' },
      path: ['/opt/bin'],
    });
    expect(profiles.get('code')).toMatchObject({ state: 'manual', dependsOn: [] });
    expect(profiles.get('work')).toMatchObject({
      dependsOn: ['default'],
      replace: 'keep',
      environment: { A: '2', B: '3' },
    });
  });

  it('gives them to a profile it does not name, too', () => {
    const { profiles, defaults } = read(
      'replace: drop\nenvironment: { A: "1" }\nprofiles: { default: manual }\n',
    );
    expect(profiles.has('code')).toBe(false);
    expect(defaults).toMatchObject({ state: 'enabled', replace: 'drop', environment: { A: '1' } });
  });

  it('reserves ports', () => {
    expect(read('ports: { reserved: [8700, 9000] }').reservedPorts).toEqual([8700, 9000]);
    expect(read('ports: {}').reservedPorts).toEqual([]);
  });

  it('may be empty', () => {
    expect(read('').profiles.size).toBe(0);
    expect(read('# nothing yet\n').profiles.size).toBe(0);
  });

  it.each([
    [
      'profiles:\n  code:\n    stat: enabled\n',
      'profiles.code.stat: unknown key; known are state, dependsOn',
      { line: 3, column: 5 },
    ],
    ['profiles:\n  ../x: enabled\n', 'profiles.../x: a profile name is a-z', { line: 2, column: 3 }],
    ['ports:\n  reserved: [8700, 70000]\n', 'ports.reserved.1: a port: 1 to 65535', { line: 2, column: 20 }],
    ['ports:\n  reserved: [8650.5]\n', 'ports.reserved.0: a port: 1 to 65535', { line: 2, column: 14 }],
    ['ports:\n  reserve: []\n', 'ports.reserve: unknown key; known are reserved', { line: 2, column: 3 }],
    [
      'profiles:\n  work:\n    state: sometimes\n',
      'profiles.work.state: expected one of enabled, manual, disabled',
      { line: 3, column: 5 },
    ],
    [
      'profiles:\n  work: enabeld\n',
      'profiles.work: expected one of enabled, manual, disabled',
      { line: 2, column: 3 },
    ],
    [
      'profiles:\n  work:\n    environment: { A-B: x }\n',
      'profiles.work.environment.A-B: not the name of',
      { line: 3 },
    ],
    ['path: ["/a:b"]\n', 'path.0: an absolute folder', { line: 1 }],
    ['strategy: dropins\n', 'strategy: expected one of auto, unit, dropin', { line: 1, column: 1 }],
    ['environment:\n  A: 1\n', 'environment.A: expected a string, found a number', { line: 2, column: 3 }],
    [
      'environment:\n  API_SERVER_KEY: hush\n',
      "environment.API_SERVER_KEY: looks like a secret; definitions are readable by everybody: put it into the profile's .env",
      { line: 2, column: 3 },
    ],
    [
      'environment:\n  "A B": x\n',
      'environment.A B: not the name of an environment variable',
      { line: 2, column: 4 },
    ],
    ['- a\n', 'the file: expected a mapping, found a list', { line: 1, column: 1 }],
    ['a: b: c\n', 'not valid YAML', { line: 1 }],
    ['profiles:\n  a: enabled\n  a: manual\n', 'duplicated mapping key', { line: 3 }],
  ])('%j is an error with a place', (text, message, place) => {
    const found = failureOf(() => read(text));
    expect(found).toMatchObject({ exit: 2, where: { path: '/m/unitpin.yaml', ...place } });
    expect(found.message).toContain(message);
  });
});

describe('dependencies', () => {
  const node = (
    profile: string,
    dependsOn: string[] = [],
    state: 'enabled' | 'manual' | 'disabled' = 'enabled',
  ) => ({ profile, dependsOn, state });

  it('make levels, in the order of the input', () => {
    const levels = dependencyLevels([node('a', ['c']), node('b'), node('c'), node('d', ['a', 'b'])], 'f');
    expect(levels.map((level) => level.map(({ profile }) => profile))).toEqual([['b', 'c'], ['a'], ['d']]);
  });

  it.each([
    [[node('a', ['b']), node('b', ['c']), node('c', ['b'])], 'dependsOn goes round in a circle: b → c → b'],
    [[node('a', ['a'])], 'dependsOn goes round in a circle: a → a'],
    [
      [node('a', ['b']), node('b', ['c']), node('c', [], 'disabled')],
      'b depends on c, which is disabled (a → b → c)',
    ],
    [[node('a', ['x'])], 'a depends on x, which is not in the fleet (a → x)'],
  ])('fail with the path', (nodes, message) => {
    expect(failureOf(() => dependencyLevels(nodes, '/m/unitpin.yaml'))).toMatchObject({
      message,
      where: '/m/unitpin.yaml',
      exit: 2,
    });
  });
});

describe('the program', () => {
  const sources = {
    existing: null,
    manifest: null,
    option: null,
    variable: null,
    root: '/h',
    accountHome: '/home/u',
    searchPath: [],
  };
  const find = (tree: Tree, more: Partial<typeof sources> | object = {}) =>
    findProgram(filesBelow(makeRoot(tree)), app, { ...sources, ...more });

  // G-03
  it('is looked for in the stated order', () => {
    const tree = { 'h/hermes-agent/venv/bin/python': '', 'usr/local/bin/hermes': '' };
    const all = { existing: ['/e', '-m', 'x'], manifest: ['~/m'], option: '/o', variable: '/v' };
    expect(find(tree, all)).toEqual({ words: ['/e', '-m', 'x'], from: 'the existing definition' });
    expect(find(tree, { ...all, existing: null })).toEqual({ words: ['/home/u/m'], from: 'unitpin.yaml' });
    expect(find(tree, { option: '/o', variable: '/v' })).toEqual({ words: ['/o'], from: '--bin' });
    expect(find(tree, { variable: '/v' })).toEqual({ words: ['/v'], from: 'HERMES_BIN' });
    expect(find(tree)).toEqual({
      words: ['/h/hermes-agent/venv/bin/python', '-m', 'hermes_cli.main'],
      from: 'the install',
    });
    expect(find({ 'usr/local/bin/hermes': '' })).toEqual({ words: ['/usr/local/bin/hermes'], from: 'PATH' });
  });

  it('is never a shim of a version manager', () => {
    const tree = { 'home/u/.pyenv/shims/hermes': '', 'home/u/.asdf/shims/hermes': '' };
    const found = failureOf(() =>
      find(tree, { searchPath: ['/home/u/.pyenv/shims', '/home/u/.asdf/shims', 'relative'] }),
    );
    expect(found).toMatchObject({
      message: 'the program of Hermes Agent is not found',
      exit: 3,
      next: 'name it with --bin /path/to/the/program',
    });
  });

  it('is an absolute path', () => {
    expect(failureOf(() => find({}, { option: 'bin/hermes' }))).toMatchObject({
      message: '--bin is not an absolute path: bin/hermes',
      exit: 2,
    });
  });

  it.each([
    ['c/hermes_cli/__init__.py', '/c/venv/bin/python'],
    ['c/venv/lib/python3.11/site-packages/hermes_cli/__init__.py', '/c/venv/bin/python'],
  ])('tells its release from %s', (file, program) => {
    const files = filesBelow(makeRoot({ [file]: '__version__ = "0.18.0"\n__release_date__ = "2026.6.8"\n' }));
    expect(releaseDate(files, app, program)).toBe('2026-06-08');
    expect(releaseDate(files, app, '/elsewhere/venv/bin/python')).toBe(null);
  });
});

describe('the stop time-out', () => {
  it.each([
    ['', {}, 70],
    ['agent:\n  restart_drain_timeout: 180\n', {}, 250],
    ['agent: { restart_drain_timeout: 60, cron_drain_timeout: 0 }\n', {}, 130],
    ['agent:\n  cron_drain_timeout: 120\n', {}, 160],
    ['agent:\n  restart_drain_timeout: 180\n', { HERMES_RESTART_DRAIN_TIMEOUT: '0' }, 70],
    ['restart_drain_timeout: [unclosed', {}, 70],
    ['agent:\n  restart_drain_timeout: -5\n', {}, 70],
  ])('of %j and %j is %i s', (config, environment, seconds) => {
    const files = filesBelow(makeRoot({ 'h/config.yaml': config }));
    expect(stopTimeout(files, app, '/h', environment as Record<string, string>)).toBe(seconds);
  });
});

describe('the fleet', () => {
  const input = (tree: Tree, more: Partial<FleetInput> = {}): FleetInput => ({
    files: filesBelow(
      makeRoot({ 'h/bin/hermes': '', 'h/profiles/code/x': '', 'h/profiles/work/x': '', ...tree }),
    ),
    app,
    account: { name: 'u', uid: 1000, gid: 1000, home: '/home/u' },
    root: '/h',
    nativeRoot: '/h',
    manifest: null,
    existing: new Map(),
    selected: [],
    all: false,
    bin: null,
    environment: {},
    ...more,
  });
  const names = (fleet: ReturnType<typeof buildFleet>) => fleet.services.map(({ profile }) => profile);

  it('is the profiles that have a definition, the manifest’s, the selected, or all', () => {
    const existing = new Map([['code', { program: null, replace: false }]]);
    const manifest = readManifest('profiles: { work: { dependsOn: [default] }, default: manual }', 'm');
    expect(names(buildFleet(input({})))).toEqual([]);
    expect(names(buildFleet(input({}, { existing })))).toEqual(['code']);
    expect(names(buildFleet(input({}, { existing, manifest })))).toEqual(['default', 'work']);
    expect(names(buildFleet(input({}, { existing, selected: ['work'] })))).toEqual(['work']);
    expect(names(buildFleet(input({}, { manifest, selected: ['work'] })))).toEqual(['default', 'work']);
    expect(names(buildFleet(input({}, { all: true })))).toEqual(['default', 'code', 'work']);
  });

  it('gives what stands beside profiles to those that are chosen without being listed', () => {
    const manifest = readManifest('replace: drop\nenvironment: { A: "1" }\nprofiles: { default: }', 'm');
    const existing = new Map([['code', { program: null, replace: true }]]);
    const { services } = buildFleet(input({}, { manifest, existing, selected: ['code'] }));
    expect(services).toMatchObject([
      { profile: 'code', replace: { systemd: false }, replacePolicy: 'drop', environment: { A: '1' } },
    ]);
  });

  // G-05
  it('pins by flag, home and marker, with a PATH of its own', () => {
    const [service] = buildFleet(
      input({ 'home/u/.local/bin/x': '' }, { selected: ['code'], environment: { PATH: '/tmp/evil' } }),
    ).services;
    expect(service).toMatchObject({
      unit: 'hermes-gateway-code',
      label: 'ai.hermes.gateway-code',
      argv: ['/h/bin/hermes', '--profile', 'code', 'gateway', 'run'],
      pin: { HERMES_HOME: '/h/profiles/code', HERMES_SUPERVISED_CHILD: '1' },
      environment: {
        PATH: '/home/u/.local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      },
      replace: { systemd: true, launchd: false },
    });
  });

  it.each([
    [undefined, undefined, true],
    ['2026.5.20', undefined, true],
    ['2026.6.8', undefined, false],
    ['2026.6.8', 'keep', true],
    ['2026.5.20', 'drop', false],
  ])('released %s, policy %s: --replace on systemd is %s', (released, replace, expected) => {
    const tree: Tree = released
      ? {
          'h/hermes-agent/venv/bin/python': '',
          'h/hermes-agent/hermes_cli/__init__.py': `__release_date__ = "${released}"`,
        }
      : {};
    const manifest = readManifest(
      `profiles: { default: enabled }\n${replace ? `replace: ${replace}` : ''}`,
      'm',
    );
    const [service] = buildFleet(input(tree, { manifest })).services;
    expect(service?.replace).toEqual({ systemd: expected, launchd: false });
  });

  it('an existing definition keeps its choice', () => {
    const existing = new Map([['default', { program: ['/e'], replace: false }]]);
    expect(buildFleet(input({}, { existing })).services[0]).toMatchObject({
      replace: { systemd: false },
      program: ['/e'],
    });
  });

  it.each([
    ['PATH: /x', 'PATH cannot be set under environment (profile default)'],
    ['HERMES_HOME: /x', 'HERMES_HOME cannot be set under environment (profile default)'],
    [
      'HERMES_SUPERVISED_CHILD: "0"',
      'HERMES_SUPERVISED_CHILD cannot be set under environment (profile default)',
    ],
  ])('what pins cannot be set: %s', (line, message) => {
    const manifest = readManifest(`profiles: { default: enabled }\nenvironment: { ${line} }`, '/m.yaml');
    expect(failureOf(() => buildFleet(input({}, { manifest })))).toMatchObject({
      message,
      where: '/m.yaml',
      exit: 2,
    });
  });

  it('knows only profiles on disk', () => {
    const manifest = readManifest('profiles: { gone: enabled }', '/m.yaml');
    expect(failureOf(() => buildFleet(input({}, { manifest })))).toMatchObject({
      message: 'profile gone has no home: /h/profiles/gone is not there',
      where: '/m.yaml',
      why: 'the profiles on disk are default, code, work',
      exit: 2,
    });
    expect(failureOf(() => buildFleet(input({}, { selected: ['../etc'] }))).message).toContain(
      'profile ../etc has no home',
    );
  });
});
