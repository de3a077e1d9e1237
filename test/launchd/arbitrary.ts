import { type PlistData, Real } from '../../src/launchd/data.ts';
import fc from '../support/fast-check.ts';

const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu;

const HARD = [
  '',
  ' ',
  ' a ',
  '\n',
  '\r\n\t',
  '&amp;',
  '&#65;',
  '<string>x</string>',
  ']]>',
  '<!-- x -->',
  'é😀',
  '--replace',
  '%h $HOME ~/x',
];

/** Any text that XML 1.0 can hold. */
export const anyText = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.replaceAll(FORBIDDEN, '')),
  fc.constantFrom(...HARD),
);

const scalar: fc.Arbitrary<PlistData> = fc.oneof(
  { weight: 4, arbitrary: anyText },
  fc.boolean(),
  fc.integer(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => new Real(value)),
  fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  }),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Uint8Array.from(bytes)),
);

const tree = fc.letrec<{ node: PlistData; array: PlistData; dict: PlistData }>((tie) => ({
  node: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('array'), tie('dict')),
  array: fc.array(tie('node'), { maxLength: 5 }),
  dict: fc
    .uniqueArray(fc.tuple(anyText, tie('node')), { maxLength: 6, selector: ([key]) => key })
    .map((entries) => new Map(entries)),
}));

/** Any property list, a dictionary at the top half of the time. */
export const anyData = fc.oneof(tree.dict, tree.node);
export const anyDict = tree.dict as fc.Arbitrary<Map<string, PlistData>>;
