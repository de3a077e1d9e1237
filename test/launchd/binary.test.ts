import { describe, expect, it } from 'vitest';
import { plainData, Real } from '../../src/launchd/data.ts';
import { readPlist } from '../../src/launchd/plist.ts';
import fc from '../support/fast-check.ts';

/** A binary property list of objects given as bytes; the first is the top. References and offsets take one byte. */
function binary(...objects: (readonly number[])[]): Buffer {
  const offsets = objects.map((_, index) => 8 + objects.slice(0, index).flat().length);
  const table = 8 + objects.flat().length;
  const trailer = Buffer.alloc(32);
  trailer.set([1, 1], 6);
  trailer.writeBigUInt64BE(BigInt(objects.length), 8);
  trailer.writeBigUInt64BE(BigInt(table), 24);
  return Buffer.concat([Buffer.from('bplist00'), Buffer.from(objects.flat()), Buffer.from(offsets), trailer]);
}

const ascii = (text: string): number[] => [0x50 + text.length, ...Buffer.from(text)];
const read = (bytes: Buffer) => {
  const { value, problems, format } = readPlist(bytes, 'b.plist');
  expect(format).toBe('binary');
  for (const { location } of problems) expect(location).toEqual({ path: 'b.plist', line: 1, column: 1 });
  return {
    data: value && plainData(value),
    said: problems.map(({ effect, message }) => `${effect}: ${message}`),
  };
};

describe('values', () => {
  const fifteen = Array.from('abcdefghijklmno', (c) => c.charCodeAt(0));
  it.each([
    ['true', [0x09], true],
    ['one byte, unsigned', [0x10, 0xff], 255],
    ['two bytes, unsigned', [0x11, 0xff, 0xfe], 0xfffe],
    ['four bytes, unsigned', [0x12, 0xff, 0xff, 0xff, 0xfe], 0xfffffffe],
    ['eight bytes, signed', [0x13, ...Array(8).fill(0xff)], -1],
    ['sixteen bytes', [0x14, ...Array(8).fill(0), 0x80, ...Array(7).fill(0)], 2 ** 63],
    ['float', [0x22, 0x3f, 0x80, 0, 0], new Real(1)],
    ['double', [0x23, 0x40, 0, 0, 0, 0, 0, 0, 0], new Real(2)],
    ['date', [0x33, 0, 0, 0, 0, 0, 0, 0, 0], new Date('2001-01-01T00:00:00Z')],
    ['data', [0x42, 1, 2], new Uint8Array([1, 2])],
    ['a length of its own', [0x5f, 0x10, 15, ...fifteen], 'abcdefghijklmno'],
    ['UTF-16', [0x62, 0, 0xe9, 0x20, 0xac], 'é€'],
    ['empty array', [0xa0], []],
  ])('%s', (_, object, value) => {
    expect(read(binary(object))).toEqual({ data: value, said: [] });
  });

  it('a dictionary keeps its order', () => {
    const bytes = binary([0xd2, 1, 2, 3, 4], ascii('b'), ascii('a'), ascii('x'), [0xa2, 3, 3]);
    expect([...(read(bytes).data as Map<string, unknown>)]).toEqual([
      ['b', 'x'],
      ['a', ['x', 'x']],
    ]);
  });

  it('of a key given twice the last one counts', () => {
    const bytes = binary([0xd2, 1, 1, 2, 3], ascii('k'), ascii('x'), ascii('y'));
    expect(read(bytes)).toEqual({
      data: new Map([['k', 'y']]),
      said: ['dropped: k is given twice; only the last one counts'],
    });
  });
});

describe('refusals', () => {
  const damaged = (what: string) => `the binary property list is damaged: ${what} makes no sense`;
  const unknown = 'the binary property list holds an object that launchd does not know';
  const trailer = (at: number, value: number) => {
    const bytes = binary([0x09]);
    bytes[bytes.length - 32 + at] = value;
    return bytes;
  };
  it.each([
    ['cut off', binary([0x09]).subarray(0, 35), 'the binary property list is cut off'],
    ['version', Buffer.from('bplist15'), 'this version of the binary format is not known'],
    ['objects without number', trailer(8, 0xff), damaged('its trailer')],
    ['no top', trailer(23, 9), damaged('its trailer')],
    ['offsets of no byte', trailer(6, 0), damaged('its trailer')],
    ['table past the end', trailer(30, 0xff), damaged('its trailer')],
    ['a reference past the end', binary([0xa1, 9]), damaged('a reference')],
    [
      'a length past the end',
      binary([0x5f, 0x13, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
      damaged('a length'),
    ],
    ['a length that is no integer', binary([0x5f, 0x50]), damaged('a length')],
    ['an array of billions', binary([0xaf, 0x12, 0xff, 0xff, 0xff, 0xff]), damaged('a length')],
    ['itself', binary([0xa1, 0]), 'the binary property list contains itself'],
    ['a circle', binary([0xa1, 1], [0xd1, 2, 0], ascii('k')), 'the binary property list contains itself'],
    ['null', binary([0x00]), 'the binary property list holds a null that launchd does not know'],
    ['a UID', binary([0x80, 1]), unknown],
    ['a set', binary([0xc0]), unknown],
    ['a key that is a number', binary([0xd1, 1, 1], [0x10, 1]), damaged('a key that is not a string')],
    ['not ASCII', binary([0x51, 0xe9]), damaged('a string')],
    ['half a pair', binary([0x61, 0xd8, 0]), damaged('a string')],
    ['a NUL', binary([0x51, 0]), 'the binary property list holds a string with a NUL character'],
    ['a date far away', binary([0x33, 0x7f, 0xef, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), damaged('a date')],
    ['an integer beyond 64 bits', binary([0x14, 1, ...Array(15).fill(0)]), damaged('an integer')],
  ])('%s', (_, bytes, message) => {
    expect(read(bytes)).toEqual({ data: null, said: [`fatal: ${message}`] });
  });

  it('a few bytes that unfold to billions of values', () => {
    const levels = Array.from({ length: 40 }, (_, i) => [0xa2, i + 1, i + 1]);
    expect(read(binary(...levels, [0x09])).said).toEqual([
      'fatal: the binary property list unfolds to over 100000 values',
    ]);
  });

  it('random bytes never do more than fail', () => {
    const base = binary([0xd2, 1, 2, 3, 4], ascii('b'), ascii('a'), ascii('x'), [0xa2, 3, 3]);
    const change = fc.tuple(fc.nat(base.length - 1), fc.nat(255));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat(base.length),
        (changes, length) => {
          const bytes = Buffer.from(base);
          for (const [at, value] of changes) bytes[at] = at < 8 ? bytes[at]! : value;
          for (const some of [bytes, Buffer.concat([bytes.subarray(0, length), bytes.subarray(-32)])])
            readPlist(some, 'b');
        },
      ),
      { numRuns: 3000 },
    );
  });
});
