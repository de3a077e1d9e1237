import { describe, expect, it } from 'vitest';
import { topics } from '../../src/audit/rules/index.ts';
import { en } from '../../src/audit/texts/en/index.ts';
import { zhCN } from '../../src/audit/texts/zh-CN/index.ts';
import type { PortUse } from '../../src/model/port-use.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import type { ServiceResult } from '../../src/model/service-result.ts';
import { historyText } from '../../src/report/history-text.ts';
import { portsText } from '../../src/report/ports.ts';
import { rulesText } from '../../src/report/rules.ts';
import { servicesText } from '../../src/report/services.ts';
import width from '../../src/report/width.ts';

const plain = (_: unknown, text: string): string => text;
/** Nobody is called that by the app; files and processes are called what they are called. */
const NAMES = [
  '网关',
  '一个名字很长很长的网关',
  'e\u0301te\u0301',
  '👩‍💻 bot',
  'naïve',
  'ｆｕｌｌ',
  '🇨🇳',
  'plain',
];

/** At which column of the terminal something starts. */
const columnOf = (line: string, what: string): number => {
  const at = line.indexOf(what);
  expect(at, `${what} in ${line}`).toBeGreaterThanOrEqual(0);
  return width(line.slice(0, at));
};

describe('tables with names of every script', () => {
  it('ports', () => {
    const uses = NAMES.map((name, index): PortUse => {
      const listener = {
        address: '127.0.0.1',
        pid: 7000 + index,
        command: `/opt/${name} --serve`,
        own: false,
      };
      const at = { path: `/home/u/.hermes/${name}/.env`, line: 3, column: 1 };
      const said = {
        from: 'dotenv' as const,
        at,
        serves: true,
        allocated: null,
        pending: false,
        problem: null,
      };
      return { profile: name, home: '/x', host: '', port: 8600 + index, ...said, listener };
    });
    const [head = '', ...rows] = portsText(uses, '/home/u').split('\n');
    for (const [index, name] of NAMES.entries()) {
      expect(columnOf(rows[index]!, name)).toBe(columnOf(head, 'PROFILE'));
      expect(columnOf(rows[index]!, 'another: ')).toBe(columnOf(head, 'LISTENS'));
      expect(columnOf(rows[index]!, '~/.hermes/')).toBe(columnOf(head, 'SAID BY'));
    }
  });

  it('ports, where a command is long: no half of an emoji is left', () => {
    const listener = { address: '::', pid: 1, command: `/opt/${'👩‍💻'.repeat(40)}`, own: false };
    const use = {
      profile: 'a',
      home: '/x',
      host: '',
      port: 1,
      from: 'dotenv',
      at: null,
      serves: true,
    } as const;
    const text = portsText([{ ...use, allocated: null, pending: false, problem: null, listener }], '/home/u');
    expect(text).toContain('👩‍💻…');
    expect(Buffer.from(text).toString()).toBe(text);
  });

  it('start, stop and remove', () => {
    const results = NAMES.map((name) => ({
      outcome: 'started' as const,
      profile: name,
      name: `unit-of-${name}`,
      manager: 'systemd' as const,
      scope: 'user' as const,
      pid: 4711,
      reason: null,
      next: null,
      lines: [],
      warnings: [],
    }));
    const lines = servicesText(results as unknown as ServiceResult[], plain).split('\n');
    expect(lines).toHaveLength(NAMES.length);
    for (const what of ['unit-of-', 'process 4711'])
      expect(new Set(lines.map((line) => columnOf(line, what))).size).toBe(1);
  });

  it.each([
    ['English', en],
    ['Chinese', zhCN],
  ])('rules, in %s', (_, texts) => {
    const [head = '', ...lines] = rulesText(topics, texts, plain).split('\n');
    const start = columnOf(head, 'severity');
    const rows = lines.filter((line) => / {2}(error|warning|info) {2}/.test(line));
    expect(rows.length).toBeGreaterThan(80);
    for (const row of rows)
      expect(width((/^.*? {2}(?=error|warning|info)/.exec(row) ?? [''])[0])).toBe(start);
  });

  it('history: a line each, whatever stands in a path', () => {
    const receipt: Receipt = {
      schema: 1,
      id: '20261120T120000Z-3fa9c1',
      at: '2026-11-20T12:00:00.000Z',
      command: 'gen',
      changes: NAMES.map((name) => ({ path: `/home/u/${name}\n\u202e`, before: null, after: null })),
    } as unknown as Receipt;
    const lines = historyText([{ receipt, standing: 'done' }], '/home/u', plain).split('\n');
    expect(lines).toHaveLength(1 + NAMES.length);
    for (const line of lines.slice(1)) expect(columnOf(line, '~/')).toBe(columnOf(lines[1]!, '~/'));
  });
});
