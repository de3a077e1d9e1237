import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exec } from '../../src/host/exec.ts';
import { parseVerify, verifyUnits } from '../../src/systemd/verify.ts';
import { installedSystemd } from '../oracle/systemd.ts';
import { makeRoot } from '../support/home.ts';
import { requireOrSkip } from '../support/requirements.ts';

const told = (output: string, failed = true) =>
  parseVerify(output, failed).map(({ at, unit, message, fatal }) =>
    [fatal ? 'error' : 'warning', at ? `${at.path}:${at.line}` : unit, message].join(' '),
  );

describe('what verify prints (systemd 252)', () => {
  it('a line of a file', () => {
    expect(told("/u/a.service:2: Unknown key 'Odd' in section [Service], ignoring.\n")).toEqual([
      "warning /u/a.service:2 Unknown key 'Odd' in section [Service], ignoring.",
    ]);
  });

  it('what follows from another message is not told again', () => {
    const output = [
      '/u/a.service:2: Neither a valid executable name nor an absolute path: x',
      'a.service: Unit configuration has fatal error, unit will not be started.',
      'Unit a.service has a bad unit file setting.',
      'b.service: Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.',
      'Unit b.service has a bad unit file setting.',
      'Unit c.service has a bad unit file setting.',
    ];
    expect(told(output.join('\n'))).toEqual([
      'error /u/a.service:2 Neither a valid executable name nor an absolute path: x',
      'error b.service Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.',
      'error c.service has a bad unit file setting.',
    ]);
  });

  it('a unit that is missing, and a cycle, once', () => {
    const output = [
      'a.service: Failed to create a.service/start: Unit x.service not found.',
      'b.service: Found ordering cycle on c.service/start',
      'b.service: Found dependency on b.service/start',
      'b.service: Unable to break cycle starting with b.service/start',
      'Requested transaction contains an unfixable cyclic ordering dependency: Transaction order is cyclic.',
      'b.service: Found ordering cycle on c.service/start',
      'b.service: Failed to create b.service/start: Transaction order is cyclic. See system logs for details.',
    ];
    expect(told(output.join('\n'))).toEqual([
      'error a.service Unit x.service not found.',
      'error b.service Found ordering cycle on c.service/start',
    ]);
  });

  it('a template, by the instance that verify makes up', () => {
    expect(told('t@i.service: Command /x/i is not executable: No such file or directory\n')).toEqual([
      'error t@.service Command /x/i is not executable: No such file or directory',
    ]);
  });

  it('is no error where verify has none, nor where systemd goes on', () => {
    const odd =
      'Configuration file /u/a.service is marked executable. Please remove executable permission bits. Proceeding anyway.';
    expect(told(odd, false)).toEqual([`warning /u/a.service:1 ${odd}`]);
    expect(told(odd)).toEqual([`warning /u/a.service:1 ${odd}`]);
    expect(told('/u/a b.service:3: Odd value\n', false)).toEqual(['warning /u/a b.service:3 Odd value']);
    expect(told('\nsomething else\n')).toEqual([]);
  });
});

const request = {
  scope: 'user' as const,
  home: '/nowhere',
  runtime: '/nowhere',
  recursive: 'yes' as const,
  environment: {},
};

it('thousands of files are asked about in few processes, below the limit of arguments', async () => {
  const asked: (readonly string[])[] = [];
  const paths = Array.from({ length: 20_000 }, (_, index) => `/${'x'.repeat(50)}/${index}.service`);
  await verifyUnits(
    async (argv) => {
      asked.push(argv.slice(argv.indexOf('--') + 1));
      return { state: 'done', code: 0, stdout: '', stderr: '' };
    },
    { ...request, paths },
  );
  expect(asked.flat()).toEqual(paths);
  expect(asked.length).toBe(3);
  expect(Math.max(...asked.map((words) => words.join(' ').length))).toBeLessThan(600_000);
});

it('says when it is not there, and when it does not answer', async () => {
  const one = { ...request, paths: ['/u/a.service'] };
  expect(await verifyUnits(async () => ({ state: 'missing' }), one)).toBeNull();
  await expect(verifyUnits(async () => ({ state: 'timeout', stdout: '', stderr: '' }), one)).rejects.toThrow(
    /did not answer/,
  );
});

requireOrSkip(installedSystemd, 'the real one', () => {
  it('reads drop-ins, templates and what several units do together', async () => {
    const root = makeRoot({
      'run/x': '',
      'u/a.service': '[Unit]\nRequires=gone.service\n[Service]\nExecStart=/bin/true\n',
      'u/a.service.d/x.conf': '[Service]\nOdd=1\n',
      'u/t@.service': '[Service]\nExecStart=/nowhere/%i\n',
      'u/n.service': '[Service]\n',
    });
    chmodSync(join(root, 'run'), 0o700);
    const paths = ['a', 't@', 'n'].map((name) => `${root}/u/${name}.service`);
    const ask = (recursive: 'no' | 'yes') =>
      verifyUnits(exec, { ...request, home: root, runtime: `${root}/run`, recursive, paths });
    const texts = (await ask('yes'))!.map(({ at, unit, message }) =>
      `${at ? `${at.path}:${at.line}` : unit} ${message}`.replaceAll(root, ''),
    );
    expect(texts.toSorted()).toEqual([
      "/u/a.service.d/x.conf:2 Unknown key 'Odd' in section [Service], ignoring.",
      'a.service Unit gone.service not found.',
      'n.service Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.',
      't@.service Command /nowhere/i is not executable: No such file or directory',
    ]);
    expect((await ask('no'))!.some(({ message }) => message.includes('gone.service'))).toBe(false);
  });
});
