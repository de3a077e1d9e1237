import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import type { StoreContext } from '../../src/store/context.ts';
import { lastWritten, publish, sha256 } from '../../src/store/store.ts';
import { undo } from '../../src/store/undo.ts';
import { makeRoot } from '../support/home.ts';

function store(root: string, random = 'abcdef'): StoreContext {
  return { files: filesBelow(root), folder: '/state', now: Date.UTC(2026, 10, 20, 12), random, owner: null };
}

const writing = (path: string, text: string) => ({ path, bytes: Buffer.from(text), mode: 0o644, ours: true });

describe('publishing', () => {
  it('backs up verbatim and 0600, keeps the mode of what it replaces, and leaves a receipt', () => {
    const root = makeRoot({ 'units/a': 'old\r\n\xff' });
    chmodSync(join(root, 'units/a'), 0o600);
    const old = readFileSync(join(root, 'units/a'));
    const receipt = publish(store(root), 'gen', [writing('/units/a', 'new'), writing('/units/b', 'made')]);

    expect(readFileSync(join(root, 'units/a'), 'utf8')).toBe('new');
    expect(statSync(join(root, 'units/a')).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, 'units/b')).mode & 0o777).toBe(0o644);
    const backup = join(root, 'state/backups/20261120T120000Z-abcdef/0');
    expect(readFileSync(backup)).toEqual(old);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(receipt).toMatchObject({
      id: '20261120T120000Z-abcdef',
      at: '2026-11-20T12:00:00.000Z',
      command: 'gen',
      changes: [
        { path: '/units/a', before: { mode: 0o600, ours: false, sha256: sha256(old) } },
        { path: '/units/b', before: null, after: { mode: 0o644 } },
      ],
    });
    const kept = join(root, `state/receipts/${receipt.id}.json`);
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toEqual(receipt);
    expect(statSync(kept).mode & 0o777).toBe(0o600);
  });

  it('knows its own by their bytes, and forgets what is gone', () => {
    const root = makeRoot({});
    publish(store(root, '1'), 'gen', [writing('/a', 'one'), writing('/b', 'two')]);
    expect([...lastWritten(filesBelow(root), '/state').keys()]).toEqual(['/a', '/b']);
    filesBelow(root).remove('/a');
    publish(store(root, '2'), 'gen', [writing('/b', 'three')]);
    expect([...lastWritten(filesBelow(root), '/state')]).toEqual([['/b', sha256(Buffer.from('three'))]]);
  });

  it('undoes what it wrote when a later write fails', () => {
    const root = makeRoot({ a: 'old', folder: null });
    expect(() =>
      publish(store(root), 'gen', [writing('/a', 'new'), writing('/made', 'x'), writing('/folder', 'x')]),
    ).toThrow('cannot back up /folder: it is not a regular file');
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('old');
    expect(existsSync(join(root, 'made'))).toBe(false);
    expect(existsSync(join(root, 'state/written.json'))).toBe(false);
  });

  it('writes nothing where something else stands than it was made from', () => {
    const root = makeRoot({ a: 'old', b: 'theirs' });
    const from = (path: string, text: string | null) => ({
      ...writing(path, 'new'),
      before: text === null ? null : Buffer.from(text),
    });
    const publishing = () =>
      publish(store(root), 'gen', [from('/a', 'old'), from('/b', 'mine'), from('/c', null)]);
    expect(publishing).toThrow('/b changed since it was read; nothing was written');
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('old');
    writeFileSync(join(root, 'b'), 'mine');
    writeFileSync(join(root, 'c'), '');
    expect(publishing).toThrow('/c changed since');
    expect(existsSync(join(root, 'state/receipts'))).toBe(false);
  });

  it('is undone as a whole: bytes, absence, and whose they are', () => {
    const root = makeRoot({ theirs: 'theirs' });
    publish(store(root, '1'), 'gen', [writing('/ours', 'first')]);
    const before = [...lastWritten(filesBelow(root), '/state')];
    const receipt = publish(store(root, '2'), 'apply', [
      writing('/theirs', 'x'),
      writing('/ours', 'y'),
      writing('/new', 'z'),
    ]);
    undo(store(root), receipt.id, receipt.changes);
    expect(['theirs', 'ours'].map((name) => readFileSync(join(root, name), 'utf8'))).toEqual([
      'theirs',
      'first',
    ]);
    expect(existsSync(join(root, 'new'))).toBe(false);
    expect([...lastWritten(filesBelow(root), '/state')]).toEqual(before);
  });

  it.each([
    ['{', 'is not valid JSON'],
    ['null', 'is not what unitpin writes'],
    ['[]', 'is not what unitpin writes'],
    ['"x"', 'is not what unitpin writes'],
    ['{"schema":2,"files":{}}', 'is not what unitpin writes'],
    ['{"/a":null}', 'is not what unitpin writes'],
  ])('says what to do about a broken record: %s', (text, message) => {
    const root = makeRoot({ 'state/written.json': text });
    expect(() => lastWritten(filesBelow(root), '/state')).toThrow(`/state/written.json ${message}`);
  });
});
