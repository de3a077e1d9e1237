import { describe, expect, it } from 'vitest';
import type { LaunchdDefinition, SystemdDefinition } from '../../src/model/definition.ts';
import type { JobState, LiveState } from '../../src/model/live.ts';
import type { UnitState } from '../../src/model/unit-state.ts';
import { managerAnswer } from '../../src/ops/status/manager-answer.ts';

const UNIT: UnitState = {
  name: 'hermes-gateway.service',
  load: 'loaded',
  active: 'active',
  sub: 'running',
  enabled: 'enabled',
  mainPid: 7,
  restarts: 2,
  since: 1_000,
  result: 'success',
  controlGroup: '/g',
  needsReload: false,
  fragment: null,
  dropIns: [],
  argv: null,
};
const unit = (state: Partial<UnitState>, wantedBy: string[] = []) => {
  const live: LiveState = {
    manager: 'systemd',
    state: { ...UNIT, ...state },
    elsewhere: false,
    running: null,
  };
  return managerAnswer({ manager: 'systemd', wantedBy } as unknown as SystemdDefinition, live);
};

const JOB: JobState = {
  loaded: 'yes',
  domain: 'gui/501',
  state: 'running',
  pid: 7,
  runs: 3,
  exitTimeout: null,
  lastExit: '1',
  path: null,
  argv: null,
  environment: null,
};
const job = (state: Partial<JobState>) => {
  const live: LiveState = { manager: 'launchd', state: { ...JOB, ...state }, elsewhere: false };
  return managerAnswer({ manager: 'launchd' } as LaunchdDefinition, live);
};

describe('what a manager says', () => {
  it.each([
    [
      unit({}),
      { state: 'active', detail: 'running', up: 'up', enabled: true, pid: 7, since: 1_000, restarts: 2 },
    ],
    [
      unit({
        active: 'activating',
        sub: 'auto-restart',
        result: 'exit-code',
        mainPid: 0,
        enabled: 'disabled',
      }),
      {
        state: 'activating',
        detail: 'auto-restart, exit-code',
        up: 'coming',
        enabled: false,
        pid: null,
        since: null,
      },
    ],
    [
      unit({ active: 'failed', sub: 'failed', result: 'signal' }),
      { state: 'failed', detail: 'signal', up: 'down' },
    ],
    [
      unit({ load: 'masked', active: 'inactive', enabled: 'masked' }),
      { state: 'masked', detail: null, up: 'down' },
    ],
    // Its file is gone, and it runs on.
    [unit({ load: 'not-found' }), { state: 'active', up: 'up' }],
    [unit({ enabled: 'disabled' }, ['default.target']), { enabled: true }],
    [job({}), { state: 'running', detail: null, up: 'up', enabled: true, pid: 7, restarts: 2 }],
    [
      job({ state: 'spawn scheduled', pid: null }),
      { state: 'spawn scheduled', detail: 'last exit 1', up: 'coming', pid: null },
    ],
    [
      job({ loaded: 'no', state: '', pid: null, runs: 0, lastExit: null }),
      { state: 'not loaded', up: 'down', enabled: false, restarts: 0 },
    ],
  ])('%j', (answer, wanted) => {
    expect(answer).toMatchObject(wanted);
  });

  it('is nothing where nobody knows', () => {
    expect(job({ loaded: 'unknown' })).toBe(null);
    expect(managerAnswer({ manager: 'launchd' } as LaunchdDefinition, null)).toBe(null);
  });
});
