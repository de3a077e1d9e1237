import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openContext } from '../../src/ops/context.ts';
import { unitpin } from '../support/cli.ts';
import { fakeHost } from './fakes.ts';

describe('the root home', () => {
  it.each([
    ['some/home', resolve('some/home')],
    ['./', resolve('.')],
    ['~/x', '/home/u/x'],
    ['/x/', '/x'],
    ['/x/profiles/code', '/x'],
  ])('may be given as %s', async (home, root) => {
    expect((await openContext(fakeHost().host, { home })).root).toBe(root);
  });

  it('is absolute below another root: there is no folder that it could be meant from', async () => {
    const { root } = fakeHost();
    const { status, stderr } = await unitpin(['audit', '--root', root, '--home', '.hermes']);
    expect(status).toBe(2);
    expect(stderr).toContain('--home is not absolute: ".hermes"');
    expect(stderr).toContain('next: --home /.hermes');
  });

  it("is no empty text, and nobody else's ~", async () => {
    for (const home of ['', '~other/x']) {
      await expect(openContext(fakeHost().host, { home })).rejects.toThrow('--home is no folder');
    }
  });
});

describe('--all', () => {
  it('is refused by audit, which looks at all profiles anyway', async () => {
    const { status, stderr } = await unitpin(['audit', '--all', '--home', '/x']);
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('next: unitpin audit --home /x'),
    });
  });
});
