import { renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Files, filesBelow } from '../../src/host/files.ts';
import { keptFiles } from '../../src/host/kept-files.ts';
import { seenFiles } from '../../src/host/seen-files.ts';
import { makeRoot } from '../support/home.ts';

/** Files, and what was really looked at. */
function counted(root: string) {
  const looks: string[] = [];
  const files = filesBelow(root);
  const counting: Files = {
    ...files,
    read: (path) => {
      looks.push(path);
      return files.read(path);
    },
    stat: (path) => {
      looks.push(path);
      return files.stat(path);
    },
  };
  return { files: counting, looks };
}

const textOf = (files: Files, path: string): string | null => {
  const found = files.read(path);
  return found.state === 'there' ? found.bytes.toString() : null;
};

describe('kept files', () => {
  const LATER = () => Date.now() + 10_000;

  it('are read again when they have changed, and only then', () => {
    const root = makeRoot({ a: 'one' });
    const { files, looks } = counted(root);
    const kept = keptFiles(files, LATER);
    expect([textOf(kept, '/a'), textOf(kept, '/a'), looks.length]).toEqual(['one', 'one', 1]);
    expect(kept.read('/a')).toBe(kept.read('/a'));
    // Of another length: the clock of some file systems stands still for some milliseconds.
    writeFileSync(join(root, 'a'), 'other');
    expect(textOf(kept, '/a')).toBe('other');
  });

  it('notice a file that was put in place of another, however alike they are', () => {
    const root = makeRoot({ a: 'one', b: 'two' });
    const when = new Date('2026-01-01T00:00:00Z');
    for (const name of ['a', 'b']) utimesSync(join(root, name), when, when);
    const kept = keptFiles(filesBelow(root), LATER);
    expect(textOf(kept, '/a')).toBe('one');
    renameSync(join(root, 'b'), join(root, 'a'));
    expect(textOf(kept, '/a')).toBe('two');
  });

  it('notice what comes and goes', () => {
    const root = makeRoot({ 'x/a': 'one' });
    const kept = keptFiles(filesBelow(root), LATER);
    expect([textOf(kept, '/x/b'), kept.list('/x').length]).toEqual([null, 1]);
    writeFileSync(join(root, 'x/b'), 'two');
    expect([textOf(kept, '/x/b'), kept.list('/x').length]).toEqual(['two', 2]);
    renameSync(join(root, 'x/a'), join(root, 'x/c'));
    expect(textOf(kept, '/x/a')).toBe(null);
  });

  it('do not keep what changed a moment ago: it may change again within the same tick', () => {
    const root = makeRoot({ a: 'one' });
    const { files, looks } = counted(root);
    const kept = keptFiles(files, () => statSync(join(root, 'a')).ctimeMs);
    textOf(kept, '/a');
    textOf(kept, '/a');
    expect(looks).toHaveLength(2);
  });
});

describe('seen files', () => {
  it('are looked at once, and what is not in a listed folder not at all', () => {
    const { files, looks } = counted(makeRoot({ 'h/a': 'one', 'other/a': 'x' }));
    const seen = seenFiles(files, ['/h']);
    for (let round = 0; round < 2; round++) {
      expect(textOf(seen, '/h/a')).toBe('one');
      expect(textOf(seen, '/h/b')).toBe(null);
      expect(seen.stat('/h/logs/gateway.log').kind).toBe('absent');
      expect(seen.tail('/h/logs/gateway.log', 10).state).toBe('absent');
      expect(seen.kind('/h/b')).toBe('absent');
      expect(textOf(seen, '/other/a')).toBe('x');
    }
    expect(looks).toEqual(['/h/a', '/other/a']);
  });

  it('are looked for in a folder that is empty, or cannot be listed', () => {
    const { files, looks } = counted(makeRoot({ h: null }));
    expect(textOf(seenFiles(files, ['/h']), '/h/a')).toBe(null);
    expect(looks).toEqual(['/h/a']);
  });
});
