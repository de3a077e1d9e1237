import * as fs from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import { makeRoot } from '../support/home.ts';

/** What was asked of the system, in order; a descriptor by the file it is of. */
const asked: string[] = [];
const opened = new Map<number, string>();

vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  const shown = (what: unknown): string =>
    (typeof what === 'number' ? (opened.get(what) ?? '?') : String(what))
      .replace(/^.*\/unitpin-test-\w+/, '')
      .replace(/\.unitpin-\w+\.tmp/, 'BESIDE');
  const told = <A extends unknown[], R>(name: string, call: (...args: A) => R) =>
    ((...args: A): R => {
      const result = call(...args);
      if (name === 'open') opened.set(result as number, String(args[0]));
      const paths =
        name === 'rename' || name === 'link' ? [shown(args[0]), shown(args[1])] : [shown(args[0])];
      asked.push([name, ...paths].join(' '));
      return result;
    }) as (...args: A) => R;
  return {
    ...real,
    openSync: told('open', real.openSync),
    writeSync: told('write', real.writeSync as never),
    fchmodSync: told('fchmod', real.fchmodSync),
    fsyncSync: told('fsync', real.fsyncSync),
    renameSync: told('rename', real.renameSync),
    mkdirSync: told('mkdir', real.mkdirSync as never),
    unlinkSync: told('unlink', real.unlinkSync),
  };
});

beforeEach(() => {
  asked.length = 0;
});

it('a file is on the disk before it has its name, with its mode, and then its name is', () => {
  const root = makeRoot({ 'a/file': 'old' });
  asked.length = 0;
  filesBelow(root).writeAtomic('/a/file', 'new', { mode: 0o600 });
  expect(asked).toEqual([
    'open /a/BESIDE',
    'write /a/BESIDE',
    'fchmod /a/BESIDE',
    'fsync /a/BESIDE',
    'rename /a/BESIDE /a/file',
    'open /a',
    'fsync /a',
  ]);
});

it('a new folder is on the disk in the one above it', () => {
  const root = makeRoot({ a: null });
  asked.length = 0;
  filesBelow(root).makeFolder('/a/b/c');
  expect(asked).toEqual(['mkdir /a/b', 'open /a', 'fsync /a', 'mkdir /a/b/c', 'open /a/b', 'fsync /a/b']);
});

it('what is added is one write, and with sync on the disk; a removal, too', () => {
  const root = makeRoot({ a: null });
  asked.length = 0;
  const files = filesBelow(root);
  expect(files.append('/a/log', 'one\n', { sync: true })).toBe(4);
  expect(files.append('/a/log', 'two\n', { sync: true })).toBe(8);
  expect(files.append('/a/log', 'three\n', { sync: false })).toBe(14);
  files.remove('/a/log');
  files.remove('/a/log');
  expect(asked).toEqual([
    ...['open /a/log', 'write /a/log', 'fsync /a/log', 'open /a', 'fsync /a'],
    ...['open /a/log', 'write /a/log', 'fsync /a/log'],
    ...['open /a/log', 'write /a/log'],
    ...['unlink /a/log', 'open /a', 'fsync /a'],
  ]);
});

it('nothing is added to what a link leads to', () => {
  const root = makeRoot({ target: 'x', log: { to: 'target' } });
  expect(() => filesBelow(root).append('/log', 'y', { sync: false })).toThrow('cannot write /log');
  expect(fs.readFileSync(join(root, 'target'), 'utf8')).toBe('x');
});

it('a folder goes only when nothing is in it', () => {
  const root = makeRoot({ 'a/b': '', c: null });
  const files = filesBelow(root);
  for (const path of ['/a', '/c', '/gone']) files.removeFolder(path);
  expect([fs.existsSync(join(root, 'a')), fs.existsSync(join(root, 'c'))]).toEqual([true, false]);
});
