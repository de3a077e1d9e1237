import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/report/excerpt.ts';
import { wrap } from '../../src/report/layout.ts';
import width from '../../src/report/width.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot } from '../support/home.ts';

describe('the shown line', () => {
  const at = (line: string, column: number): string[] => {
    const { shown, mark } = excerpt(line, column);
    return mark === null ? [shown] : [shown, mark];
  };

  it.each([
    ['plain', 'Restart=no', 9, ['Restart=no', '        ^']],
    ['with tabs', '\tA=\tb', 5, ['\tA=\tb', '\t  \t^']],
    ['with wide characters', 'A=日本 x', 6, ['A=日本 x', '       ^']],
    ['with marks over letters', 'A=e\u0301 x', 6, ['A=e\u0301 x', '    ^']],
    ['with characters beyond U+FFFF', 'A=😀 x', 5, ['A=😀 x', '     ^']],
    ['with control characters', 'A=\x1b[31m x', 9, ['A=\\u001b[31m x', '             ^']],
    ['at its end', 'A=', 3, ['A=', '  ^']],
  ])('%s', (_, line, column, shown) => expect(at(line, column)).toEqual(shown));

  it('is cut around the place', () => {
    const line = `${'a'.repeat(5000)}X${'b'.repeat(5000)}`;
    const [shown = '', mark = ''] = at(line, 5001);
    expect(width(shown)).toBe(102);
    expect(shown[mark.length - 1]).toBe('X');
    expect(shown).toMatch(/^…a+Xb+…$/);
  });

  it('shows as much as fits near its ends', () => {
    const line = `${'a'.repeat(70)}X${'b'.repeat(25)}`;
    expect(at(line, 71)[0]).toBe(line);
    expect(at('x'.repeat(120), 1)).toEqual([`${'x'.repeat(100)}…`, '^']);
    expect(at('x'.repeat(120), 121)[0]).toBe(`…${'x'.repeat(100)}`);
  });

  it('cuts no wide character in half', () => {
    const [shown = '', mark = ''] = at('日'.repeat(4000), 2000);
    expect(width(shown)).toBeLessThanOrEqual(102);
    expect(width(shown.slice(0, shown.indexOf('日') + (mark.length - 2) / 2))).toBe(mark.length - 1);
  });

  it('has no mark behind a secret that was taken out, and one before it', () => {
    expect(at('A=x TOKEN=<redacted> b', 30)).toEqual(['A=x TOKEN=<redacted> b']);
    expect(at('A=x TOKEN=<redacted> b', 3)).toEqual(['A=x TOKEN=<redacted> b', '  ^']);
  });

  it('may be of ten megabytes', () => {
    expect(width(excerpt('日'.repeat(5_000_000), 4_000_000).shown)).toBeLessThanOrEqual(102);
  });
});

it('a wrapped line never starts what a CI runner obeys', () => {
  const text = wrap(`${'word '.repeat(19)}::error::x`, 2);
  expect(text).not.toMatch(/^\s*::/m);
});

describe('the lines of a file', () => {
  const audit = async (name: string, text: string, ...args: string[]) => {
    const root = makeRoot({ [`units/${name}`]: text });
    const { stdout } = await unitpin(['audit', join(root, 'units'), '--only', 'syntax', ...args]);
    return stdout.replaceAll(root, '');
  };

  it.each([
    ['\r\n', '\r\n'],
    ['a lone \\r', '\r'],
  ])('are those of systemd: %s', async (_, end) => {
    const text = ['[Service]', 'ExecStart=/bin/hermes -p default gateway run', 'NoEquals', ''].join(end);
    expect(await audit('hermes-gateway.service', text)).toContain('  3 | NoEquals\n    | ^\n');
  });

  it('are not mixed up by a secret of several lines', async () => {
    const key = '# -----BEGIN PRIVATE KEY-----\n# abc\n# -----END PRIVATE KEY-----\n';
    const text = `${key}[Service]\nExecStart=/bin/hermes -p default gateway run\nNoEquals\n${'X-A=b\n'.repeat(5)}`;
    const shown = await audit('hermes-gateway.service', text);
    expect(shown).toContain('hermes-gateway.service:6:1\n');
    expect(shown).not.toMatch(/ExecStart|X-A/);
    expect(shown).not.toContain('abc');
  });

  it('are none in a binary property list', async () => {
    expect(await audit('ai.hermes.gateway.plist', 'bplist00 and no more')).toMatch(
      /^error syntax .*\n {2}at \/units\/ai\.hermes\.gateway\.plist:1:1\n {2}launchd refuses/,
    );
  });
});

describe('ignored findings', () => {
  const unit =
    '[Service]\n# unitpin: ignore[replace-in-unit] takes over by hand\nExecStart=/bin/hermes -p default gateway run --replace\n';
  const audit = async (...args: string[]) => {
    const path = join(makeRoot({ 'units/hermes-gateway.service': unit }), 'units');
    const { stdout, status } = await unitpin(['audit', path, '--only', 'replace-in-unit', ...args]);
    return { status, stdout: stdout.replaceAll(path, '') };
  };

  it('are only counted', async () => {
    expect(await audit('--fail-on', 'info')).toEqual({
      status: 0,
      stdout: '1 definition: 0 errors, 0 warnings, 0 info, 1 ignored\n',
    });
    expect((await audit('--quiet')).stdout).toBe('');
  });

  it('are shown with --verbose', async () => {
    const { stdout, status } = await audit('--verbose', '--fail-on', 'info');
    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "info replace-in-unit hermes-gateway.service
        at /hermes-gateway.service:3:46
        3 | ExecStart=/bin/hermes -p default gateway run --replace
          |                                              ^
        The unit starts with --replace. As the only definition of its profile it does no harm, but a
        gateway started by hand is ended without a question.
        fix: take --replace out (unsafe)
        ignored: takes over by hand

      1 definition: 0 errors, 0 warnings, 0 info, 1 ignored
      "
    `);
  });

  it('are findings with --no-ignores', async () => {
    const { stdout, status } = await audit('--no-ignores', '--fail-on', 'info');
    expect(status).toBe(1);
    expect(stdout).toContain('info replace-in-unit hermes-gateway.service\n');
    expect(stdout).toContain('1 definition: 0 errors, 0 warnings, 1 info\n');
  });

  it.each(['text', 'json', 'sarif', 'github'])('fail nothing in %s', async (format) => {
    const args = ['--fail-on', 'info', '--format', format];
    expect((await audit(...args)).status).toBe(0);
    expect((await audit(...args, '--no-ignores')).status).toBe(1);
    expect((await audit(...args, '--no-ignores', '--skip', 'replace-in-unit')).status).toBe(0);
  });

  it('have a column of their own in the statistics', async () => {
    expect((await audit('--statistics')).stdout).toMatchInlineSnapshot(`
      "rule             error  warning  info  ignored
      replace-in-unit  0      0        0     1

      1 definition: 0 errors, 0 warnings, 0 info, 1 ignored
      "
    `);
  });
});
