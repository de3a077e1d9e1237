import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/host/failure.ts';
import { readConfig } from '../../src/runtime/config.ts';
import { writePort } from '../../src/runtime/write-port.ts';
import fc from '../support/fast-check.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { pyYaml, readByPyYaml } from './pyyaml.ts';

const PATH = 'platforms.api_server.extra.port';
const write = (text: string, port = 8701) => writePort(Buffer.from(text), '/c.yaml', PATH, port);
const written = (text: string) => write(text).bytes.toString('utf8');

// G-14
describe('a port written into a config.yaml', () => {
  it.each([
    [
      'takes the place of the old one, and of nothing else',
      'a: &x 1.10 # c\r\nplatforms:\r\n  api_server:\r\n    key: k\r\n    extra: # here\r\n        port:   8642  # old\r\n        d: 2024-01-01\r\nz: 0123',
      'a: &x 1.10 # c\r\nplatforms:\r\n  api_server:\r\n    key: k\r\n    extra: # here\r\n        port:   8701  # old\r\n        d: 2024-01-01\r\nz: 0123',
    ],
    [
      'keeps quotes',
      'platforms: {"api_server": {"extra": {"port":"8642","host":"h"}}}\n',
      'platforms: {"api_server": {"extra": {"port":"8701","host":"h"}}}\n',
    ],
    [
      'keeps a byte order mark and an anchor',
      '\ufeffplatforms:\n  api_server:\n    extra: &e\n      port: &p 0o17\n',
      '\ufeffplatforms:\n  api_server:\n    extra: &e\n      port: &p 8701\n',
    ],
    [
      'fills a key without a value',
      'platforms:\n  api_server:\n    extra:\n      port:   # none\n      host: h\n',
      'platforms:\n  api_server:\n    extra:\n      port: 8701   # none\n      host: h\n',
    ],
    [
      'is one more line where its mapping is there, above the comment of its first key',
      'platforms:\n    api_server:\n        extra:\n            # the host\n            host: h\n',
      'platforms:\n    api_server:\n        extra:\n            port: 8701\n            # the host\n            host: h\n',
    ],
    [
      'is as few lines as can be where mappings are missing',
      'platforms:\n    # chat\n    telegram:\n        enabled: true\nx: 1\n',
      'platforms:\n    api_server:\n        extra:\n            port: 8701\n    # chat\n    telegram:\n        enabled: true\nx: 1\n',
    ],
    [
      'goes into braces',
      'platforms: {telegram: {a: 1}, api_server: {extra: {host: h}}}\n',
      'platforms: {telegram: {a: 1}, api_server: {extra: {port: 8701, host: h}}}\n',
    ],
    [
      'goes into braces over several lines',
      'platforms: {\n  telegram: {a: 1},\n}\n',
      'platforms: {api_server: {extra: {port: 8701}},\n  telegram: {a: 1},\n}\n',
    ],
    ['goes into empty braces', 'platforms: { }\n', 'platforms: {api_server: {extra: {port: 8701}} }\n'],
    [
      'takes the place of a null',
      'platforms:\n  api_server: ~ # none\n',
      'platforms:\n  api_server: {extra: {port: 8701}} # none\n',
    ],
    [
      'goes below a key with nothing, as far in as the others',
      'platforms:\n   telegram:\n      a: 1\n   api_server:\n   b: 1\n',
      'platforms:\n   telegram:\n      a: 1\n   api_server:\n      extra:\n         port: 8701\n   b: 1\n',
    ],
    [
      'goes to the end, which stays open when it was',
      'a:\n    b: 1\r\nc: 2',
      'a:\n    b: 1\r\nc: 2\nplatforms:\n    api_server:\n        extra:\n            port: 8701',
    ],
    [
      'goes into an empty file',
      '# mine\n',
      '# mine\nplatforms:\n  api_server:\n    extra:\n      port: 8701\n',
    ],
    [
      'goes into JSON',
      '{"platforms": {"api_server": {"enabled": true}}}',
      '{"platforms": {"api_server": {extra: {port: 8701}, "enabled": true}}}',
    ],
    [
      'does not care how far in brackets begin',
      'x: [\n1,\n"a\nb"\n]\nplatforms: {api_server: {extra: {\nport: 1\n}}}\n',
      'x: [\n1,\n"a\nb"\n]\nplatforms: {api_server: {extra: {\nport: 8701\n}}}\n',
    ],
  ])('%s', (_, before, after) => {
    expect(written(before)).toBe(after);
    expect(readConfig(Buffer.from(after), '/c.yaml', [PATH]).get(PATH)).toMatchObject({
      at: { path: '/c.yaml' },
    });
  });

  it('says which line it is, and how many came in', () => {
    expect(write('# c\nplatforms: {api_server: {extra: {port: 1}}}').edit).toEqual({ line: 2, inserted: 0 });
    expect(write('platforms:\n  api_server:\n    enabled: true\n').edit).toEqual({ line: 3, inserted: 2 });
    expect(write('a: 1').edit).toEqual({ line: 2, inserted: 4 });
  });

  it.each(['8701', '"8701"'])('leaves a file alone that says it already: %s', (value) => {
    const text = `platforms: {api_server: {extra: {port: ${value}}}}`;
    expect(write(text)).toEqual({ bytes: Buffer.from(text), edit: null });
  });

  it('writes a number plainly that not everybody reads alike', () => {
    expect(written('platforms: {api_server: {extra: {port: 8_701}}}')).toContain('port: 8701}');
  });

  it.each([
    ['what cannot be read', 'platforms: [\n', 2, 'it cannot be read: '],
    ['what is not UTF-8', Buffer.from('# \xe9\nplatforms: {}\n', 'latin1'), 1, 'it is not UTF-8'],
    ['a tab before a key', 'platforms:\n\tapi_server: {}\n', 2, 'it cannot be read'],
    ['several documents', 'platforms: {}\n---\na: 1\n', 1, 'more than one document'],
    ['a list', '- platforms\n', 1, 'it is not a mapping'],
    [
      'a key that is there twice',
      'platforms:\n  api_server: {}\n  api_server: {}\n',
      3,
      'platforms.api_server is there twice',
    ],
    [
      'a value of an alias',
      'x: &x {extra: {}}\nplatforms:\n  api_server: *x\n',
      3,
      'platforms.api_server comes from an alias',
    ],
    [
      'a value of a merge',
      'x: &x {port: 1}\nplatforms: {api_server: {extra: {<<: *x}}}\n',
      2,
      `${PATH} comes from a merge`,
    ],
    [
      'a mapping shared by an alias',
      'platforms: {api_server: {extra: &x {port: 1}}}\nb: *x\n',
      1,
      'b would change as well',
    ],
    [
      'a port shared by an alias',
      'platforms: {api_server: {extra: {port: &x 1, h: *x}}}\n',
      1,
      'platforms.api_server.extra.h would change as well',
    ],
    [
      'a block of text',
      'platforms:\n  api_server:\n    extra:\n      port: |\n        1\n',
      4,
      'is not one plain value',
    ],
    ['a list for a port', 'platforms: {api_server: {extra: {port: [1]}}}\n', 1, 'is not one plain value'],
    ['a word for a mapping', 'platforms:\n  api_server: on\n', 2, 'platforms.api_server is not a mapping'],
    ['an end of the document', 'a: 1\n...\n', 3, 'no place for the port'],
    ['line ends that are none to everybody', 'a: 1 # \u2028platforms: 1\n', 1, 'line break'],
    [
      'a tag that wants something else',
      'platforms: {api_server: {extra: {port: !!bool yes}}}\n',
      1,
      'no place for the port',
    ],
  ])('refuses %s, and says where', (_, text, line, message) => {
    const bytes = Buffer.from(text as string);
    try {
      writePort(bytes, '/c.yaml', PATH, 8701);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      expect(error).toMatchObject({ exit: 'host', where: { path: '/c.yaml', line } });
      expect((error as Failure).message).toContain(message);
    }
  });
});

