import { describe, expect, it } from 'vitest';
import { isSecretName } from '../../src/model/secret.ts';
import { display } from '../../src/report/display.ts';
import { redactText, redactValue, redactWords } from '../../src/report/redact.ts';

// Made up here; of the right shape only.
const TELEGRAM = `123456789:${'AbCdEfGhIj'.repeat(3)}KLMNO`;
const OPENAI = `sk-proj-${'a1B2c3D4'.repeat(4)}`;

describe('names', () => {
  it.each([
    'TELEGRAM_BOT_TOKEN',
    'API_SERVER_KEY',
    'OPENAI_API_KEY',
    'apiKey',
    'DB_PASSWORD',
    'client-secret',
    'AWS_SECRET_ACCESS_KEY',
    'SESSION_COOKIE',
    'FEISHU_APP_SECRET',
    'token',
    'HTTP_AUTHORIZATION',
    'OPENAI_API_KEY2',
    'BOT_TOKEN1',
  ])('%s is one of a secret', (name) => expect(isSecretName(name)).toBe(true));
  it.each([
    'PATH',
    'HERMES_HOME',
    'MONKEY',
    'KEYBOARD',
    'PWD',
    'SSH_AUTH_SOCK',
    'XDG_SESSION_ID',
    'KillMode',
    'AUTHOR',
    'DBUS_SESSION_BUS_ADDRESS',
  ])('%s is not', (name) => expect(isSecretName(name)).toBe(false));
});

describe('values', () => {
  it.each([
    ['TELEGRAM_BOT_TOKEN', 'anything', '<redacted>'],
    ['TELEGRAM_BOT_TOKEN', '', ''],
    ['NOTE', `see ${TELEGRAM}`, 'see <redacted>'],
    ['NOTE', OPENAI, '<redacted>'],
    ['DATABASE_URL', 'postgres://u:p%40ss@h/db', 'postgres://u:<redacted>@h/db'],
    ['PATH', '/usr/bin:/bin', '/usr/bin:/bin'],
    ['CFG', '{"api_key":"hush","x":1}', '{"api_key":"<redacted>","x":1}'],
    ['OPTS', '--api-key hush', '--api-key <redacted>'],
  ])('%s=%s', (name, value, shown) => expect(redactValue(name, value)).toBe(shown));
});

describe('text', () => {
  it.each([
    ['Environment="API_SERVER_KEY=s3cret value" A=b', 'Environment="API_SERVER_KEY=<redacted>" A=b'],
    ["Environment=DB_PASSWORD='a b'", "Environment=DB_PASSWORD='<redacted>'"],
    ['ExecStart=/bin/x --api-key abc --name y', 'ExecStart=/bin/x --api-key <redacted> --name y'],
    ['ExecStart=/bin/x --token=abc', 'ExecStart=/bin/x --token=<redacted>'],
    ['<key>BOT_TOKEN</key>\n\t<string>abc</string>', '<key>BOT_TOKEN</key>\n\t<string><redacted></string>'],
    ['<key>PATH</key><string>/bin</string>', '<key>PATH</key><string>/bin</string>'],
    [`curl -H x ${OPENAI}`, 'curl -H x <redacted>'],
    ['RestartSec=5', 'RestartSec=5'],
    ['Environment="HDR=Authorization: Bearer abcdef"', 'Environment="HDR=Authorization: <redacted>"'],
    ['MY_TOKEN=x"y S" A=b', 'MY_TOKEN=<redacted> A=b'],
    [
      'ExecStart=/bin/x --api-key \\\n  hush --name y',
      'ExecStart=/bin/x --api-key \\\n  <redacted> --name y',
    ],
    ['SetCredential=id:hush', 'SetCredential=<redacted>'],
    ['https://h/x?access_token=hush&a=b', 'https://h/x?access_token=<redacted>&a=b'],
    ['git+https://hushhush@h/x', 'git+https://<redacted>@h/x'],
    [
      '<string>--api-key</string>\n<!-- x --><string>hush</string>',
      '<string>--api-key</string>\n<!-- x --><string><redacted></string>',
    ],
    [
      '<key>BOT_TOKEN</key><!-- x --><string><![CDATA[hush]]></string>',
      '<key>BOT_TOKEN</key><!-- x --><string><redacted></string>',
    ],
    ['<key>API_TOKEN</key><integer>12,34</integer>', '<key>API_TOKEN</key><integer><redacted></integer>'],
    ['<key>BOT_TOKEN</key><string>cut off', '<key>BOT_TOKEN</key><string><redacted>'],
    ['<key>BOT_TOKEN</key><string><![CDATA[cut off', '<key>BOT_TOKEN</key><string><redacted>'],
    [
      '<key>BOT_TOKEN</key><!-- a -- b --><!-- c --><string>x</string>',
      '<key>BOT_TOKEN</key><!-- a -- b --><!-- c --><string><redacted></string>',
    ],
    ['x --token-file a ---token b', 'x --token-file <redacted> ---token <redacted>'],
    ['{"api_key": "a b", "x": 1}', '{"api_key": "<redacted>", "x": 1}'],
    ['token: a"b', 'token: <redacted>'],
    ['Environment="A=b" "API_KEY=x y" TOKEN=z', 'Environment="A=b" "API_KEY=<redacted>" TOKEN=<redacted>'],
  ])('%s', (text, shown) => expect(redactText(text)).toBe(shown));

  it('places in files are none', () => {
    expect(display('at /etc/passwd:3:1, /srv/token:12:40')).toBe('at /etc/passwd:3:1, /srv/token:12:40');
    const told = 'not for hermes-gateway-private.service: its commands';
    expect(display(told)).toBe(told);
    expect(display('/etc/passwd:3')).toBe('/etc/passwd:<redacted>');
  });

  it('words after an option', () => {
    expect(
      redactWords(['x', '--token', 'abc', '-e', 'API_KEY=abc', '--profile', 'code', '--secret', '--flag']),
    ).toEqual([
      'x',
      '--token',
      '<redacted>',
      '-e',
      'API_KEY=<redacted>',
      '--profile',
      'code',
      '--secret',
      '--flag',
    ]);
  });
});

it.each([
  'a',
  'a-',
  '--a-',
  'a.',
  'M-',
  'eyJ-',
  'A=',
  'a://',
  '<key>',
  '<key><![CDATA[',
  '<key>a</key><!--',
  `<key>a</key>${'<!--x-->'.repeat(30)}`,
  `<key>${'<![CDATA[x]]>'.repeat(30)}`,
  '<string>--a</string>',
])('a long text of %s takes time with its length', { timeout: 20_000 }, (piece) => {
  // All take less than a tenth of the time; what is quadratic takes minutes.
  const text = piece.repeat(Math.ceil(400_000 / piece.length));
  expect(redactText(text)).toBeTypeOf('string');
});

describe('display', () => {
  it('shows control characters and marks of direction as escapes', () => {
    expect(display('a\x1b[31mb\r\n\tc\u202ed')).toBe('a\\u001b[31mb\\r\\n\tc\\u202ed');
    expect(display('a\nb', { lines: true })).toBe('a\nb');
  });
});
