import { beforeAll, describe, expect, it } from 'vitest';
import { loadApp } from '../../src/fleet/app.ts';
import { identify } from '../../src/identity/identify.ts';
import { plainWords } from '../../src/identity/word.ts';
import type { App } from '../../src/model/app.ts';
import type { EnvironmentValue } from '../../src/model/definition.ts';

let app: App;
beforeAll(async () => {
  app = await loadApp('hermes');
});

const HOME = '/home/u';
const PYTHON = `${HOME}/.hermes/hermes-agent/venv/bin/python`;

function env(values: Record<string, string>, kind: 'definition' | 'manager' = 'definition') {
  const location = { path: '/unit', line: 9, column: 13 };
  return new Map<string, EnvironmentValue>(
    Object.entries(values).map(([name, value]) => [name, { value, origin: { kind, location } }]),
  );
}

function judge(
  argv: string[],
  values: Record<string, string> = {},
  options: { sticky?: string; name?: string; kind?: 'definition' | 'manager' } = {},
) {
  const subject = {
    words: plainWords(argv),
    environment: env(values, options.kind),
    accountHome: HOME,
    name: options.name ?? 'hermes-gateway.service',
  };
  const { sticky } = options;
  const read = (root: string) =>
    sticky === undefined
      ? null
      : { profile: sticky, at: { path: `${root}/active_profile`, line: 1, column: 1 } };
  return identify(subject, app, read);
}

const module = (...args: string[]): string[] => [PYTHON, '-m', 'hermes_cli.main', ...args];

describe('the flag', () => {
  it.each([
    ['before the sub-command', module('--profile', 'code', 'gateway', 'run'), 'code'],
    ['short', ['/usr/bin/hermes', '-p', 'code', 'gateway', 'run'], 'code'],
    ['with an equals sign', module('--profile=code', 'gateway', 'run'), 'code'],
    ['after the sub-command', module('gateway', 'run', '--profile', 'code', '--replace'), 'code'],
    ['the first counts', module('-p', 'work', '--profile', 'code', 'gateway', 'run'), 'work'],
    ['an invalid name is ignored', module('--profile', '../etc', '-p', 'code', 'gateway', 'run'), 'code'],
    ['default is a profile', module('--profile', 'default', 'gateway', 'run'), 'default'],
    [
      'behind a script interpreter',
      ['/usr/bin/python3', '/opt/h/bin/hermes', '-p', 'code', 'gateway', 'run'],
      'code',
    ],
    [
      'in a bootstrap',
      ['/usr/bin/python3', '-I', '-c', 'import x; hermes_cli.main()', '-p', 'code', 'gateway', 'run'],
      'code',
    ],
  ])('%s', (_, argv, profile) => {
    expect(judge(argv, {}, { sticky: 'other' })).toMatchObject({
      kind: 'pinned',
      by: 'flag',
      profile,
      action: 'run',
    });
  });

  it.each([
    ['after --', module('gateway', 'run', '--', '--profile', 'code')],
    ['before the program word', ['/usr/bin/env', '-S', 'x', '--profile', 'code', 'hermes']],
    ['upper case', module('--profile', 'Code', 'gateway', 'run')],
    ['-p without a value', module('gateway', 'run', '-p')],
    ['-p=code is no form of it', module('-p=code', 'gateway', 'run')],
  ])('does not count: %s', (_, argv) => {
    expect(judge(argv, {}, { sticky: 'other' }).by).not.toBe('flag');
  });

  it('is one of a template', () => {
    expect(judge(module('--profile', '%i', 'gateway', 'run'))).toMatchObject({
      kind: 'pinned',
      by: 'flag',
      profile: null,
    });
  });

  it('does not count past the launcher that reads it', () => {
    const argv = [PYTHON, '-m', 'gateway.run', '--profile', 'code'];
    expect(judge(argv, {}, { sticky: 'work' })).toMatchObject({
      kind: 'sticky',
      profile: 'work',
      action: 'run',
    });
  });
});

