import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import { overlay } from '../../src/host/overlay.ts';
import { makeRoot } from '../support/home.ts';

const text = (root: string, path: string) => {
  const found = filesBelow(root).read(path);
  return found.state === 'there' ? found.bytes.toString() : found;
};

describe('reading below a root', () => {
  it('follows links inside the root, absolute ones and .. included', () => {
    const root = makeRoot({
      'etc/real': 'inside',
      'a/absolute': { to: '/etc/real' },
      'a/up': { to: '../../../../../etc/real' },
      'a/folder': { to: '/etc' },
    });
    expect(text(root, '/a/absolute')).toBe('inside');
    expect(text(root, '/a/up')).toBe('inside');
    expect(text(root, '/a/folder/real')).toBe('inside');
    expect(filesBelow(root).realPath('/a/folder/real')).toBe('/etc/real');
  });

  it('never reads what is outside', () => {
    const root = makeRoot({ a: { to: '/etc/passwd' } });
    expect(text(root, '/a')).toEqual({ state: 'absent' });
    expect(text(root, '/../../etc/passwd')).toEqual({ state: 'absent' });
  });

  it('tells absent, a loop, a folder and a FIFO apart, and hangs on none', () => {
    const root = makeRoot({ x: { to: '/y' }, y: { to: 'x' }, folder: null });
    execFileSync('mkfifo', [join(root, 'fifo')]);
    expect(text(root, '/nothing')).toEqual({ state: 'absent' });
    expect(text(root, '/x')).toEqual({ state: 'unreadable', reason: 'its links go round in a circle' });
    expect(text(root, '/folder')).toEqual({ state: 'unreadable', reason: 'it is not a regular file' });
    expect(text(root, '/fifo')).toEqual({ state: 'unreadable', reason: 'it is not a regular file' });
    expect(filesBelow(root).kind('/fifo')).toBe('other');
    expect(
      filesBelow(root)
        .list('/')
        .map(({ name, kind }) => [name, kind]),
    ).toEqual([
      ['fifo', 'other'],
      ['folder', 'dir'],
      ['x', 'dangling'],
      ['y', 'dangling'],
    ]);
  });
});

describe('writing', () => {
  it('makes folders, sets the mode whatever the umask, and leaves nothing beside', () => {
    const root = makeRoot({});
    const old = process.umask(0o077);
    try {
      filesBelow(root).writeAtomic('/a/b/unit', 'text', { mode: 0o644 });
    } finally {
      process.umask(old);
    }
    expect(readFileSync(join(root, 'a/b/unit'), 'utf8')).toBe('text');
    expect(statSync(join(root, 'a/b/unit')).mode & 0o777).toBe(0o644);
    expect(readdirSync(join(root, 'a/b'))).toEqual(['unit']);
  });

  it('writes a file whose name is as long as a name can be', () => {
    const root = makeRoot({});
    filesBelow(root).writeAtomic(`/${'x'.repeat(255)}`, 'text', { mode: 0o644 });
    expect(readdirSync(root)).toEqual(['x'.repeat(255)]);
  });

  it('keeps a set-user-ID bit when the owner is given, too', () => {
    const root = makeRoot({});
    const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    filesBelow(root).writeAtomic('/x', 'text', { mode: 0o4755, owner });
    expect(statSync(join(root, 'x')).mode & 0o7777).toBe(0o4755);
  });

  it('replaces a file by another one, so that a reader of the old one is undisturbed', () => {
    const root = makeRoot({ unit: 'old' });
    const before = lstatSync(join(root, 'unit')).ino;
    filesBelow(root).writeAtomic('/unit', 'new', { mode: 0o600 });
    expect(lstatSync(join(root, 'unit')).ino).not.toBe(before);
  });

  it('refuses to replace a link, and says so', () => {
    const root = makeRoot({ real: 'text', unit: { to: 'real' } });
    expect(() => filesBelow(root).writeAtomic('/unit', 'new', { mode: 0o644 })).toThrow(
      '/unit is a link; it is left as it is',
    );
    expect(readFileSync(join(root, 'real'), 'utf8')).toBe('text');
  });

  it('says when a file stands where a folder should be', () => {
    const root = makeRoot({ folder: 'a file' });
    const write = () => filesBelow(root).writeAtomic('/folder/unit', '', { mode: 0o644 });
    expect(write).toThrow('cannot write /folder/unit: a file stands where a folder should be');
  });

  it('never writes outside the root, whatever links say', () => {
    const outside = makeRoot({});
    const root = makeRoot({
      'home/state': { to: outside },
      'home/up': { to: '../../../../../../tmp' },
      inside: null,
      'home/ok': { to: '/inside' },
    });
    expect(() => filesBelow(root).writeAtomic('/home/state/x/y', 'x', { mode: 0o600 })).toThrow(
      'cannot write',
    );
    filesBelow(root).writeAtomic('/home/ok/new/y', 'x', { mode: 0o600 });
    expect(readFileSync(join(root, 'inside/new/y'), 'utf8')).toBe('x');
    filesBelow(root).remove('/home/ok/new/y');
    expect(readdirSync(join(root, 'inside/new'))).toEqual([]);
    expect(readdirSync(outside)).toEqual([]);
  });

  it('says when a folder is in the way', () => {
    const root = makeRoot({ unit: null });
    expect(() => filesBelow(root).writeAtomic('/unit', '', { mode: 0o644 })).toThrow(
      '/unit is not a regular file',
    );
  });
});

describe('the overlay', () => {
  it('shows what would be written and hides what would be removed, without touching anything', () => {
    const root = makeRoot({ 'd/old': 'old', 'd/gone': 'gone' });
    const files = overlay(
      filesBelow(root),
      new Map([
        ['/d/old', Buffer.from('new')],
        ['/d/x/made', Buffer.from('made')],
        ['/d/gone', null],
      ]),
    );
    const read = (path: string) => {
      const found = files.read(path);
      return found.state === 'there' ? found.bytes.toString() : found.state;
    };
    expect([read('/d/old'), read('/d/x/made'), read('/d/gone')]).toEqual(['new', 'made', 'absent']);
    expect(files.list('/d').map(({ name, kind }) => `${name} ${kind}`)).toEqual(['old file', 'x dir']);
    expect(files.list('/d/x').map(({ name }) => name)).toEqual(['made']);
    expect([files.kind('/d/x'), files.kind('/d/gone')]).toEqual(['dir', 'absent']);
    expect(readdirSync(join(root, 'd'))).toEqual(['gone', 'old']);
  });
});

describe('the tail of a file', () => {
  it('is its last lines, none of them cut', () => {
    const files = filesBelow(makeRoot({ log: 'one\ntwo\nthree\n' }));
    const tail = (bytes: number) => {
      const found = files.tail('/log', bytes);
      return found.state === 'there' ? found.bytes.toString() : found;
    };
    expect([tail(100), tail(14), tail(13), tail(10), tail(7)]).toEqual([
      'one\ntwo\nthree\n',
      'one\ntwo\nthree\n',
      'two\nthree\n',
      'three\n',
      'three\n',
    ]);
  });

  it('is refused as the whole would be', () => {
    const files = filesBelow(makeRoot({ folder: null }));
    expect(files.tail('/absent', 10)).toEqual({ state: 'absent' });
    expect(files.tail('/folder', 10)).toEqual({ state: 'unreadable', reason: 'it is not a regular file' });
  });
});
