import { describe, expect, it } from 'vitest';
import { policyOf } from '../../src/systemd/policy.ts';
import { parseStatus, parseUnsigned, signalName } from '../../src/systemd/status.ts';
import { parseTimeSpan } from '../../src/systemd/time-span.ts';

/** Settings of a unit's text, one on each line; a line's number is its place. */
function settings(text: string) {
  let section = '';
  return text.split('\n').flatMap((line, index) => {
    section = /^\[(.*)\]$/.exec(line)?.[1] ?? section;
    const [, key, value = ''] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    const location = { path: '/u.service', line: index + 1, column: 1 };
    return key === undefined ? [] : [{ section, key, value, location }];
  });
}

const inService = (...lines: string[]) => policyOf(settings(['[Service]', ...lines].join('\n')));
const inUnit = (...lines: string[]) => policyOf(settings(['[Unit]', ...lines].join('\n'))).startLimit;

describe('what is in effect', () => {
  it('systemd has defaults', () => {
    expect(inService('ExecStart=/bin/x')).toEqual({
      type: 'simple',
      restart: { value: 'no', at: null },
      remainAfterExit: { value: false, at: null },
      restartDelay: { value: 0.1, at: null },
      restartForce: { value: new Set(), at: null },
      restartPrevent: { value: new Set(), at: null },
      success: { value: new Set(), at: null },
      startLimit: { interval: { value: 10, at: null }, burst: { value: 5, at: null } },
      stopTimeout: { value: 90, at: null },
      killMode: { value: 'control-group', at: null },
      killSignal: { value: 'SIGTERM', at: null },
    });
  });

  it('the last assignment counts, wherever it stands', () => {
    const { restart } = inService('Restart=no', 'Restart=always');
    expect(restart).toMatchObject({ value: 'always', at: { line: 3 } });
  });

  it.each(['Restart=Always', 'Restart=', 'Restart=yes'])('%s leaves the one before it', (line) => {
    expect(inService('Restart=on-failure', line).restart).toMatchObject({
      value: 'on-failure',
      at: { line: 2 },
    });
  });

  it('TimeoutSec= and TimeoutStopSec= are one value; 0 is for ever', () => {
    expect(inService('TimeoutStopSec=5', 'TimeoutSec=6').stopTimeout.value).toBe(6);
    expect(inService('TimeoutSec=6', 'TimeoutStopSec=5').stopTimeout.value).toBe(5);
    expect(inService('TimeoutStopSec=0').stopTimeout.value).toBe(Number.POSITIVE_INFINITY);
    expect(inService('RestartSec=0').restartDelay.value).toBe(0);
  });

  it('a start limit stands in [Unit], or in [Service] by its old names', () => {
    expect(inUnit('StartLimitIntervalSec=7', 'StartLimitBurst=0x10')).toMatchObject({
      interval: { value: 7 },
      burst: { value: 16 },
    });
    expect(inUnit('StartLimitInterval=8').interval.value).toBe(8);
    const old = inService('StartLimitInterval=9', 'StartLimitBurst=2').startLimit;
    expect([old.interval.value, old.burst.value]).toEqual([9, 2]);
    expect(inService('StartLimitIntervalSec=9').startLimit.interval.value).toBe(10);
    expect(inUnit('StartLimitBurst=7', 'StartLimitBurst=-1').burst.value).toBe(7);
  });

  it('lists add up until an empty one', () => {
    const lines = ['SuccessExitStatus=1 TERM', 'SuccessExitStatus=', 'SuccessExitStatus=75', ''];
    expect(inService(...lines, 'SuccessExitStatus=CONFIG  SIGUSR1').success).toMatchObject({
      value: new Set([75, 78, 'SIGUSR1']),
      at: { line: 6 },
    });
  });
});

it.each([
  ['75', 75],
  ['+5', 5],
  ['0x4b', 75],
  ['0113', 75],
  ['TEMPFAIL', 75],
  ['BPF', 244],
  ['15', 15],
  ['TERM', 'SIGTERM'],
  ['SIGKILL', 'SIGKILL'],
  ['RTMIN+3', 'SIGRTMIN+3'],
  ['RTMAX-1', 'SIGRTMIN+29'],
  ['256', null],
  ['-1', null],
  ['08', null],
  ['tempfail', null],
  ['SIGSIGTERM', null],
  ['RTMIN-1', null],
  ['constructor', null],
])('the status %s is %j', (word, status) => {
  expect(parseStatus(word)).toBe(status);
});

it('a signal has one name', () => {
  const spellings = ['USR1', 'SIGUSR1', '10', '0xa', '0', 'CLD', 'POLL', '65', '37'];
  expect(spellings.map(signalName)).toEqual([
    ...['SIGUSR1', 'SIGUSR1', 'SIGUSR1', 'SIGUSR1'],
    ...[null, null, null, null, 'SIGRTMIN+3'],
  ]);
  expect(parseUnsigned('1e3')).toBe(null);
});

it.each([
  ['5', 5],
  ['5s', 5],
  ['1min 30s', 90],
  ['1min30', 90],
  ['1.5h', 5400],
  ['.5', 0.5],
  ['250ms', 0.25],
  ['1 M', 2_629_800],
  ['2 m', 120],
  ['infinity', Number.POSITIVE_INFINITY],
  ['', null],
  ['soon', null],
  ['5x', null],
  ['-5', null],
  ['1.2.3', null],
  ['12.3.4', null],
  ['5.', null],
])('the time span %j is %j seconds', (text, seconds) => {
  expect(parseTimeSpan(text)).toBe(seconds);
});
