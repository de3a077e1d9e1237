import { describe, expect, it } from 'vitest';
import type { End } from '../../src/model/restart.ts';
import { supervisorPolicy } from '../../src/ops/services/supervisor.ts';
import {
  afterEnd,
  type Decision,
  FRESH,
  type History,
  noteStart,
  type RestartPolicy,
  restartDelay,
} from '../../src/supervisor/restart-policy.ts';
import { app } from '../ops/fixtures.ts';

const POLICY = supervisorPolicy(app);
const at = (value: string | number) => ({ value, at: null });
const withSettings = (settings: Partial<Record<keyof RestartPolicy['settings'], unknown>>): RestartPolicy =>
  ({ ...POLICY, settings: { ...POLICY.settings, ...settings } }) as RestartPolicy;

/** A run of so many seconds that ended like this. */
const ran = (seconds: number, end: End) => ({ end, startedAt: 0, endedAt: seconds * 1_000 });
const decide = (policy: RestartPolicy, seconds: number, end: End, history: History = FRESH): Decision =>
  afterEnd(policy, history, ran(seconds, end)).decision;

describe('after an end', () => {
  it('a planned restart (exit 75) comes at once, a fatal configuration (78) never', () => {
    expect(decide(POLICY, 100, 75)).toEqual({ kind: 'restart', at: 100_000, planned: true });
    expect(decide(POLICY, 100, 78)).toEqual({
      kind: 'park',
      reason: 'it exited with 78: starting it again would not mend that',
      until: null,
      cause: null,
    });
  });

  it('75 again and again without a stable run waits longer each time (#84472)', () => {
    const second = afterEnd(POLICY, { ...FRESH, unstable: 1 }, ran(1, 75)).decision;
    expect(second).toMatchObject({ kind: 'restart', planned: false });
    expect(second.kind === 'restart' && second.at).toBeGreaterThan(5_000);
  });

  it.each([
    ['always', 0, true],
    ['always', 'SIGKILL', true],
    ['no', 1, false],
    ['on-failure', 0, false],
    ['on-failure', 1, true],
    ['on-failure', 'SIGTERM', false],
    ['on-failure', 'SIGSEGV', true],
    ['on-success', 0, true],
    ['on-success', 1, false],
    ['on-abnormal', 1, false],
    ['on-abnormal', 'SIGABRT', true],
  ])('Restart=%s after %s: %s, as systemd.service(5) has it', (restart, end, again) => {
    const policy = withSettings({ restart: at(restart), restartForce: { value: new Set(), at: null } });
    expect(decide(policy, 100, end).kind === 'restart').toBe(again);
  });

  it('delays grow by a constant factor from RestartSec to the longest (service_restart_usec_next())', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map((n) => Math.round(restartDelay(POLICY, n)));
    expect(delays).toEqual([5, 11, 26, 58, 132, 300, 300]);
    const steady = { ...POLICY, own: { ...POLICY.own, restartSteps: 0 } };
    expect(restartDelay(steady, 9)).toBe(5);
  });

  it('a stable run lets delays and counts begin anew (B-35)', () => {
    const tired: History = { starts: [], unstable: 5 };
    const stable = afterEnd(POLICY, tired, ran(30, 1));
    expect(stable).toMatchObject({ decision: { kind: 'restart', at: 35_000 }, history: { unstable: 0 } });
    expect(afterEnd(POLICY, tired, ran(29, 1)).history.unstable).toBe(6);
  });

  it('six early ends in a row are a crash loop: parked for half an hour, with the reason (K-14)', () => {
    let history = FRESH;
    const kinds: string[] = [];
    for (let n = 0; n < 7; n++) {
      const after = afterEnd(POLICY, history, ran(1, 1));
      history = after.history;
      kinds.push(after.decision.kind);
    }
    expect(kinds).toEqual(['restart', 'restart', 'restart', 'restart', 'restart', 'park', 'park']);
    expect(afterEnd(POLICY, { ...FRESH, unstable: 5 }, ran(1, 1)).decision).toEqual({
      kind: 'park',
      reason: '6 runs in a row ended early; the last: it exited with 1',
      until: 1_801_000,
      cause: 'loop',
    });
  });

  it('the start limit counts starts in its window, and no others', () => {
    const policy = withSettings({ startLimit: { interval: at(60), burst: at(3) } });
    let history = FRESH;
    for (const start of [0, 10_000, 50_000]) history = noteStart(policy, history, start);
    const end = (endedAt: number) =>
      afterEnd(policy, history, { end: 1, startedAt: endedAt - 1_000, endedAt }).decision;
    expect(end(51_000)).toMatchObject({
      kind: 'park',
      reason: '3 starts in 60 s; the last run: it exited with 1',
      cause: 'limit',
    });
    expect(end(61_000)).toMatchObject({ kind: 'restart' });
    for (let start = 60_000; start < 3_600_000; start += 1_000) history = noteStart(policy, history, start);
    expect(history.starts).toHaveLength(3);
  });

  it('has no start limit with the settings that gen writes (PR #18639)', () => {
    let history = FRESH;
    for (let start = 0; start < 100; start++) history = noteStart(POLICY, history, start);
    expect(history.starts).toEqual([]);
  });
});
