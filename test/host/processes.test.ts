import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { below, processesOfLinux } from '../../src/host/processes.ts';
import { eventually } from '../support/eventually.ts';
import {
  IN_PID_NAMESPACE,
  pidNamespace,
  requireOrSkip,
  rootOnLinux,
  standIn,
} from '../support/requirements.ts';

const NODE = process.execPath;
const SLEEP = 'setTimeout(() => {}, 60000)';

/** A child that lives until the test is over. */
async function start(argv: readonly string[], env: Record<string, string> = {}): Promise<ChildProcess> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child;
}

/** Its first line on stdout. */
const firstLine = async ({ stdout }: ChildProcess): Promise<string> =>
  String((await once(stdout!, 'data'))[0]).trim();

requireOrSkip(
  () => (process.platform === 'linux' ? null : 'Linux'),
  'processes of Linux',
  () => {
    const processes = processesOfLinux();

    it('finds those of an account by their words', async () => {
      const mark = `unitpin-test-${process.pid}`;
      const child = await start([NODE, '-e', SLEEP, mark], { MARK: mark });
      const uid = process.getuid?.() ?? -1;
      const wanted = (argv: readonly string[]): boolean => argv.includes(mark);
      expect(processes.ofAccount(uid, wanted)).toEqual([
        {
          pid: child.pid,
          argv: [NODE, '-e', SLEEP, mark],
          environment: new Map([['MARK', mark]]),
          controlGroup: expect.stringMatching(/^\//),
        },
      ]);
      expect(processes.ofAccount(uid + 1, wanted)).toEqual([]);
      expect(processes.ofAccount(uid, () => false)).toEqual([]);
    });

    it.each([
      -1,
      -4242,
      0,
      1.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      2 ** 31,
      2 ** 53,
      4_194_305,
      999_999_999,
    ])('no number makes it fail: %d', (pid) => {
      expect(processes.read(pid)).toBeNull();
      expect(processes.stat(pid)).toBe('absent');
      expect(processes.startedAt(pid)).toBeNull();
      expect(processes.numbers(pid)).toEqual([]);
      expect(processes.descendants(pid)).toEqual([]);
    });

    it('pid 1 is never a process of ours', () => {
      expect(processes.read(1)).toBeNull();
      expect(processes.numbers(1)).toEqual([]);
      expect(processes.descendants(1)).toEqual([]);
    });

    it('knows what a process has started, and what that has', async () => {
      const parent = await start(['/bin/sh', '-c', 'sh -c "sleep 60 & echo \\$!; wait"; true']);
      const grandchild = Number(await firstLine(parent));
      const found = processes.descendants(parent.pid!);
      expect(found).toContain(grandchild);
      expect(found.length).toBe(2);
      expect(found).not.toContain(parent.pid);
      for (const pid of found) process.kill(pid, 'SIGKILL');
    });

    it('tells when it was started, and its one number here', async () => {
      const before = Date.now();
      const { pid } = await start([NODE, '-e', SLEEP]);
      const at = processes.startedAt(pid!)!;
      // The boot is known to the second.
      expect(at).toBeGreaterThan(before - 2_000);
      expect(at).toBeLessThan(Date.now() + 2_000);
      expect(processes.numbers(pid!)).toEqual([pid]);
      expect(processes.stat(pid!)).toMatchObject({ parent: process.pid, start: expect.any(Number) });
    });
  },
);

requireOrSkip(standIn, 'a zombie', () => {
  it('has ended: it is none that runs', async () => {
    const forks =
      'import os, time\npid = os.fork()\nif not pid: os._exit(0)\nprint(pid, flush=True)\ntime.sleep(60)';
    const parent = await start(['/usr/bin/python3', '-I', '-c', forks]);
    const pid = Number(await firstLine(parent));
    const processes = processesOfLinux();
    await eventually(() => expect(processes.stat(pid)).toMatchObject({ state: 'Z', parent: parent.pid }));
    expect(processes.read(pid)).toBeNull();
  });
});

requireOrSkip(rootOnLinux, 'processes of others', () => {
  it('shows their words, and says that their environment is closed', async () => {
    const { pid } = await start([NODE, '-e', SLEEP, 'theirs'], { SECRET: 'x' });
    const processes = processesOfLinux();
    const mine = processes.read(pid!);
    process.seteuid?.(65_534);
    const theirs = processes.read(pid!);
    const stat = processes.stat(pid!);
    process.seteuid?.(0);
    expect(mine?.environment).toEqual(new Map([['SECRET', 'x']]));
    expect(theirs).toEqual({ pid, argv: [NODE, '-e', SLEEP, 'theirs'], environment: null });
    expect(stat).toMatchObject({ parent: process.pid, start: expect.any(Number) });
  });
});

requireOrSkip(pidNamespace, 'pid namespaces', () => {
  it('a process in a container has a number of its own there', async () => {
    const child = await start([...IN_PID_NAMESPACE, 'sh', '-c', 'sleep 60 & echo $!; wait']);
    const inside = Number(await firstLine(child));
    const processes = processesOfLinux();
    const found = processes.descendants(child.pid!).map((pid) => processes.numbers(pid));
    expect(found).toContainEqual([expect.any(Number), inside]);
    expect(inside).toBeLessThan(10);
  });
});

describe('what is below a process', () => {
  it('comes nearest first, and a circle ends', () => {
    const parents = new Map([
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 2],
      [7, 8],
      [8, 7],
    ]);
    expect(below(2, parents)).toEqual([3, 5, 4]);
    expect(below(7, parents)).toEqual([8]);
    expect(below(9, parents)).toEqual([]);
  });
});
