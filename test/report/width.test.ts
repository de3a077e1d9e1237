import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/report/excerpt.ts';
import { cut } from '../../src/report/fit.ts';
import { table, wrap } from '../../src/report/layout.ts';
import width from '../../src/report/width.ts';

describe('width', () => {
  it.each([
    ['profile', 7],
    ['网关', 4],
    ['“网关”，', 8],
    ['ｆｕｌｌ', 8],
    ['한국어', 6],
    ['\u1112\u1161\u11ab', 2],
    ['𠀀', 2],
    ['e\u0301', 1],
    ['…', 1],
    ['🚀', 2],
    ['❤️', 2],
    ['❤', 1],
    ['🌡', 1],
    ['👍🏽', 2],
    ['👨‍👩‍👧', 2],
    ['🇨🇳', 2],
    ['1️⃣', 2],
    ['a🇨🇳网👨‍👩‍👧b', 8],
    ['\x1b[31m网关\x1b[39m', 4],
  ])('of %j is %d', (text, columns) => {
    expect(width(text)).toBe(columns);
  });
});

describe('the mark below a line', () => {
  it.each([
    'Environment=NAME=网关 HOME=/x',
    'Environment=NAME=🚀👍🏽👨‍👩‍👧 HOME=/x',
    '\u3000注释，“说明” HOME=/x',
    `Environment=NAME=${'网关🚀'.repeat(60)} HOME=/x`,
  ])('points at the column of %j', (line) => {
    const offset = line.indexOf('HOME');
    const { shown, mark } = excerpt(line, Array.from(line.slice(0, offset)).length + 1);
    expect(width(mark ?? '')).toBe(width(shown.slice(0, shown.indexOf('HOME'))) + 1);
  });
});

describe('Chinese text', () => {
  it('is broken without blanks, never before a punctuation mark that ends something or behind one that opens', () => {
    const sentence = 'hermes-gateway.service 运行“code”，后启动的给正在运行的（由 systemd 拉起）发 SIGTERM。';
    const lines = wrap(sentence.repeat(12), 2).split('\n  ');
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.join('').replaceAll(' ', '')).toBe(sentence.repeat(12).replaceAll(' ', ''));
    for (const line of lines) {
      expect(width(line)).toBeLessThanOrEqual(98);
      expect(line).not.toMatch(/^[，。、；：？！”’）」』》】 ]|[“‘（「『《【 ]$/);
    }
    for (const line of lines.slice(0, -1)) expect(width(line)).toBeGreaterThan(75);
  });

  it('keeps its blanks where it is not broken', () => {
    expect(wrap('服务 hermes 已停止，端口 8642 空着。', 0)).toBe('服务 hermes 已停止，端口 8642 空着。');
    // Names may be all that there is between the signs.
    expect(wrap(`${'profile-shared、'.repeat(8)}：/a`, 0)).toMatch(/^(?:profile-shared、){6}\n/);
  });

  it('aligns the columns of a table, as emoji do', () => {
    const rows = [
      ['名字', '状态', 'x'],
      ['default', '运行中 🚀', 'y'],
      ['👍🏽 code', '❤️', 'z'],
    ];
    const places = table(rows).map((line) => width(line.slice(0, -1)));
    expect(new Set(places).size).toBe(1);
  });

  it('is cut off between characters', () => {
    expect(cut('网关在运行', 6)).toBe('网关…');
    expect(cut('a👨‍👩‍👧b👍🏽c', 4)).toBe('a👨‍👩‍👧…');
  });
});
