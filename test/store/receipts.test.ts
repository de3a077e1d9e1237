import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import type { Receipt, ReceiptChange } from '../../src/model/receipt.ts';
import { expired, prune, readReceipts, standing } from '../../src/store/receipts.ts';
import { publish } from '../../src/store/store.ts';
import { makeRoot } from '../support/home.ts';

const DAY = 24 * 60 * 60 * 1_000;
const NOW = Date.UTC(2026, 10, 20);
const change = (path: string, undone?: true): ReceiptChange => ({
  path,
  before: null,
  after: { sha256: 'x', mode: 0o644, ours: true },
  ...(undone && { undone }),
});
const receipt = (daysAgo: number, paths: readonly string[], more: Partial<Receipt> = {}): Receipt => ({
  schema: 1,
  id: `r${daysAgo}`,
  at: new Date(NOW - daysAgo * DAY).toISOString(),
  command: 'apply',
  changes: paths.map((path) => change(path)),
  ...more,
});
const idsOf = (receipts: readonly Receipt[]) => receipts.map(({ id }) => id);

describe('which receipts may go', () => {
  it('neither the newest 50, nor what is younger than 90 days, nor the last one of a path', () => {
    const recent = Array.from({ length: 60 }, (_, day) => receipt(day, ['/a']));
    expect(expired(recent, NOW)).toEqual([]);
    const old = [receipt(91, ['/a']), receipt(92, ['/b', '/a']), receipt(93, ['/b']), receipt(94, [])];
    expect(idsOf(expired([...recent, ...old], NOW))).toEqual(['r91', 'r93', 'r94']);
    const few = recent.slice(0, 47);
    expect(idsOf(expired([...few, ...old], NOW))).toEqual(['r94']);
  });

  it('what was undone says nothing about a path', () => {
    const recent = Array.from({ length: 50 }, (_, day) => receipt(day, []));
    const old = [
      receipt(91, [], { changes: [change('/a', true)] }),
      receipt(92, ['/a']),
      receipt(93, ['/a']),
    ];
    expect(idsOf(expired([...recent, ...old], NOW))).toEqual(['r91', 'r93']);
  });

  it('they go with their backups', () => {
    const root = makeRoot({ a: '0', b: '0' });
    const at = (now: number, n: number, path: string) =>
      publish({ files: filesBelow(root), folder: '/state', now, random: String(n), owner: null }, 'gen', [
        { path, bytes: Buffer.from(`${n}`), mode: 0o644, ours: true },
      ]);
    const first = at(NOW - 100 * DAY, 1, '/a');
    const needed = at(NOW - 99 * DAY, 2, '/b');
    for (let n = 3; n < 53; n++) at(NOW, n, '/a');
    const left = readdirSync(join(root, 'state/receipts'));
    expect(left).toHaveLength(51);
    expect(left).not.toContain(`${first.id}.json`);
    expect(left).toContain(`${needed.id}.json`);
    expect(existsSync(join(root, `state/backups/${first.id}`))).toBe(false);
    expect(existsSync(join(root, `state/backups/${needed.id}/0`))).toBe(true);
  });
});

describe('what became of a receipt', () => {
  it('a rollback undoes it, the rollback of that one does it again', () => {
    const first = receipt(9, ['/a', '/b']);
    const second = receipt(8, ['/a', '/b'], { undoes: 'r9' });
    const third = receipt(7, ['/a', '/b'], { undoes: 'r8' });
    expect(Object.fromEntries(standing([first]))).toEqual({ r9: 'done' });
    expect(Object.fromEntries(standing([first, second]))).toEqual({ r8: 'done', r9: 'undone' });
    expect(Object.fromEntries(standing([third, first, second]))).toEqual({
      r7: 'done',
      r8: 'undone',
      r9: 'done',
    });
  });

  it('partly, by the command itself or by a rollback that left something', () => {
    const half = receipt(9, [], { changes: [change('/a', true), change('/b')] });
    expect(standing([half]).get('r9')).toBe('partly');
    expect(standing([receipt(9, ['/a', '/b']), receipt(8, ['/a'], { undoes: 'r9' })]).get('r9')).toBe(
      'partly',
    );
    expect(standing([half, receipt(8, ['/b'], { undoes: 'r9' })]).get('r9')).toBe('undone');
  });
});

it('two of the same moment do not write over each other', () => {
  const root = makeRoot({ a: '0' });
  const store = { files: filesBelow(root), folder: '/state', now: NOW, random: 'abcdef', owner: null };
  const write = (text: string) =>
    publish(store, 'gen', [{ path: '/a', bytes: Buffer.from(text), mode: 0o644, ours: true }]);
  expect(idsOf([write('1'), write('2'), write('3')])).toEqual([
    '20261120T000000Z-abcdef',
    '20261120T000000Z-abcdef-2',
    '20261120T000000Z-abcdef-3',
  ]);
});

it.each<[string, object]>([
  ['of a newer schema', { schema: 2 }],
  ['with the id of another file', { id: '../../x' }],
  ['without a moment', { at: 3 }],
  ['of a command that is none', { command: null }],
  ['with changes that are none', { changes: [null] }],
  ['with a change without a path', { changes: [{ before: null, after: null }] }],
  ['with a change of which half is missing', { changes: [{ path: '/a', before: {}, after: null }] }],
  ['with services that are none', { services: [null] }],
])('a receipt %s is left out, and takes no backup away', (_, wrong) => {
  const newer = Array.from({ length: 51 }, (_, day) => receipt(day, ['/a']));
  const root = makeRoot({
    ...Object.fromEntries(newer.map((one) => [`state/receipts/${one.id}.json`, JSON.stringify(one)])),
    'state/receipts/r900.json': JSON.stringify({ ...receipt(900, ['/a']), ...wrong }),
    'x/mine': '',
  });
  const place = { files: filesBelow(root), folder: '/state', owner: null };
  expect(readReceipts(place)).toMatchObject({
    receipts: { length: 51 },
    broken: ['/state/receipts/r900.json'],
  });
  prune(place, NOW);
  expect([existsSync(join(root, 'state/receipts/r900.json')), existsSync(join(root, 'x/mine'))]).toEqual([
    true,
    true,
  ]);
});

it('a file that is no receipt is named, and the others are read', () => {
  const root = makeRoot({ 'state/receipts/x.json': '{', 'state/receipts/notes': '' });
  const place = { files: filesBelow(root), folder: '/state' };
  expect(readReceipts(place)).toEqual({ receipts: [], broken: ['/state/receipts/x.json'] });
  writeFileSync(join(root, 'state/receipts/r9.json'), JSON.stringify(receipt(9, ['/a'])));
  expect(idsOf(readReceipts(place).receipts)).toEqual(['r9']);
});
