import { expect, it } from 'vitest';
import type { Exec, ExecResult } from '../../src/host/exec.ts';
import { lintPlists } from '../../src/launchd/lint.ts';

const says =
  (result: ExecResult): Exec =>
  async () =>
    result;

it('plutil: what it says about each file, fine ones left out', async () => {
  const asked: (readonly string[])[] = [];
  const exec: Exec = async (argv) => {
    asked.push(argv);
    const stdout = '/a.plist: OK\n/b.plist: (Encountered unexpected EOF)\n/c d.plist: file does not exist\n';
    return { state: 'done', code: 1, stdout, stderr: '' };
  };
  expect(await lintPlists(exec, ['/a.plist', '/b.plist', '/c d.plist'], '/opt')).toEqual(
    new Map([
      ['/b.plist', '(Encountered unexpected EOF)'],
      ['/c d.plist', 'file does not exist'],
    ]),
  );
  expect(asked).toEqual([['plutil', '-lint', '--', '/a.plist', '/b.plist', '/c d.plist']]);
});

it('asks nobody about nothing, and says when plutil is missing or stuck', async () => {
  expect(await lintPlists(says({ state: 'missing' }), [], undefined)).toEqual(new Map());
  expect(await lintPlists(says({ state: 'missing' }), ['/a'], undefined)).toBeNull();
  await expect(
    lintPlists(says({ state: 'timeout', stdout: '', stderr: '' }), ['/a'], undefined),
  ).rejects.toThrow(/did not answer/);
});
