import { describe, expect, it } from 'vitest';
import { fakeHost } from '../ops/fakes.ts';
import { unitpin } from '../support/cli.ts';

const supervise = (...args: string[]) =>
  unitpin(['supervise', ...args], null, fakeHost({ 'home/u/.hermes/profiles/code': null }).host);
const NOTE = 'note: this host has systemd, which also starts services at boot\n';

describe('supervise on a host with systemd', () => {
  it('says that there is a manager that starts services at boot', async () => {
    const { status, stderr } = await supervise();
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(`^${NOTE}  next: unitpin apply, or, .*\nerror: `),
    ]);
  });

  it('does not where it is meant', async () => {
    const { stderr } = await supervise('--manager', 'supervisor');
    expect(stderr).not.toContain('note:');
  });

  it('is not another manager', async () => {
    const { status, stderr } = await supervise('--all', '--manager', 'systemd');
    expect([status, stderr]).toEqual([
      2,
      'error: supervise is a manager itself: it does not go with --manager systemd\n  next: unitpin apply --manager systemd\n',
    ]);
  });
});
