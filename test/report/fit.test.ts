import { describe, expect, it } from 'vitest';
import { type Column, cut, fitTable } from '../../src/report/fit.ts';
import width from '../../src/report/width.ts';

type Row = Record<'name' | 'state' | 'note', string>;
const COLUMNS: Column<Row>[] = [
  { title: 'NAME', cell: ({ name }) => name, least: 6 },
  { title: 'STATE', cell: ({ state }) => state },
  { title: 'NOTE', cell: ({ note }) => note, drop: 1, least: 8 },
];
const tableOf = (rows: Row[], room: number) => fitTable(rows, COLUMNS, room, (text) => text);
const ROWS: Row[] = [
  { name: 'default', state: 'active', note: 'telegram, discord' },
  { name: 'a-long-name', state: 'failed', note: '' },
];

describe('a table that has to fit', () => {
  it('is as wide as it needs to be', () => {
    expect(tableOf(ROWS, 100)).toEqual([
      'NAME         STATE   NOTE',
      'default      active  telegram, discord',
      'a-long-name  failed',
    ]);
  });

  it('leaves out columns in which nothing is said', () => {
    expect(tableOf([{ name: 'x', state: '-', note: '' }], 100)).toEqual(['NAME', 'x']);
  });

  it('cuts long cells off, the last column first, then drops what matters less', () => {
    expect(tableOf(ROWS, 32)[1]).toBe('default      active  telegram, …');
    expect(tableOf(ROWS, 24)[1]).toBe('defau…  active  telegra…');
    expect(tableOf(ROWS, 20)).toEqual(['NAME         STATE', 'default      active', 'a-long-name  failed']);
    expect(tableOf(ROWS, 14)[2]).toBe('a-lon…  failed');
  });

  it('counts columns of the terminal', () => {
    const rows = [{ name: '漢字漢字', state: 'x', note: '' }];
    for (const room of [9, 10, 11, 12]) {
      for (const line of tableOf(rows, room)) expect(width(line)).toBeLessThanOrEqual(Math.max(room, 13));
    }
    expect([cut('漢字', 3), cut('漢字', 4), cut('abc', 2)]).toEqual(['漢…', '漢字', 'a…']);
  });
});
