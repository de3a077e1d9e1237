import { expect, it } from 'vitest';
import { policyOf } from '../../src/systemd/policy.ts';
import { parseStatus } from '../../src/systemd/status.ts';
import { parseUnit } from '../../src/systemd/syntax.ts';
import { parseTimeSpan } from '../../src/systemd/time-span.ts';
import fc, { seed } from '../support/fast-check.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { askSystemd, installedSystemd } from './systemd.ts';

const COUNT = 1500;

const NUMBERS = ['0', '1', '7', '010', '0x1f', '+3', '-2', '1.5', '.25', '90.', '1e3', '64', '65', ''];
const SPANS = [
  's',
  'min',
  'ms',
  'us',
  'h',
  'M',
  'm',
  'd',
  'w',
  'y',
  'sec',
  'minutes',
  ' h',
  'x',
  'µs',
  '.',
  '',
];
const NAMES = [
  ...['TERM', 'SIGINT', 'USR1', 'SIGRTMIN+3', 'RTMAX-1', 'RTMIN-1', 'CLD', 'IO', 'POLL', 'term', '0xa'],
  ...['TEMPFAIL', 'CONFIG', 'BPF', 'CGROUP', 'NOTRUNNING', 'EXCEPTION', 'chdir', 'SIGSIGTERM', 'foo'],
];
const WORDS = [
  ...['always', 'no', 'on-failure', 'on-success', 'on-abnormal', 'on-watchdog', 'on-abort', 'Always', 'yes'],
  ...['mixed', 'none', 'process', 'control-group', 'on', 'T', '0', 'TRUE', 'off', ''],
];
const span = fc
  .array(fc.tuple(fc.constantFrom(...NUMBERS), fc.constantFrom(...SPANS)), { minLength: 1, maxLength: 3 })
  .chain((parts) => fc.constantFrom('', ' ').map((gap) => parts.map((part) => part.join('')).join(gap)));
const status = fc.oneof(fc.constantFrom(...NUMBERS, ...NAMES), fc.integer({ min: -3, max: 300 }).map(String));
const assignment = fc.oneof(
  fc.tuple(
    fc.constantFrom('RestartSec', 'TimeoutStopSec', 'TimeoutSec'),
    fc.oneof(span, fc.constant('infinity')),
  ),
  fc.tuple(fc.constant('KillSignal'), status),
  fc.tuple(fc.constantFrom('Restart', 'KillMode', 'RemainAfterExit', 'Type'), fc.constantFrom(...WORDS)),
);

/** In microseconds. */
const exactly = (seconds: number): number => (Number.isFinite(seconds) ? Math.round(seconds * 1e6) : seconds);
/** As the dump rounds: down to a whole second; below that to a millisecond. */
function rounded(seconds: number): number {
  const [all, unit] = [exactly(seconds), seconds >= 1 ? 1_000_000 : seconds >= 0.001 ? 1000 : 1];
  return Number.isFinite(all) ? all - (all % unit) : all;
}

requireOrSkip(installedSystemd, 'policy.ts against systemd itself', () => {
  it(`${COUNT} services: what is in effect`, () => {
    const bodies = fc
      .sample(fc.array(assignment, { minLength: 1, maxLength: 8 }), COUNT)
      .map((lines) => `[Service]\nExecStart=/bin/true\n${lines.map((line) => line.join('=')).join('\n')}\n`);
    const { units } = askSystemd(new Map(bodies.map((body, index) => [`p${index}.service`, body])));
    const differing = bodies.flatMap((body, index) => {
      const unit = units.get(`p${index}.service`);
      if (unit?.state !== 'loaded') return [];
      const policy = policyOf(parseUnit(Buffer.from(body), '/p.service').assignments);
      const seconds = (name: string): number => exactly(parseTimeSpan(unit.property(name)) ?? -1);
      const theirs = {
        restart: unit.property('Restart'),
        remains: unit.property('RemainAfterExit'),
        delay: seconds('RestartSec'),
        stop: seconds('TimeoutStopSec'),
        mode: unit.property('KillMode'),
        signal: unit.property('KillSignal'),
      };
      const ours = {
        restart: policy.restart.value,
        remains: policy.remainAfterExit.value ? 'yes' : 'no',
        delay: rounded(policy.restartDelay.value),
        stop: rounded(policy.stopTimeout.value),
        mode: policy.killMode.value,
        signal: policy.killSignal.value,
      };
      return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ body, ours, theirs }];
    });
    expect({ seed, differing: differing.length, first: differing.slice(0, 3) }).toEqual({
      seed,
      differing: 0,
      first: [],
    });
    expect(units.size).toBeGreaterThan(COUNT * 0.9);
  });

  it('words of SuccessExitStatus=: it takes those that we take', () => {
    const words = [...new Set(fc.sample(status, 1000))].filter((word) => word !== '');
    const body = `[Service]\nExecStart=/bin/true\n${words.map((word) => `SuccessExitStatus=${word}`).join('\n')}\n`;
    const { messages } = askSystemd(new Map([['s.service', body]]));
    const refused = messages.flatMap((line) => /s\.service:(\d+): /.exec(line)?.[1] ?? []).map(Number);
    expect({ seed, refused: refused.map((line) => words[line - 3]) }).toEqual({
      seed,
      refused: words.filter((word) => parseStatus(word) === null),
    });
  });
});
