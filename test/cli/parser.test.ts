import { describe, expect, it } from 'vitest';
import { fakeHost } from '../ops/fakes.ts';
import { unitpin } from '../support/cli.ts';

describe('what stands behind a lone --', () => {
  it.each([
    // The last receipt would be undone.
    ['rollback', 'error: there is no receipt no-such\n'],
    ['apply', 'error: no-such is not there\n'],
    ['show', 'error: no definition is called no-such\n'],
    ['remove', 'error: no service is called no-such\n'],
    ['explain', 'error: no rule is called no-such\n'],
  ])('is what %s is about', async (command, message) => {
    const fake = fakeHost();
    expect((await unitpin(['apply', '--all', '--yes'], null, fake.host)).status).toBe(0);
    expect((await unitpin([command, '--', 'no-such'], null, fake.host)).stderr).toContain(message);
  });

  it.each([
    ['rollback', '--yes'],
    ['apply', '-x'],
    ['audit', '--'],
  ])('is no option of %s: %s', async (command, word) => {
    const { status, stdout, stderr } = await unitpin([command, '--', word], null, fakeHost().host);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr:
        `error: after -- comes "${word}", which is not a name\n` +
        `  next: for a file of that name: ./${word}; for an option leave out the --\n`,
    });
  });
});
