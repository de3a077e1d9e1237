import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { holder, lockHolders, parseLocks } from '../../src/host/file-locks.ts';
import { makeRoot } from '../support/home.ts';
import { requireOrSkip, standIn } from '../support/requirements.ts';

/** A Python that locks a file as gateways do, until the test is over. `how`: a flag of flock(2). */
async function locker(path: string, how = 'LOCK_EX'): Promise<ChildProcess> {
  const script = `import fcntl,sys,time
f = open(sys.argv[1], 'a+')
fcntl.flock(f, fcntl.${how} | fcntl.LOCK_NB)
print('locked', flush=True)
time.sleep(60)`;
  const child = spawn('/usr/bin/python3', ['-I', '-c', script, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout!, 'data');
  return child;
}

requireOrSkip(standIn, 'locks, asked of the kernel', () => {
  it('tells who holds which of many files, and takes none', async () => {
    const root = makeRoot({ held: '', free: 'left over', shared: '' });
    const [held, free, shared, absent] = ['held', 'free', 'shared', 'absent'].map((name) =>
      join(root, name),
    ) as [string, string, string, string];
    const { pid } = await locker(held);
    await locker(shared, 'LOCK_SH');
    const all = lockHolders([held, free, shared, absent]);
    expect(Object.fromEntries(all)).toEqual({
      [held]: { state: 'held', pid },
      [free]: { state: 'free' },
      // A gateway takes its lock alone.
      [shared]: { state: 'free' },
      [absent]: { state: 'free' },
    });
    // Another one can have it: nothing of ours is in the way.
    await locker(free);
    expect(readFileSync(free, 'utf8')).toBe('left over');
  });

  it('is free again when its holder has been killed', async () => {
    const root = makeRoot({ lock: '' });
    const path = join(root, 'lock');
    const child = await locker(path);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(lockHolders([path]).get(path)).toEqual({ state: 'free' });
  });

  it('a new file at the same path is another lock', async () => {
    const root = makeRoot({ lock: '' });
    const path = join(root, 'lock');
    await locker(path);
    const other = join(makeRoot({ lock: '' }), 'lock');
    utimesSync(other, statSync(path).atime, statSync(path).mtime);
    expect(lockHolders([other]).get(other)).toEqual({ state: 'free' });
  });
});

describe('/proc/locks', () => {
  it('counts holders, not those that wait, nor locks of other kinds', () => {
    const text = [
      '1: FLOCK  ADVISORY  WRITE 25582 fe:00:2238781 0 EOF',
      '1: -> FLOCK  ADVISORY  WRITE 25583 fe:00:2238781 0 EOF',
      '2: FLOCK  ADVISORY  READ  25584 fe:00:5 0 EOF',
      '3: POSIX  ADVISORY  WRITE 25585 fe:00:6 0 EOF',
      '4: OFDLCK ADVISORY  WRITE -1 fe:00:7 0 EOF',
      '5: FLOCK  ADVISORY  WRITE 25586 00:1c:18446744073709551615 0 EOF',
      '',
    ].join('\n');
    expect([...parseLocks(text)]).toEqual([
      [2238781n, [{ pid: 25582, major: 0xfen, minor: 0n }]],
      [18446744073709551615n, [{ pid: 25586, major: 0n, minor: 0x1cn }]],
    ]);
  });

  it('an inode of another device is another file', () => {
    const locks = parseLocks('1: FLOCK  ADVISORY  WRITE 999999999 fe:12:7 0 EOF\n');
    // makedev(0xfe, 0x12), and the next.
    expect(holder({ ino: 7n, dev: 0xfe12n }, locks)).toEqual({ state: 'held', pid: 999999999 });
    expect(holder({ ino: 7n, dev: 0xfe13n }, locks)).toEqual({ state: 'free' });
    expect(holder({ ino: 8n, dev: 0xfe12n }, locks)).toEqual({ state: 'free' });
  });

  it('takes large device numbers apart as the system does', () => {
    const locks = parseLocks('1: FLOCK  ADVISORY  WRITE 7 1234:abcde:7 0 EOF\n');
    // gnu_dev_makedev(0x1234, 0xabcde)
    const dev = 0x1000_abc2_34den;
    expect(holder({ ino: 7n, dev }, locks)).toEqual({ state: 'held', pid: 7 });
  });
});
