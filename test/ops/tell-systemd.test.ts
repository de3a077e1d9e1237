import { expect, it } from 'vitest';
import type { ExecResult } from '../../src/host/exec.ts';
import { systemdWord } from '../../src/ops/apply/tell-systemd.ts';
import { fakeTimers } from '../supervisor/timers.ts';
import { fakeHost } from './fakes.ts';

const WELL: ExecResult = { state: 'done', code: 0, stdout: '', stderr: '' };

function underSystemd(environment: Record<string, string>, answer: ExecResult = WELL) {
  const timers = fakeTimers();
  const calls: string[][] = [];
  const said: string[] = [];
  const host = {
    ...fakeHost().host,
    clock: timers.clock,
    environment: { NOTIFY_SOCKET: '/run/user/1000/systemd/notify', ...environment },
    exec: async (argv: readonly string[]) => {
      calls.push([...argv]);
      return answer;
    },
  };
  return { word: systemdWord(host, (line) => said.push(line)), calls, said, timers };
}

it('says nothing where nobody wants to know', () => {
  expect(systemdWord({ ...fakeHost().host, environment: {} }, () => {})).toBeNull();
});

it('tells that all is begun, and that it ends', async () => {
  const { word, calls, timers } = underSystemd({});
  await word?.ready('30 of 30 services run');
  await timers.advance(3_600_000);
  await word?.stopping();
  expect(calls).toEqual([
    ['systemd-notify', 'READY=1', 'STATUS=30 of 30 services run'],
    ['systemd-notify', 'STOPPING=1'],
  ]);
});

it('tells it in time that it is still there, from when it is ready until it ends', async () => {
  const { word, calls, timers } = underSystemd({
    WATCHDOG_USEC: '60000000',
    WATCHDOG_PID: String(process.pid),
  });
  await timers.advance(120_000);
  expect(calls).toEqual([]);
  await word?.ready('well');
  await timers.advance(95_000);
  expect(calls.slice(1)).toEqual(Array(3).fill(['systemd-notify', 'WATCHDOG=1']));
  word?.end();
  await timers.advance(600_000);
  expect(calls).toHaveLength(4);
  expect(timers.open()).toBe(0);
});

it('has no watchdog of another process, or of none', async () => {
  for (const more of [{ WATCHDOG_USEC: '60000000', WATCHDOG_PID: '1' }, { WATCHDOG_USEC: '0' }, {}]) {
    const { word, timers } = underSystemd(more as Record<string, string>);
    await word?.ready('well');
    expect(timers.open()).toBe(0);
  }
});

it('says once that systemd cannot be told', async () => {
  const { word, said } = underSystemd({}, { state: 'missing' });
  await word?.ready('well');
  await word?.stopping();
  expect(said).toEqual(['warning: systemd waits for a word, and systemd-notify failed: missing']);
});
