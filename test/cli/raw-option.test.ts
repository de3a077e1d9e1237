import { describe, expect, it } from 'vitest';
import { rawOption } from '../../src/cli/raw-option.ts';
import { unitpin } from '../support/cli.ts';

describe('an option of a command line that nobody has parsed', () => {
  it.each([
    ['--format json', 'json'],
    ['--format=json', 'json'],
    ['audit --format=json x', 'json'],
    ['audit --format', ''],
    ['json audit', null],
    ['audit -- --format json', null],
    ['audit --formats json', null],
  ])('%s', (line, value) => {
    expect(rawOption(line.split(' '), '--format')).toBe(value);
  });

  it('is not the first word where it is missing', async () => {
    const { status, stdout, stderr } = await unitpin(['json']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('json');
  });
});
