import { beforeAll, describe, expect, it } from 'vitest';
import { loadApp } from '../../src/fleet/app.ts';
import { identify } from '../../src/identity/identify.ts';
import { plainWords } from '../../src/identity/word.ts';
import type { App } from '../../src/model/app.ts';

let app: App;
beforeAll(async () => {
  app = await loadApp('hermes');
});

function seen(...argv: string[]) {
  const words = plainWords(argv);
  const subject = { words, environment: new Map(), accountHome: '/home/u', name: 'hermes-gateway.service' };
  return identify(subject, app, () => null).seen;
}

describe('every profile flag, and what the app makes of it', () => {
  it.each([
    [['-p', 'code', 'gateway', 'run'], ['counts']],
    [
      ['--profile', 'Code', '-p', 'code', '--profile=work', 'gateway', 'run'],
      ['invalid', 'counts', 'earlier'],
    ],
    [['gateway', 'run', '--', '--profile', 'code'], ['behind']],
    [['--profile', '%i', 'gateway', 'run'], ['counts']],
    [['gateway', 'run', '--profile'], []],
  ])('%j', (args, uses) => {
    expect(seen('/usr/bin/hermes', ...args)?.flags.map(({ use }) => use)).toEqual(uses);
  });

  it('past the launcher none is read', () => {
    const flags = seen('/usr/bin/python', '-m', 'gateway.run', '--profile=code')?.flags;
    expect(flags).toMatchObject([{ flag: '--profile', value: 'code', use: 'past' }]);
  });
});

describe('the program that stays the main process', () => {
  const gateway = ['/usr/bin/hermes', '-p', 'code', 'gateway', 'run'];
  const script = gateway.join(' ');
  it.each([
    ['/usr/bin/env', ['/usr/bin/env', 'A=b', ...gateway], null],
    ['nice in env', ['/usr/bin/env', '/usr/bin/nice', '-n', '5', ...gateway], null],
    ['timeout', ['/usr/bin/timeout', '9d', ...gateway], 'timeout'],
    ['one nobody knows', ['/usr/bin/doppler', 'run', '--', ...gateway], 'doppler'],
    ['one that gives its place away', ['/usr/sbin/gosu', 'u', ...gateway], null],
    ['dash', ['/bin/sh', '-c', script], 'sh'],
    ['dash with exec', ['/bin/sh', '-c', `cd /; exec ${script}`], null],
    ['bash at its last command', ['/bin/bash', '-lc', `cd / && ${script}`], null],
    ['bash before its last command', ['/bin/bash', '-c', `${script}; true`], 'bash'],
    ['bash that redirects', ['/bin/bash', '-c', `${script} > /dev/null`], 'bash'],
    ['the outermost', ['/usr/bin/timeout', '9d', '/bin/sh', '-c', script], 'timeout'],
    ['one in a shell that goes', ['/bin/sh', '-c', `exec timeout 9d ${script}`], 'timeout'],
    ["the app's own", ['/usr/bin/python', '-m', 'hermes_cli.stderr_timestamp', '--', ...gateway], null],
    ["the app's script", ['/usr/bin/osascript', '-e', `$.system("exec ${script} >> /l")`], null],
  ])('%s', (_, argv, name) => {
    expect(seen(...argv)?.wrapper?.name ?? null).toBe(name);
  });
});

describe('what is executed', () => {
  it('is the program behind its wrappers, and the file its interpreter runs', () => {
    const found = seen(
      '/usr/bin/env',
      '/opt/v/bin/python',
      '/opt/v/bin/hermes',
      '-p',
      'code',
      'gateway',
      'run',
    );
    expect(found?.programs.map(({ path }) => path)).toEqual(['/opt/v/bin/python', '/opt/v/bin/hermes']);
  });

  it('is not known behind a wrapper that may run it elsewhere', () => {
    const found = seen('/usr/bin/docker', 'run', 'image', '/bin/hermes', '-p', 'code', 'gateway', 'run');
    expect(found?.programs).toEqual([]);
  });
});