describe('the home', () => {
  it.each([
    ['below profiles/', `${HOME}/.hermes/profiles/code`, { kind: 'pinned', by: 'home', profile: 'code' }],
    [
      'with a slash at its end',
      `${HOME}/.hermes/profiles/code/`,
      { kind: 'pinned', by: 'home', profile: 'code' },
    ],
    [
      'of another root',
      '/srv/h/profiles/work',
      { kind: 'pinned', by: 'home', profile: 'work', root: '/srv/h' },
    ],
    ['of a template', '/srv/h/profiles/%i', { kind: 'pinned', by: 'home', profile: null }],
    [
      'the root home does not pin',
      `${HOME}/.hermes`,
      { kind: 'sticky', profile: 'code', home: `${HOME}/.hermes/profiles/code` },
    ],
    [
      'deeper below profiles/',
      `${HOME}/.hermes/profiles/code/home`,
      { kind: 'sticky', profile: 'code', root: `${HOME}/.hermes` },
    ],
    ['a root of its own', '/srv/hermes', { kind: 'sticky', profile: 'code', root: '/srv/hermes' }],
    ['empty counts as unset', '', { kind: 'sticky', root: `${HOME}/.hermes` }],
  ])('%s', (_, home, expected) => {
    expect(judge(module('gateway', 'run'), { HERMES_HOME: home }, { sticky: 'code' })).toMatchObject(
      expected,
    );
  });

  it('of another profile than the flag is a conflict; the flag wins', () => {
    const found = judge(module('-p', 'work', 'gateway', 'run'), { HERMES_HOME: '/r/profiles/code' });
    expect(found).toMatchObject({ kind: 'conflict', by: 'flag', profile: 'work', home: '/r/profiles/work' });
  });

  it('that is the root goes with any flag', () => {
    const found = judge(module('-p', 'work', 'gateway', 'run'), { HERMES_HOME: '/r' });
    expect(found).toMatchObject({ kind: 'pinned', profile: 'work', home: '/r/profiles/work' });
  });

  it('given by env(1) in the command wins over the unit', () => {
    const argv = ['/usr/bin/env', 'HERMES_HOME=/r/profiles/code', '/usr/bin/hermes', 'gateway', 'run'];
    expect(judge(argv, { HERMES_HOME: '/r' })).toMatchObject({ kind: 'pinned', by: 'home', profile: 'code' });
  });
});

describe('markers', () => {
  it.each(['HERMES_SUPERVISED_CHILD', 'HERMES_S6_SUPERVISED_CHILD', 'HERMES_GATEWAY_EXTERNAL_SUPERVISOR'])(
    '%s guards',
    (name) => {
      const found = judge(module('gateway', 'run'), { [name]: '1' }, { sticky: 'code' });
      expect(found).toMatchObject({ kind: 'guarded', by: 'marker', profile: 'default' });
    },
  );

  it.each([
    ['INVOCATION_ID', '1', 'definition'],
    ['HERMES_SUPERVISED_CHILD', '0', 'definition'],
    ['HERMES_SUPERVISED_CHILD', '', 'definition'],
    ['HERMES_SUPERVISED_CHILD', '1', 'manager'],
    ['HERMES_PROFILE', 'code', 'definition'],
  ] as const)('%s=%s of the %s does not', (name, value, kind) => {
    expect(judge(module('gateway', 'run'), { [name]: value }, { sticky: 'code', kind })).toMatchObject({
      kind: 'sticky',
    });
  });
});

describe('the sticky file', () => {
  it('decides when nothing else does, and says where', () => {
    const found = judge(module('gateway', 'run'), {}, { sticky: 'code' });
    expect(found).toMatchObject({
      kind: 'sticky',
      by: 'sticky',
      profile: 'code',
      at: { path: `${HOME}/.hermes/active_profile`, line: 1 },
    });
  });

  it('is default when it is not there', () => {
    expect(judge(module('gateway', 'run'))).toMatchObject({
      kind: 'sticky',
      profile: 'default',
      home: `${HOME}/.hermes`,
    });
  });
});