/** Lines of a mapping with comments, anchors, blocks and braces, and somewhere on its way the port or a part of its path. */
function documents(): fc.Arbitrary<string> {
  const scalar = fc.constantFrom(
    ...[
      '1',
      "'8642'",
      '1.10',
      '012',
      '~',
      '&a x',
      '[1, {port: 2}]',
      '{port: 3, k: v} # c',
      '>-\n      folded',
      '2024-01-01',
    ],
    ...['!!str 1', '"a # b"', 'http://h:1/x', ''],
  );
  const noise = fc.array(
    fc.oneof(
      fc.constantFrom('# a comment', '', '  # further in', '#port: 1'),
      fc.tuple(fc.constantFrom('one', 'two', "'three'", '"four"'), scalar).map(([k, v]) => `${k}: ${v}`),
    ),
    { maxLength: 3 },
  );
  /** No key twice: that is refused, and has a test of its own. */
  const once = (lines: readonly string[]): string[] => {
    const seen = new Set<string>();
    return lines.filter((line) => {
      const key = /^['"]?(\w+)['"]?:/.exec(line)?.[1];
      if (key === undefined || !seen.has(key)) return Boolean(seen.add(key ?? ''));
      return false;
    });
  };
  const indented = (lines: readonly string[], step: number): string[] =>
    lines.map((line) => (line === '' ? line : `${' '.repeat(step)}${line}`));
  const level = ([key = '', ...rest]: readonly string[]): fc.Arbitrary<string[]> => {
    const port = fc
      .constantFrom('8642', "'8642'", '"0o17"', '&p 8642', '', '~', '1_000')
      .map((value) => [`${key}: ${value}`.trimEnd()]);
    const inside: fc.Arbitrary<string[]> =
      rest.length === 0
        ? port
        : fc.oneof(
            {
              weight: 4,
              arbitrary: fc
                .tuple(level(rest), fc.constantFrom(2, 3, 4), fc.constantFrom('', ' # c', ' &m'))
                .map(([lines, step, tail]) => [`${key}:${tail}`, ...indented(lines, step)]),
            },
            fc.constantFrom<string[]>(
              [`${key}:`],
              [`${key}: {}`],
              [`${key}: ~`],
              [`${key}: {z: 1}`],
              [`${key}: {`, '}'],
              [],
            ),
          );
    return fc.tuple(noise, inside, noise).map(([before, own, after]) => {
      const used = once([...before, ...after]);
      // A mapping without a key would be no mapping.
      const all: string[] = [...used.slice(0, before.length), ...own, ...used.slice(before.length)];
      return all.some((line) => /^[\w'"]/.test(line)) ? all : [...all, 'z: 1'];
    });
  };
  return fc
    .tuple(
      level(PATH.split('.')),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.constantFrom('', '\ufeff', '---\n'),
    )
    .map(
      ([lines, newline, isOpen, head]) =>
        head + lines.join('\n').replaceAll('\n', newline) + (isOpen ? '' : newline),
    );
}

// B-06
describe('whatever the file', () => {
  const samples = fc.sample(documents(), 1500).flatMap((text) => {
    try {
      return [{ text, after: write(text) }];
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      return [];
    }
  });
  const lines = (text: string) => text.split('\n');

  it('takes most', () => {
    expect(samples.length).toBeGreaterThan(1000);
  });

  it('changes one line, or puts lines in, and nothing else', () => {
    for (const { text, after } of samples) {
      const [old, now] = [lines(text), lines(after.bytes.toString('utf8'))];
      const { line, inserted } = after.edit!;
      if (inserted === 0) {
        expect(now.length).toBe(old.length);
        expect(old.flatMap((one, index) => (one === now[index] ? [] : [index + 1]))).toEqual([line]);
      } else {
        // Of a last line without an end only the end is new.
        const kept = [...now.slice(0, line - 1), ...now.slice(line - 1 + inserted)];
        expect(kept.map((one) => one.trimEnd())).toEqual(old.map((one) => one.trimEnd()));
        expect(inserted).toBeLessThanOrEqual(4);
      }
    }
  });

  it('is done when it is done', () => {
    for (const { after } of samples) expect(writePort(after.bytes, '/c.yaml', PATH, 8701).edit).toBe(null);
  });

  requireOrSkip(pyYaml, 'PyYAML', () => {
    it('reads the port, and everything else as before', () => {
      const before = readByPyYaml(samples.map(({ text }) => text));
      const after = readByPyYaml(samples.map(({ after }) => after.bytes.toString('utf8')));
      for (const [index, { text }] of samples.entries()) {
        const want = withPort(before[index]?.says ?? null, PATH.split('.'));
        expect({ text, says: after[index]?.says }).toEqual({ text, says: want });
      }
    });
  });
});

/** A copy with the port, as the app takes it: a number, or its text. */
function withPort(data: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return expect.toSatisfy((port) => Number(port) === 8701);
  const old = (data ?? {}) as Record<string, unknown>;
  return { ...old, [key]: withPort(old[key], rest) };
}
