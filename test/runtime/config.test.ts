import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/runtime/config.ts';

const read = (text: string) => readConfig(Buffer.from(text), '/c.yaml', ['gateway']);
const at = (line: number, column: number) => ({ path: '/c.yaml', line, column });

describe('a config.yaml', () => {
  const config = read(`a: &x {port: 1_000, host: h}
gateway:
  port: 012
  'api_server': {enabled: yes, port: 0o17}
  port: 8:30
m: {<<: *x}
l: [1, {port: 3}]
d: "8650"
𝒳: {e: 8650.0}
`);

  it.each([
    ['a.port', 1000, '1_000', at(1, 8)],
    ['gateway.api_server.enabled', true, 'yes', at(4, 18)],
    ['gateway.api_server.port', '0o17', '0o17', at(4, 32)],
    ['d', '8650', '8650', at(8, 1)],
    ['𝒳.e', 8650, '8650.0', at(9, 5)],
  ])('reads %s by the rules of YAML 1.1, with its place', (path, value, raw, place) => {
    expect(config.get(path)).toMatchObject({ value, raw, at: place });
  });

  it('takes the last of equal keys, and knows of the others', () => {
    expect(config.get('gateway.port')).toEqual({
      value: 510,
      raw: '8:30',
      plain: true,
      at: at(5, 3),
      earlier: [at(3, 3)],
    });
  });

  it('gives what a merge brings, at the place of its mapping', () => {
    expect(config.get('m.port')).toMatchObject({ value: 1000, raw: null, at: at(6, 1) });
  });

  it('has nothing for what is not there', () => {
    for (const path of ['nope', 'gateway.nope', 'd.x', 'l.0', 'gateway.toString'])
      expect(config.get(path)).toBe(null);
  });

  it('says why and where a file cannot be read', () => {
    expect(read('gateway: [\n').problem).toMatchObject({ at: { path: '/c.yaml', line: 2, column: 1 } });
    expect(read('gateway: 1\n---\ngateway: 2\n').problem).not.toBe(null);
  });

  it.each(['', '# gateway\n', '--- # gateway\n', '{}', 'gateway', 'gateway:\n', '\ufeffgateway: 1'])(
    'takes %j as it is',
    (text) => {
      expect(read(text).problem).toBe(null);
    },
  );

  it.each([
    `gateway: ${'['.repeat(100_000)}`,
    `gateway: ${'{a: '.repeat(20_000)}`,
    'gateway: *x\n',
    'gateway: !!python/object:os.x {}\n',
  ])('survives what no config is', (text) => {
    expect(read(text).problem?.message).toMatch(/./);
  });

  it('is no text that the app could not read', () => {
    const bytes = Buffer.from('a: 1\nb: \xe9\ngateway: 1\n', 'latin1');
    expect(readConfig(bytes, '/c.yaml', ['gateway']).problem).toEqual({
      message: 'it is not UTF-8',
      at: at(2, 4),
    });
  });

  it('counts every kind of line end', () => {
    expect(read('a: 1\r\ngateway:\r  port: 1\n').get('gateway.port')?.at).toEqual(at(3, 3));
  });

  it('forgets a mapping whose place another one of its name has taken', () => {
    const twice = read('gateway: {port: 012, host: h}\nx: &x {port: 7}\ngateway: {<<: *x, name: n}\n');
    expect(twice.get('gateway')).toMatchObject({ at: at(3, 1), earlier: [at(1, 1)] });
    expect(twice.get('gateway.port')).toMatchObject({ value: 7, raw: null, at: at(3, 1), earlier: [] });
    expect(twice.get('gateway.host')).toBe(null);
  });

  it('is not parsed when it cannot hold what is looked for', () => {
    expect(read('other: [').problem).toBe(null);
  });
});
