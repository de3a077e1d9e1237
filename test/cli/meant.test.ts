import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/audit/nearest.ts';
import { unitpin } from '../support/cli.ts';

describe('a command line that is wrong', () => {
  it.each([
    [['audti'], 'no such command: audti\n  did you mean audit?', '--help'],
    [['frobnicate'], 'no such command: frobnicate', '--help'],
    [['audti', '--format', 'text'], 'no such command: audti\n  did you mean audit?', '--help'],
    [['--versoin'], 'no such option: --versoin\n  did you mean --version?', '--help'],
    [['--quiet'], 'which command?', '--help'],
    [['explain', 'rules', '--formt'], 'no such option: --formt\n  did you mean --format?', 'explain --help'],
    [['audit', '--formt', 'json'], 'no such option: --formt\n  did you mean --format?', 'audit --help'],
    [['--prfile', 'x', 'audit'], 'no such option: --prfile\n  did you mean --profile?', 'audit --help'],
    [['audit', '--no-liv'], 'no such option: --no-liv\n  did you mean --no-live?', 'audit --help'],
    [['stop', '--timout=3', 'x'], 'no such option: --timout\n  did you mean --timeout?', 'stop --help'],
    [['gen', '--fail-on', 'x'], 'no such option: --fail-on\n  it goes with audit', 'gen --help'],
    [['show', 'a', 'b'], '"b" is one argument too many', 'show --help'],
    [['explain'], 'explain needs <rule>', 'explain --help'],
    [
      ['ports', 'lsit'],
      'action cannot be "lsit": it is one of list, allocate, release, check\n  did you mean list?',
      'ports --help',
    ],
    [
      ['apply', '--format', 'jsno'],
      '--format cannot be "jsno": it is one of text, json\n  did you mean json?',
      'apply --help',
    ],
    [['audit', '--only'], '--only needs a value', 'audit --help'],
  ])('%j', async (args, message, next) => {
    const { status, stdout, stderr } = await unitpin(args);
    expect([status, stdout, stderr]).toEqual([2, '', `error: ${message}\n  next: unitpin ${next}\n`]);
  });

  // The folder of the moment would be written to, or this host be looked at instead of what was piped in.
  it.each([
    [['gen', '--all', '--out'], '--out is empty'],
    [['gen', '--all', '--out='], '--out is empty'],
    [['audit', '--root', ''], '--root is empty'],
    [['audit', ''], 'paths is empty'],
    [['show', ''], 'name is empty'],
    [['remove', 'work', '', '--yes'], 'names is empty'],
    [
      ['diagnose', '-'],
      '- stands for nothing here: standard input is not read\n  next: save it to a file, and name that',
    ],
  ])('%j: an empty word, or a lone dash', async (args, message) => {
    const { status, stdout, stderr } = await unitpin(args);
    expect([status, stdout, stderr]).toEqual([2, '', `error: ${message}\n`]);
  });

  it('is no command to a terminal', async () => {
    const { stderr } = await unitpin(['\x1b[31maudit']);
    expect(stderr).not.toContain('\x1b');
  });
});

describe('what was probably meant', () => {
  it.each([
    ['audti', 'audit'],
    ['lsit', 'list'],
    ['wrok', 'work'],
    ['adit', 'audit'],
    ['x', null],
    ['frobnicate', null],
  ])('by %s is %s', (word, expected) => {
    expect(nearest(word, ['audit', 'list', 'work', 'default'])).toBe(expected);
  });
});
