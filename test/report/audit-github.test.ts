import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { auditGithub } from '../../src/report/audit-github.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot } from '../support/home.ts';

const finding = {
  rule: 'profile-unpinned',
  severity: 'error' as const,
  definition: null,
  profile: null,
  message: 'Plain.',
  location: { path: '/w/a.service', line: 3, column: 7 },
  related: [],
  fix: null,
  ignored: null,
};
const annotate = (given: object): string =>
  auditGithub([{ ...finding, ...given }], [], (path) => path.replace('/w/', ''));

describe('GitHub annotations', () => {
  it('have a place, a title and a message', () => {
    expect(annotate({})).toBe('::error file=a.service,line=3,col=7,title=profile-unpinned::Plain.');
    expect(annotate({ severity: 'info', location: null, profile: 'code' })).toBe(
      '::notice title=profile-unpinned code::Plain.',
    );
    expect(
      annotate({
        severity: 'warning',
        related: [{ message: 'here', location: { path: '/w/b', line: 1, column: 1 } }],
        fix: { safety: 'safe', title: 'pin it', edits: [] },
      }),
    ).toBe('::warning file=a.service,line=3,col=7,title=profile-unpinned::Plain. · here (b:1) Fix: pin it.');
  });

  it('leave out what is ignored', () => expect(annotate({ ignored: 'a reason' })).toBe(''));

  it.each([
    ['50% of', '::50%25 of'],
    ['%0A::error::x', '::%250A::error::x'],
    ['a\n::error::x', '::a\\n::error::x'],
    ['a\r\n::x', '::a\\r\\n::x'],
    ['\u2028::error::x', '::\\u2028::error::x'],
    ['::error::x', '::\\u003a:error::x'],
    ['##[error]x', '::#\\u0023[error]x'],
  ])('a message %j is one line of the same command', (message, end) => {
    const line = annotate({ message });
    expect(line.split(/[\r\n]/)).toHaveLength(1);
    expect(line.endsWith(end.slice(2))).toBe(true);
  });

  it('a path ends no property and no command', () => {
    const location = { path: '/w/a,title=x::y\n%0A:z', line: 1, column: 1 };
    expect(annotate({ location })).toBe(
      '::error file=a%2Ctitle=x%3A%3Ay\\n%250A%3Az,line=1,col=1,title=profile-unpinned::Plain.',
    );
  });

  it('name the fix in the language of the rest', async () => {
    const root = makeRoot({ 'u/hermes-gateway.service': '[Service]\nExecStart=/bin/hermes gateway run\n' });
    const { stdout } = await unitpin([
      ...['audit', join(root, 'u'), '--format', 'github', '--lang', 'zh-CN', '--only', 'profile-unpinned'],
    ]);
    expect(stdout).toMatch(/修复：.*。\n$/);
    expect(stdout).not.toContain('Fix');
  });

  it('have paths as the workspace has them', async () => {
    const root = makeRoot({
      'repo/units/hermes-gateway.service':
        '[Service]\nExecStart=/bin/hermes -p default gateway run --replace\n',
    });
    vi.stubEnv('GITHUB_WORKSPACE', join(root, 'repo'));
    onTestFinished(() => void vi.unstubAllEnvs());
    const { stdout, status } = await unitpin([
      'audit',
      join(root, 'repo/units'),
      '--format',
      'github',
      '--only',
      'replace-in-unit',
      '--fail-on',
      'info',
    ]);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^::notice file=units\/hermes-gateway\.service,line=2,col=46,title=replace-in-unit hermes-gateway\.service::.*\n$/,
    );
  });
});
