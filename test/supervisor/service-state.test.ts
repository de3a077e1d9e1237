import { expect, it } from 'vitest';
import { type Actual, atFirst, type Happening, next } from '../../src/supervisor/service-state.ts';

const after = (...happenings: Happening[]): Actual =>
  happenings.reduce((actual, happening, n) => next(actual, happening, n + 1), atFirst(0));

it('goes from a start to ready, and back to stopped', () => {
  const ready = after({ kind: 'begun' }, { kind: 'spawned', pid: 7 }, { kind: 'ready', warning: null });
  expect(ready).toMatchObject({ phase: 'ready', pid: 7, since: 3, reason: null });
  const stopping = next(ready, { kind: 'stopping' }, 4);
  const ended = next(stopping, { kind: 'ended', lastExit: 'exit 0' }, 5);
  expect(next(ended, { kind: 'stopped', reason: null }, 6)).toMatchObject({
    phase: 'stopped',
    pid: null,
    lastExit: 'exit 0',
  });
});

it('one that is not ready in time goes on, may get ready later, and says what it lacks until then (B-37)', () => {
  const late = after({ kind: 'begun' }, { kind: 'spawned', pid: 7 }, { kind: 'late', reason: 'no answer' });
  expect(late).toMatchObject({ phase: 'failed', pid: 7, reason: 'no answer' });
  expect(next(late, { kind: 'ready', warning: 'x' }, 9)).toMatchObject({ phase: 'degraded', reason: 'x' });
});

it('what waits has a next try, what is parked may have none', () => {
  const ended = after({ kind: 'begun' }, { kind: 'spawned', pid: 7 }, { kind: 'ended', lastExit: 'exit 1' });
  expect(next(ended, { kind: 'waits', reason: 'it ended', until: 99 }, 9)).toMatchObject({
    phase: 'failed',
    nextTry: 99,
  });
  expect(next(ended, { kind: 'parked', reason: '78', until: null }, 9)).toMatchObject({
    phase: 'parked',
    nextTry: null,
  });
});

it.each([
  [{ kind: 'begun' }, { kind: 'begun' }],
  [{ kind: 'begun' }, { kind: 'ready', warning: null }],
  [{ kind: 'spawned', pid: 7 }],
  [{ kind: 'stopping' }],
  [{ kind: 'ended', lastExit: null }],
] as Happening[][])('what cannot happen is a bug, not a state: %j', (...happenings) => {
  expect(() => after(...happenings)).toThrow(/while/);
});
