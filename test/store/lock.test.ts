import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/host/failure.ts';
import { filesBelow } from '../../src/host/files.ts';
import { ownProcess } from '../../src/host/process-id.ts';
import { withLock, withLockAwaited } from '../../src/store/lock.ts';
import { makeRoot } from '../support/home.ts';
import { bundleScript, startScript } from '../support/script.ts';

const SCRIPT = join(import.meta.dirname, 'lock-script.ts');
const place = (root: string) => ({ files: filesBelow(root), folder: '/state', name: 'lock', owner: null });
const put = (root: string, text: string) => writeFileSync(join(root, 'state/lock'), text);
/** No such process can be: numbers end at 4194304. */
const GONE = { ...ownProcess(), pid: 4_194_999 };
const sleeps = (): { slept: () => number; sleep: (ms: number) => Promise<void> } => {
  let slept = 0;
  return {
    slept: () => slept,
    sleep: async (ms) => {
      slept += ms;
    },
  };
};

describe('a lock', () => {
  it('says who holds it, as long as the work lasts, and is gone then, whatever comes of it', async () => {
    const root = makeRoot({ state: null });
    const held = () => JSON.parse(readFileSync(join(root, 'state/lock'), 'utf8'));
    expect(withLock(place(root), held)).toEqual(ownProcess());
    expect(
      await withLockAwaited(
        place(root),
        async () => {},
        async () => held(),
      ),
    ).toEqual(ownProcess());
    expect(() =>
      withLock(place(root), () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(readdirSync(join(root, 'state'))).toEqual([]);
  });

  it('that was taken away by hand and claimed by somebody else is not removed', () => {
    const root = makeRoot({ state: null });
    withLock(place(root), () => put(root, 'other'));
    expect(readFileSync(join(root, 'state/lock'), 'utf8')).toBe('other');
  });

  it.each([
    ['an ended process', GONE],
    ['a process before the last boot', { ...ownProcess(), pid: 1, boot: 'another' }],
    ['a process whose number is another one’s now', { ...ownProcess(), start: 1 }],
  ])('of %s is taken over', (_, owner) => {
    const root = makeRoot({ state: null });
    put(root, JSON.stringify(owner));
    expect(withLock(place(root), () => 'done')).toBe('done');
    expect(readdirSync(join(root, 'state'))).toEqual([]);
  });

  it('of which the one who cleared it was ended, too, is taken over', () => {
    const root = makeRoot({ state: null });
    for (const name of ['lock', 'lock.clearing', 'lock.clearing.clearing'])
      writeFileSync(join(root, 'state', name), JSON.stringify(GONE));
    expect(withLock(place(root), () => 'done')).toBe('done');
    expect(readdirSync(join(root, 'state'))).toEqual([]);
  });

  it('that somebody else has taken over between the look and the hand is left to them', async () => {
    const root = makeRoot({ state: null });
    put(root, JSON.stringify(GONE));
    const theirs = JSON.stringify(ownProcess());
    const { files } = place(root);
    const claim = (path: string, text: string): boolean => {
      if (path.endsWith('.clearing')) put(root, theirs);
      return files.claim(path, text);
    };
    const waiting = withLockAwaited(
      { ...place(root), files: { ...files, claim } },
      sleeps().sleep,
      async () => 'mine',
    );
    await expect(waiting).rejects.toThrow('another unitpin');
    expect(readFileSync(join(root, 'state/lock'), 'utf8')).toBe(theirs);
    expect(readdirSync(join(root, 'state'))).toEqual(['lock']);
  });

  it('that somebody else is taking over is left to them', async () => {
    const root = makeRoot({ state: null });
    put(root, JSON.stringify(GONE));
    writeFileSync(join(root, 'state/lock.clearing'), JSON.stringify(ownProcess()));
    const waiting = withLockAwaited(place(root), sleeps().sleep, async () => 'mine');
    await expect(waiting).rejects.toThrow('another unitpin (process 4194999)');
    expect(readFileSync(join(root, 'state/lock'), 'utf8')).toBe(JSON.stringify(GONE));
  });

  it.each([
    ['a bare number, as older versions wrote', '4194999\n', 'process 4194999'],
    ['nothing', '', 'process unknown'],
    ['half a record', '{"pid": 41949', 'process unknown'],
    ['a record without a host', JSON.stringify({ ...GONE, host: null }), 'process unknown'],
    ['another host', JSON.stringify({ ...GONE, host: 'elsewhere' }), 'process 4194999 on elsewhere'],
    ['another namespace', JSON.stringify({ ...GONE, namespace: 'pid:[1]' }), 'process 4194999'],
    ['a process that runs', JSON.stringify(ownProcess()), `process ${process.pid}`],
  ])('with %s in it is not guessed about', async (_, text, who) => {
    const root = makeRoot({ state: null });
    put(root, text);
    const { sleep, slept } = sleeps();
    const failure = await withLockAwaited(place(root), sleep, async () => {}).catch((error) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure.message).toBe(`another unitpin (${who}) has been writing for 10 s`);
    expect(failure).toMatchObject({ where: '/state/lock' });
    expect(failure.next).toContain('rm /state/lock');
    expect(slept()).toBe(10_000);
    expect(readFileSync(join(root, 'state/lock'), 'utf8')).toBe(text);
  });
});

describe('several processes', () => {
  it('never have it at once, also where each finds one that was left behind', async () => {
    const script = await bundleScript(SCRIPT);
    for (const how of ['sync', 'awaited']) {
      const root = makeRoot({ state: null, counter: '0' });
      put(root, JSON.stringify(GONE));
      const all = Array.from({ length: 6 }, () => startScript(script, root, how, '20').output);
      await Promise.all(all);
      expect(readFileSync(join(root, 'counter'), 'utf8')).toBe('120');
      expect(readdirSync(join(root, 'state'))).toEqual([]);
    }
  });

  it('are not blocked by one that was killed with the lock in its hand', async () => {
    const script = await bundleScript(SCRIPT);
    const root = makeRoot({ state: null, counter: '0' });
    const holder = startScript(script, root, 'hold');
    expect(await holder.printed()).toBe('held');
    const waiting = [1, 2, 3].map(() => startScript(script, root, 'awaited', '1').output);
    expect(existsSync(join(root, 'state/lock'))).toBe(true);
    holder.child.kill('SIGKILL');
    await Promise.all([holder.output, ...waiting]);
    expect(readFileSync(join(root, 'counter'), 'utf8')).toBe('3');
    expect(readdirSync(join(root, 'state'))).toEqual([]);
  });
});
