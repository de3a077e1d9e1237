import { describe, expect, it } from 'vitest';
import { processIo } from '../../src/cli/io.ts';

/** What a process has, and what was written to it, in order. */
function processLike(isTTY: boolean, env: Record<string, string> = {}) {
  let written = '';
  const write = (text: string): void => {
    written += text;
  };
  const stream = { isTTY, columns: 40, write };
  const streams = { stdin: { isTTY }, stdout: stream, stderr: stream, env };
  return { io: processIo('auto', streams as never), written: () => written };
}

function work(isTTY: boolean, env?: Record<string, string>): string {
  const { io, written } = processLike(isTTY, env);
  io.err('wrote 1 file');
  io.err('waiting for a and b', true);
  io.err('waiting for b, 等待中等待中等待中等待中等待中等待中', true);
  io.err('2 of 2 services run their profile.');
  io.out('a  ready');
  return written();
}

describe('what is waited for', () => {
  it('takes one line of a terminal, which the next text takes from it', () => {
    const erase = '\r\x1b[K';
    expect(work(true)).toBe(
      `wrote 1 file\nwaiting for a and b${erase}waiting for b, 等待中等待中等待中等待…${erase}2 of 2 services run their profile.\na  ready\n`,
    );
  });

  it.each([
    ['in a log', false, {}],
    ['in CI', true, { CI: 'true' }],
    ['on a dumb terminal', true, { TERM: 'dumb' }],
  ] as const)('is a line each %s', (_, isTTY, env) => {
    expect(work(isTTY, env)).toBe(
      'wrote 1 file\nwaiting for a and b\nwaiting for b, 等待中等待中等待中等待中等待中等待中\n2 of 2 services run their profile.\na  ready\n',
    );
  });
});

it('asks nobody where no terminal is', async () => {
  const { io, written } = processLike(false);
  expect(await io.confirm('Really?')).toBeNull();
  expect(written()).toBe('');
});
