import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { processesOfLinux } from '../../src/host/processes.ts';

it.skipIf(process.platform !== 'linux')('finds the processes of an account by their words', async () => {
  const mark = `unitpin-test-${process.pid}`;
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)', mark], {
    env: { MARK: mark },
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill());
  await once(child, 'spawn');
  const uid = process.getuid?.() ?? -1;
  const { ofAccount } = processesOfLinux();
  const wanted = (argv: readonly string[]): boolean => argv.includes(mark);
  expect(ofAccount(uid, wanted)).toEqual([
    {
      pid: child.pid,
      argv: [process.execPath, '-e', 'setTimeout(() => {}, 60000)', mark],
      environment: new Map([['MARK', mark]]),
      controlGroup: expect.stringMatching(/^\//),
    },
  ]);
  expect(ofAccount(uid + 1, wanted)).toEqual([]);
  expect(ofAccount(uid, () => false)).toEqual([]);
});
