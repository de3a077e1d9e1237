import { expect, it } from 'vitest';
import { tellWaiting } from '../../src/ops/tell-waiting.ts';
import type { Waiting } from '../../src/runtime/readiness.ts';

function teller() {
  const lines: string[] = [];
  let time = 0;
  const clock = { now: () => time, elapsed: () => time, sleep: async () => {} };
  const told = tellWaiting(clock, (line) => void lines.push(line));
  return {
    lines,
    at(seconds: number, ...waiting: Waiting[]) {
      time = seconds * 1_000;
      told(waiting);
    },
  };
}

const starting = (unit: string): Waiting => ({ unit, missing: [{ kind: 'still-starting' }] });
const settling = (unit: string): Waiting => ({ unit, missing: [{ kind: 'settling' }] });

it('what is new is told, but not more than once a second; what is not, every ten', () => {
  const { at, lines } = teller();
  at(0, starting('a'), starting('b'));
  at(0.2, starting('a'), settling('b'));
  at(1.2, starting('a'), settling('b'));
  at(5, starting('a'), settling('b'));
  at(11.5, starting('a'), settling('b'));
  expect(lines).toEqual([
    'waiting for a (it is still starting), b (it is still starting)',
    'waiting for a (it is still starting), b (settling), 1 s so far',
    'waiting for a (it is still starting), b (settling), 11 s so far',
  ]);
});

it('more than three are counted, by what they lack', () => {
  const { at, lines } = teller();
  at(0, ...['a', 'b', 'c'].map(starting), ...['d', 'e'].map(settling));
  expect(lines).toEqual(['waiting for 5 services (3: it is still starting, 2: settling)']);
});
