import { describe, expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import { logSigns } from '../../src/runtime/log-signs.ts';
import { app } from '../ops/fixtures.ts';
import { makeRoot } from '../support/home.ts';

/** The log of the field report (seed 003). */
const SHELL = `2026-06-09 14:23:45 INFO  Gateway started
2026-06-09 14:23:46 INFO Feishu WebSocket connected
2026-06-09 15:34:12 ERROR RuntimeError: Executor shutdown has been called
2026-06-09 15:34:12 ERROR Feishu WebSocket connection lost
`;
/** Local time, as the log has it. */
const at = (hour: number, minute: number, second = 0): number =>
  new Date(2026, 5, 9, hour, minute, second).getTime();
const STARTED = at(14, 23, 44);

const signs = (text: string, since: number | null = STARTED) =>
  logSigns(filesBelow(makeRoot({ 'h/log': text })), app, '/h/log', () => since);

describe('an empty shell', () => {
  const DEAD = {
    answer: 'not',
    reason:
      'its executor is shut down: it runs, and does no work: 2026-06-09 15:34:12 ERROR RuntimeError: Executor shutdown has been called',
  };

  it('is known by its log', () => {
    expect(signs(SHELL)).toEqual(DEAD);
  });

  it('is what was there before, when the process is a later one', () => {
    expect(signs(SHELL, at(15, 40))).toEqual({ answer: 'well', reason: null });
    // Lines tell whole seconds: the one of the start may be of this process.
    expect(signs(SHELL, at(15, 34, 12) + 900)).toEqual(DEAD);
  });

  it('stays one, whatever is written later', () => {
    expect(signs(`${SHELL}2026-06-09 15:35:00 INFO Feishu WebSocket connected\n`)).toEqual(DEAD);
  });

  it('a line without a time has that of the one before', () => {
    const text =
      '2026-06-09 15:34:12,123 ERROR x\nTraceback:\n  cannot schedule new futures after shutdown\n';
    expect(signs(text)).toMatchObject({ answer: 'not' });
    expect(signs(text, at(15, 40))).toMatchObject({ answer: 'well' });
  });

  it('cannot be told, when no line says a time, or nobody knows when the process was started', () => {
    const text = 'RuntimeError: Executor shutdown has been called\n';
    const unknown = { answer: 'unknown', reason: `its log says, nobody knows when: ${text.trim()}` };
    expect(signs(text)).toEqual(unknown);
    expect(signs(text, null)).toEqual(unknown);
    expect(signs(SHELL, null)).toMatchObject({ answer: 'unknown' });
  });
});

it('a connection that is lost degrades until it is there again', () => {
  const lost = '2026-06-09 15:34:12 ERROR Feishu WebSocket connection lost\n';
  expect(signs(lost)).toMatchObject({ answer: 'degraded' });
  expect(signs(`${lost}2026-06-09 15:34:20 INFO Feishu WebSocket connected\n`)).toEqual({
    answer: 'well',
    reason: null,
  });
});

it('only the end of a log is looked at', () => {
  const line = '2026-06-09 15:35:00 INFO fine\n';
  expect(signs(SHELL + line.repeat(10_000))).toEqual({ answer: 'well', reason: null });
  expect(signs(line.repeat(10_000) + SHELL)).toMatchObject({ answer: 'not' });
});

it('a log that is not there, is no file, or holds anything', () => {
  const files = filesBelow(makeRoot({ 'h/folder': null, 'h/odd': '\u0000\ud800\n\n2026-99-99 99:99:99\n' }));
  expect(logSigns(files, app, '/h/none', () => 0)).toEqual({ answer: 'none', reason: 'it has no log' });
  expect(logSigns(files, app, '/h/folder', () => 0)).toEqual({
    answer: 'unknown',
    reason: '/h/folder: it is not a regular file',
  });
  expect(logSigns(files, app, '/h/odd', () => 0)).toEqual({ answer: 'well', reason: null });
});
