import { expect, it } from 'vitest';
import type { Files } from '../../src/host/files.ts';
import type { Context } from '../../src/ops/context.ts';
import { exclusively } from '../../src/ops/exclusive.ts';
import { readReceipts } from '../../src/store/receipts.ts';
import { lastWritten, publish, sha256 } from '../../src/store/store.ts';
import fc from '../support/fast-check.ts';
import { lossyFiles, PowerLoss } from '../support/lossy-files.ts';

const PATHS = ['/u/a.service', '/u/b.service', '/u/c.service.d/zz.conf', '/u/d.service'];
const STATE = '/state';
/** A file before and after: null, it is not there. */
const file = fc
  .record({
    before: fc.option(fc.constantFrom('one\n', 'two\n'), { nil: null }),
    after: fc.option(fc.constantFrom('three\n', 'four\n'), { nil: null }),
  })
  .filter(({ before, after }) => before !== null || after !== null);

const text = (files: Files, path: string): string | null => {
  const found = files.read(path);
  return found.state === 'there' ? found.bytes.toString('utf8') : null;
};
const storeOf = (files: Files) => ({ files, folder: STATE, now: 0, random: 'abcdef', owner: null });
const contextOf = (files: Files): Context =>
  ({
    host: { live: true, files, clock: { now: () => 0 }, random: () => 'abcdef', caller: { uid: 1000 } },
    account: { uid: 1000 },
    scope: 'user',
    manager: 'systemd',
    state: STATE,
  }) as unknown as Context;

/** The machine boots: whoever held a lock is gone by proof. */
const booted = <T>(tree: Map<string, T>): Map<string, T> =>
  new Map([...tree].filter(([path]) => !/\/(apply\.)?lock$/.test(path)));

it('a power loss anywhere leaves all of it or nothing, and no text is lost', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 1, maxLength: PATHS.length }),
      fc.nat({ max: 30 }),
      fc.nat({ max: 20 }),
      fc.option(fc.nat({ max: PATHS.length - 1 }), { nil: null }),
      fc.infiniteStream(fc.boolean()),
      async (given, firstLoss, secondLoss, editedIndex, chances) => {
        const keeps = (): boolean => chances.next().value as boolean;
        const all = given.map((one, index) => ({ path: PATHS[index]!, ...one }));
        const entries = all.flatMap(({ path, before }) =>
          before === null ? [] : [[path, { bytes: Buffer.from(before), mode: 0o644 }] as const],
        );
        const first = lossyFiles(new Map(entries), firstLoss + 1);
        try {
          const writings = all.map(({ path, after }) => ({
            path,
            bytes: after === null ? null : Buffer.from(after),
            mode: 0o644,
            ours: true,
          }));
          publish(storeOf(first.files), 'gen', writings);
        } catch (error) {
          if (!(error instanceof PowerLoss)) throw error;
        }
        const tree = booted(first.afterwards(keeps));
        const edited = editedIndex === null ? undefined : all[editedIndex]?.path;
        if (edited !== undefined) tree.set(edited, { bytes: Buffer.from('mine\n'), mode: 0o644 });

        const second = lossyFiles(tree, secondLoss + 1);
        await exclusively(
          contextOf(second.files),
          () => {},
          () => {},
        ).catch((error) => {
          if (!(error instanceof PowerLoss)) throw error;
        });
        const { files } = lossyFiles(booted(second.afterwards(keeps)), 0);
        const told: string[] = [];
        await exclusively(
          contextOf(files),
          (line) => told.push(line),
          () => {},
        );

        const others = all.filter(({ path }) => path !== edited);
        const isBack = others.every(({ path, before }) => text(files, path) === before);
        const isDone = others.every(({ path, after }) => text(files, path) === after);
        expect(isBack || isDone).toBe(true);
        if (edited !== undefined) expect(text(files, edited)).toBe('mine\n');
        const { receipts, broken } = readReceipts({ files, folder: STATE });
        expect(broken).toEqual([]);
        const kept = receipts.flatMap(({ changes }) => changes.flatMap(({ before }) => before?.backup ?? []));
        for (const { path, before } of all) {
          if (before === null || text(files, path) === before || path === edited) continue;
          expect(kept.map((backup) => text(files, backup))).toContain(before);
        }
        for (const [path, hash] of lastWritten(files, STATE)) {
          if (path !== edited) expect(sha256(Buffer.from(text(files, path) ?? ''))).toBe(hash);
        }
        expect(files.list(`${STATE}/journal`)).toEqual([]);
        seen.add(`${isDone ? 'done' : 'back'}${told.length > 0 ? ', told' : ''}`);
      },
    ),
    { numRuns: 400 },
  );
  expect(seen).toEqual(new Set(['back', 'done', 'back, told', 'done, told']));
});