describe('wrappers', () => {
  const flag = ['--profile', 'code', 'gateway', 'run', '--replace'].join(' ');
  it.each([
    ['sh -c', ['/bin/sh', '-c', `exec hermes ${flag}`]],
    [
      'bash -lc with a change of folder',
      ['/bin/bash', '-lc', `cd /srv && source venv/bin/activate && hermes ${flag}`],
    ],
    [
      'bash -c with redirections and quotes',
      ['bash', '-c', `"/opt/h/bin/hermes" --profile 'code' gateway run --replace >> /tmp/x 2>&1`],
    ],
    ['bash with options of its own', ['bash', '-e', '-o', 'pipefail', '-c', `hermes ${flag}`]],
    ['env', ['/usr/bin/env', 'A=b', 'hermes', ...flag.split(' ')]],
    ['env -i -u', ['/usr/bin/env', '-i', '-u', 'X', 'hermes', ...flag.split(' ')]],
    [
      'nice and timeout',
      ['/usr/bin/nice', '-n', '5', 'timeout', '-k', '5', '1h', 'hermes', ...flag.split(' ')],
    ],
    [
      'the time stamp module',
      [
        PYTHON,
        '-m',
        'hermes_cli.stderr_timestamp',
        '--error-log',
        '/x',
        '--',
        PYTHON,
        '-m',
        'hermes_cli.main',
        ...flag.split(' '),
      ],
    ],
    [
      'the launcher running it',
      [
        '/r/bin/hermes',
        '--run-module',
        'hermes_cli.stderr_timestamp',
        '--error-log',
        '/x',
        '--',
        '/r/bin/hermes',
        ...flag.split(' '),
      ],
    ],
    [
      'the time stamp module under a placeholder',
      [
        '$VENV',
        '-m',
        'hermes_cli.stderr_timestamp',
        '--',
        '$VENV',
        '-m',
        'hermes_cli.main',
        ...flag.split(' '),
      ],
    ],
    ['an unknown one', ['/usr/bin/doppler', 'run', '--', '/r/bin/hermes', ...flag.split(' ')]],
    ['docker run', ['/usr/bin/docker', 'run', '--rm', '-e', 'X=1', 'image', 'hermes', ...flag.split(' ')]],
    [
      'osascript',
      [
        '/usr/bin/osascript',
        '-l',
        'JavaScript',
        '-e',
        `const c = "exec '/r/bin/hermes' ${flag} >> \\"/l/a b.log\\" 2>> /l/e.log"; $.system(c);`,
      ],
    ],
    ['a sourced file, with the flag', ['sh', '-c', `. /etc/x.env; exec env A=b hermes ${flag}`]],
    ['a variable of the script', ['bash', '-c', `P=code; exec hermes --profile "$P" gateway run --replace`]],
  ])('%s is seen through', (_, argv) => {
    expect(judge(argv, {}, { sticky: 'other' })).toMatchObject({
      kind: 'pinned',
      by: 'flag',
      profile: 'code',
      replace: true,
    });
  });

  it.each([
    ['a script', ['/bin/bash', '/opt/run.sh', 'gateway', 'run', '--replace'], true],
    ['docker compose', ['/usr/bin/docker', 'compose', 'up'], false],
    ['docker run without a flag', ['docker', 'run', 'image', 'hermes', 'gateway', 'run'], false],
    [
      'an unknown one without a flag',
      ['/usr/bin/doppler', 'run', '--', 'hermes', 'gateway', 'run', '--replace'],
      true,
    ],
    [
      'a script that sources what may set the home',
      ['sh', '-c', '. /etc/x.env; exec hermes gateway run'],
      false,
    ],
    [
      'a sourced file and a second wrapper',
      ['sh', '-c', '. /etc/x.env; exec env A=b hermes gateway run'],
      false,
    ],
    ['a sourced file and a shell in the shell', ['sh', '-c', `. /x; sh -c 'hermes gateway run'`], false],
    ['a sourced file and the module', ['sh', '-c', `. /x; ${PYTHON} -m gateway.run --replace`], true],
    ['a command substitution', ['sh', '-c', '$(cat /etc/cmd) gateway run'], false],
    ['node', ['/usr/bin/node', '/opt/run-gateway.mjs'], false],
    ['a script of somebody’s own', ['/home/u/start.sh', '--replace'], true],
  ])('%s is opaque', (_, argv, replace) => {
    expect(judge(argv)).toMatchObject({ kind: 'opaque', by: null, profile: null, replace });
  });

  it.each([
    ['something else altogether', ['/usr/bin/true']],
    ['another module', ['/usr/bin/python3', '-m', 'sentinel.gateway']],
    ['another server', ['/opt/x/bin/uvicorn', 'hermes.main:app']],
    ['no gateway', ['/usr/local/bin/hermes', 'serve']],
    ['no sub-command', ['/usr/local/bin/hermes']],
    ['a question about gateways', ['/usr/local/bin/hermes', 'gateway', 'status']],
    ['nothing', []],
  ])('%s is foreign', (_, argv) => {
    expect(judge(argv)).toMatchObject({ kind: 'foreign', by: null, profile: null, replace: false });
  });

  it.each([
    ['not exported', 'HERMES_HOME=/r/profiles/work; exec hermes gateway run', 'sticky'],
    ['exported', 'export HERMES_HOME=/r/profiles/work; exec hermes gateway run', 'pinned'],
    ['exported later', 'HERMES_HOME=/r/profiles/work; export HERMES_HOME; hermes gateway run', 'pinned'],
    ['before the command', 'HERMES_HOME=/r/profiles/work hermes gateway run', 'pinned'],
    ['taken away', 'export HERMES_HOME=/r/profiles/work; unset HERMES_HOME; hermes gateway run', 'sticky'],
    [
      'taken away by env',
      'export HERMES_HOME=/r/profiles/work; env -uHERMES_HOME hermes gateway run',
      'sticky',
    ],
  ])('a home in a script that is %s', (_, script, kind) => {
    expect(judge(['/bin/sh', '-c', script])).toMatchObject({ kind });
  });

  it('a shell around the module is seen through, options with values included', () => {
    const argv = [
      '/bin/sh',
      '-c',
      `exec ${PYTHON} -X dev -m hermes_cli.main --log-level debug --profile code gateway run`,
    ];
    expect(judge(argv)).toMatchObject({ kind: 'pinned', profile: 'code', action: 'run' });
  });

  it('a line of half a million words is read once, not once a word', () => {
    const argv = ['/opt/x', ...Array<string>(500_000).fill('hermes'), 'a'];
    expect(judge(argv)).toMatchObject({ kind: 'foreign' });
  });

  it('an alias of the program is known by the home beside it', () => {
    const argv = ['/home/u/.local/bin/orchestrateur', 'gateway', 'run'];
    const home = { HERMES_HOME: '/home/u/.hermes/profiles/orchestrateur' };
    expect(judge(argv, home, { name: 'x.service' })).toMatchObject({
      kind: 'pinned',
      by: 'home',
      profile: 'orchestrateur',
    });
    expect(judge(argv, {}, { name: 'x.service' })).toMatchObject({ kind: 'foreign' });
  });
});

describe('the action', () => {
  it.each([
    [['hermes', 'gateway'], 'run'],
    [['hermes', 'gateway', 'start', '--replace'], 'start'],
    [['hermes', '--verbose', 'gateway', 'run'], 'run'],
    [['hermes', 'gateway', '--port', '18789'], 'run'],
  ])('of %j is %s', (argv, action) => {
    expect(judge(argv)).toMatchObject({ action });
  });
});
