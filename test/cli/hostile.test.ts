import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unitpin } from '../support/cli.ts';
import { makeRoot } from '../support/home.ts';

// What a unit may say to whoever reads a report: a terminal, a CI runner, a browser. Secrets are made up.
const TOKEN = `123456789:${'AbCdEfGhIj'.repeat(3)}KLMNO`;
const HOSTILE = [
  '::error file=x::pwned',
  '\x1b[2J\x1b]0;title\x07',
  '%0A::error::pwned',
  '##[error]pwned',
  '--> <!-- ]]>',
  '<script>alert(1)</script>',
  '[click](https://evil.example)',
  '\u202egnp.exe',
  `"TELEGRAM_BOT_TOKEN=${TOKEN}`,
].join(' ');

const UNIT = [
  `# unitpin: ignore[replace-in-unit] ${HOSTILE}`,
  '[Unit]',
  `Description=${HOSTILE}`,
  '[Service]',
  'ExecStart=/bin/hermes -p default gateway run --replace',
  `Environment="${HOSTILE}`,
  HOSTILE,
  `::error::first on its line`,
].join('\n');

const PLIST = `<plist><dict>
  <!-- unitpin: ignore[replace-under-launchd] ${HOSTILE.replace('--> <!-- ]]>', '')} -->
  <key>Label</key><string>::error::x ${HOSTILE.replaceAll('<', '&lt;')}</string>
  <key>ProgramArguments</key><array><string>/bin/hermes</string><string>gateway</string>
  <string>start</string><string>--replace</string><string>${HOSTILE.replaceAll('<', '&lt;').replaceAll(/[\x1b\x07]/g, '')}</string></array>
</dict></plist>`;

const tree = () =>
  makeRoot({
    'units/hermes-gateway.service': UNIT,
    'units/::error::x.service': UNIT,
    'units/ai.hermes.gateway.plist': PLIST,
  });

const ONLY = [
  'syntax',
  'replace-in-unit',
  'replace-under-launchd',
  'start-not-run',
  'profile-unpinned',
].flatMap((rule) => ['--only', rule]);

/** Nothing in it is a command, moves a cursor or is secret. */
function expectInert(text: string): void {
  expect(text).not.toContain(TOKEN);
  expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f\u202e]/);
  expect(text).not.toMatch(/##\[[a-z]/i);
}

describe('a hostile unit', () => {
  it.each([['text'], ['json'], ['sarif']])('does nothing in %s', async (format) => {
    const { stdout, stderr, status } = await unitpin([
      'audit',
      join(tree(), 'units'),
      '--format',
      format,
      '--verbose',
      ...ONLY,
    ]);
    expect([status, stderr]).toEqual([1, '']);
    expectInert(stdout);
    expect(stdout).not.toMatch(/^\s*::[a-z]/im);
    if (format !== 'text') JSON.parse(stdout);
  });

  it('does nothing in annotations', async () => {
    const { stdout, status } = await unitpin(['audit', join(tree(), 'units'), '--format', 'github', ...ONLY]);
    expect(status).toBe(1);
    expectInert(stdout);
    for (const line of stdout.trimEnd().split('\n')) {
      expect(line).toMatch(
        /^::(error|warning|notice) (file=[^,:]+,line=\d+,col=\d+,)?title=[^,:]+::[^\r\n]+$/,
      );
      expect(line).not.toMatch(/%0[AD]/i);
    }
  });

  it.each([['text'], ['json']])('does nothing in show, as %s', async (format) => {
    for (const name of ['hermes-gateway.service', '::error::x.service', 'ai.hermes.gateway.plist']) {
      const path = join(tree(), 'units', name);
      const { stdout, stderr, status } = await unitpin(['show', path, '--format', format, '--verbose']);
      expect([status, stderr]).toEqual([0, '']);
      expectInert(stdout);
      expect(stdout).not.toMatch(/^\s*::[a-z]/im);
    }
  });

  it('makes no link in SARIF', async () => {
    const { stdout } = await unitpin(['audit', join(tree(), 'units'), '--format', 'sarif', ...ONLY]);
    const log = JSON.parse(stdout) as { runs: [{ results: { message: { text: string } }[] }] };
    for (const { message } of log.runs[0].results) expect(message.text).not.toMatch(/(?<!\\)\]\(/);
  });

  it('names itself in no message of a failure', async () => {
    const { stderr } = await unitpin(['show', '::error::x\n::error::y']);
    expect(stderr).not.toMatch(/^\s*::/m);
    expectInert(stderr.replaceAll('\n', ''));
  });
});
