import { expect, it } from 'vitest';
import { type FleetBreaker, noteLoop, pausedUntil } from '../../src/supervisor/breaker.ts';

const LIMITS = { profiles: 3, seconds: 600 };
const NONE: FleetBreaker = new Map();

it('several different crash loops within the window pause starts; one alone, however often, does not (K-14)', () => {
  let breaker = NONE;
  for (const at of [0, 1_000, 2_000]) breaker = noteLoop(breaker, LIMITS, 'a', at);
  expect(pausedUntil(breaker, LIMITS, 3_000)).toBeNull();
  breaker = noteLoop(breaker, LIMITS, 'b', 3_000);
  breaker = noteLoop(breaker, LIMITS, 'c', 4_000);
  expect(pausedUntil(breaker, LIMITS, 5_000)).toBe(604_000);
  expect(pausedUntil(breaker, LIMITS, 604_000)).toBeNull();
});

it('keeps nothing that is older than the window', () => {
  let breaker = NONE;
  for (let n = 0; n < 1_000; n++) breaker = noteLoop(breaker, LIMITS, `p${n}`, n * 300_000);
  expect(breaker.size).toBe(2);
});
