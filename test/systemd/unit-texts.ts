import fc from '../support/fast-check.ts';

const VALUES = ['', 'x', 'a b', 'a \\\n  b', 'a\\\n# between\nb', '"q', 'é😀 \\\n\n', ' y ', '%h', 'z\\'];
const ITEMS = ['A=1', '"B=2 3"', "'B=4'", 'B=\\\n5', 'C=é', 'junk', '"open'];
const KEYS = ['Restart', 'After', 'ExecStop', 'Nice', 'Odd', 'ExecStart'];

const setting = fc
  .tuple(fc.constantFrom(...KEYS), fc.constantFrom('=', ' = ', '= '), fc.constantFrom(...VALUES))
  .map((parts) => parts.join(''));
const environment = fc
  .array(fc.constantFrom(...ITEMS), { maxLength: 4 })
  .chain((items) => fc.constantFrom(' ', ' \\\n ', '  ').map((gap) => `Environment=${items.join(gap)}`));
const section = fc.constantFrom('[Unit]', '[Service]', '[Install]', '[Odd]', '[X-Own]');
const line = fc.oneof(
  { weight: 5, arbitrary: setting },
  { weight: 3, arbitrary: environment },
  { weight: 2, arbitrary: section },
  fc.constantFrom('', '  ', '# comment', '; comment \\', 'junk', '=x'),
);

/** A unit file as people write them, and worse: what goes on, line ends of both kinds, none at the end. */
export const anyUnit = fc
  .tuple(
    section,
    fc.array(line, { maxLength: 12 }),
    fc.constantFrom('\n', ''),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\ufeff'),
  )
  .map(
    ([first, lines, last, end, mark]) =>
      mark + `${[first, ...lines].join('\n')}${last}`.replaceAll('\n', end),
  );
