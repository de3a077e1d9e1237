// biome-ignore-all lint/suspicious/noTemplateCurlyInString: systemd's variables look like these.
import fc from '../support/fast-check.ts';

/** What has a meaning somewhere in a unit file, and what surrounds it. */
const HARD = [
  ...`"'\\%$;:@-+!#=[]{}()<>|&*?~^ \t\n\r`,
  ...'abfnrtvxuUs0178 ',
  '\x01',
  '\x1b',
  '\x7f',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  'é',
  '日',
  '😀',
  '%h',
  '%%',
  '$$',
  '${X}',
  '\\x41',
  '\\\n',
];

const hardText = fc.array(fc.constantFrom(...HARD), { maxLength: 12 }).map((parts) => parts.join(''));

/** Any text a program may get for an argument, or an environment variable may hold: no NUL, clean UTF-8. */
export const anyText = fc
  .oneof(
    { weight: 5, arbitrary: hardText },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 10 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', ';', '\\;', '"', "'", '\\', '%', '$', '$HOME', '$$', ' ', '%i', '#'),
    },
  )
  .filter((text) => !/[\0\p{Noncharacter_Code_Point}\p{Surrogate}]/u.test(text));

/** Absolute paths without `.` and `..`. */
const pathOf = (refused: RegExp) =>
  fc
    .array(
      anyText.map((text) => text.replace(refused, '')).filter((part) => !['', '.', '..'].includes(part)),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) => `/${parts.join('/')}`)
    .filter((path) => Buffer.byteLength(path) < 1000);

/** Paths of programs: systemd refuses quotes, backslashes and control characters in them. */
export const programPath = pathOf(/[\x00-\x1f\x7f"'\\/]/g);

/** Paths for settings without quoting. */
export const plainPath = pathOf(/[\x00-\x1f\x7f/]/g)
  .map((path) => path.replace(/[ \\]+$/, ''))
  .filter((path) => !path.endsWith('/'));

export const argv = fc
  .tuple(programPath, fc.array(anyText, { maxLength: 8 }))
  .map(([program, args]) => [program, ...args]);

export const variable = fc.tuple(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/), anyText);

/** Pieces of values. Continued lines get the unit's own line end later. */
const GOOD = [
  ' ',
  ' ',
  '  ',
  '\t',
  '"z x"',
  "'k x'",
  '""',
  "'\"'",
  '"\\""',
  '\\\\',
  '\\"',
  "\\'",
  '\\n',
  '\\t',
  '\\s',
  '\\x30',
  '\\xc3\\xa9',
  '\\060',
  '\\u00e9',
  '\\U0001f600',
  '\\\n',
  '\\\n  ',
  '\\\n# a comment\n',
  '\\\n; one more \\\n',
  '%%',
  '%h',
  '%n',
  '%N',
  '%p',
  '%j',
  '%i',
  '%I',
  '%P',
  '%J',
  '%f',
  '%t',
  '%E',
  '%C',
  '%S',
  '%L',
  '%U',
  '%!',
  '$HOME',
  '${HOME}',
  '$$',
  ' \\; ',
  ' ; /bin/z ',
  '#',
  '=',
  'z',
  'x',
  'key',
  '--flag=x',
  'é',
  '😀',
  '\u00a0',
  '/bin/x',
  ' /bin/y ',
];
const BAD = ['"', "'", '\\', '\\xff', '\\x00', '\\x4', '\\q', '\\400', '\\000', '\\ud800', '\\U0010ffff'];
const SEPARATING = ['%Z', '%k', '%', ';', ' ; ', ' ;', '\\;'];

const pieces = (maxLength: number) =>
  fc
    .array(
      fc.oneof(
        { weight: 30, arbitrary: fc.constantFrom(...GOOD) },
        { weight: 1, arbitrary: fc.constantFrom(...BAD) },
        { weight: 1, arbitrary: fc.constantFrom(...SEPARATING) },
      ),
      { maxLength },
    )
    .map((parts) => parts.join(''));

const prefixed = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('', '', '-') },
      {
        weight: 1,
        arbitrary: fc
          .array(fc.constantFrom('-', '@', ':', '+', '!', '"'), { maxLength: 4 })
          .map((p) => p.join('')),
      },
    ),
    fc.oneof(
      {
        weight: 40,
        arbitrary: fc.constantFrom('/bin/x', '/bin//./x/../y', 'sh', '/opt/%p/x', '"/a b/c"', '%h/bin/x'),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom('~/x', '$HOME/x', 'a/b', '/bin/', '..', '/a\\"b', '', '%Z', '/%Z'),
      },
      { weight: 1, arbitrary: pieces(3) },
    ),
    pieces(7),
  )
  .map(([prefix, program, rest]) => `${prefix}${program} ${rest}`);

const assignment = fc
  .tuple(
    fc.constantFrom('A=', 'B=', '_c=', 'A=', 'F G=', '1H=', 'I-=', '=', 'word'),
    pieces(6),
    fc.constantFrom('', '', '"', "'"),
  )
  .map(([name, value, quote]) =>
    name.includes(' ') ? `"${name}"${value}` : `${quote}${name}${value}${quote}`,
  );

const line = fc.oneof(
  { weight: 6, arbitrary: prefixed.map((value) => `ExecStart=${value}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('ExecStart=', 'ExecStart =  ', 'Environment=', 'ExecStartPre=/bin/pre'),
  },
  { weight: 1, arbitrary: prefixed.map((value) => `ExecStopPost=${value}`) },
  {
    weight: 4,
    arbitrary: fc.array(assignment, { maxLength: 3 }).map((items) => `Environment=${items.join(' ')}`),
  },
  { weight: 1, arbitrary: pieces(5).map((value) => `PassEnvironment=A ${value} Z`) },
  { weight: 1, arbitrary: pieces(5).map((value) => `UnsetEnvironment=A ${value} Z`) },
  { weight: 1, arbitrary: pieces(5).map((value) => `EnvironmentFile=/etc/x${value}`) },
  { weight: 1, arbitrary: pieces(4).map((value) => `EnvironmentFile=-${value}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      '   ',
      '# comment \\',
      '; comment',
      'junk',
      '=x',
      ' X-Key = 1',
      '[Unit]',
      '[Service]',
      '[Service]',
      '[Timer]',
      '[X-Mine]',
      'Type=simple',
      'Type=nonsense',
      '\\',
      '\ufeff',
      'Type=oneshot',
      '[Service]',
    ),
  },
);

/** Whole unit files, valid and not. Most are oneshot, which may have several commands. */
export const unitText = fc
  .tuple(
    fc.constantFrom('', '', '', '\ufeff', '# first\n'),
    fc.constantFrom(
      '[Service]\nType=oneshot',
      '[Service]\nType=oneshot',
      '[Service]\nType=oneshot',
      '[Service]\nType=oneshot',
      '[Unit]\nDescription=x\n[Service]',
      '[Service]',
      '[Service]\nType=oneshot\n[Bad',
      '',
    ),
    fc.array(line, { maxLength: 7 }),
    fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '\n\r'),
    fc.constantFrom('', '\n', '\\'),
  )
  .map(([mark, head, lines, end, last]) => (mark + [head, ...lines].join('\n') + last).replaceAll('\n', end));
