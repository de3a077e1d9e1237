import { describe, expect, it } from 'vitest';
import type { ExecResult } from '../../src/host/exec.ts';
import type { UnitState } from '../../src/model/unit-state.ts';
import { managedUnit, systemdManager } from '../../src/systemd/manager.ts';
import type { Bus } from '../../src/systemd/systemctl.ts';

const RUNS: UnitState = {
  name: 'a.service',
  load: 'loaded',
  active: 'active',
  sub: 'running',
  enabled: 'enabled',
  mainPid: 11,
  restarts: 3,
  since: 5,
  result: 'success',
  controlGroup: '/a',
  needsReload: true,
  fragment: '/u/a.service',
  dropIns: [],
  argv: '/bin/true',
};

function busWith(answer: ExecResult, scope: 'user' | 'system' = 'user') {
  const calls: string[] = [];
  const bus: Bus = {
    scope,
    uid: 1000,
    user: 'u',
    environment: {},
    elapsed: () => 0,
    exec: async (argv) => {
      calls.push(argv.join(' '));
      return answer;
    },
  };
  return { bus, calls };
}

describe('a unit in the words of all managers', () => {
  it('that runs', () => {
    expect(managedUnit(RUNS)).toEqual({
      name: 'a.service',
      load: 'loaded',
      active: 'active',
      detail: 'running',
      mainPid: 11,
      controlGroup: '/a',
      enabled: 'yes',
      stale: true,
      dropIns: [],
      restarts: 3,
      since: 5,
      lastExit: null,
    });
  });

  it('that has used up its tries', () => {
    const unit = {
      ...RUNS,
      active: 'failed',
      sub: 'failed',
      result: 'start-limit-hit',
      mainPid: 0,
      controlGroup: '',
    };
    expect(managedUnit(unit)).toMatchObject({
      active: 'failed',
      detail: 'failed, start-limit-hit',
      lastExit: 'start-limit-hit',
      mainPid: null,
      since: null,
      controlGroup: null,
    });
  });

  it.each([
    ['loaded', 'loaded'],
    ['not-found', 'not-loaded'],
    ['masked', 'masked'],
    ['bad-setting', 'broken'],
    ['error', 'broken'],
    ['', 'unknown'],
  ] as const)('LoadState %s: %s', (load, expected) => {
    expect(managedUnit({ ...RUNS, load }).load).toBe(expected);
  });

  it.each([
    ['enabled', 'yes'],
    ['enabled-runtime', 'no'],
    ['disabled', 'no'],
    ['linked', 'no'],
    ['', 'no'],
    ['static', 'no-say'],
    ['masked-runtime', 'masked'],
  ] as const)('UnitFileState %s: %s', (enabled, expected) => {
    expect(managedUnit({ ...RUNS, enabled }).enabled).toBe(expected);
  });

  it.each([
    ['reloading', 'active'],
    ['activating', 'activating'],
    ['deactivating', 'deactivating'],
    ['maintenance', 'inactive'],
  ] as const)('ActiveState %s: %s', (active, expected) => {
    expect(managedUnit({ ...RUNS, active }).active).toBe(expected);
  });
});

it.each([0, 1, 50])('one process for %i services, whatever is done', async (count) => {
  const names = Array.from({ length: count }, (_, index) => `${index}.service`);
  const jobs = names.map((name) => ({ name, path: `/u/${name}` }));
  const { bus, calls } = busWith({ state: 'done', code: 0, stdout: '', stderr: '' });
  const manager = systemdManager(bus);
  for (const verb of ['enable', 'disable', 'stop', 'clearFailure'] as const) await manager[verb](names);
  for (const verb of ['start', 'restart'] as const) await manager[verb](jobs);
  expect(calls.length).toBe(count === 0 ? 0 : 6);
  await manager.reload();
  expect(calls.at(-1)).toBe('systemctl --user --no-pager --no-ask-password daemon-reload');
});

describe('its last lines', () => {
  it.each([
    ['user', '--user-unit=a.service'],
    ['system', '--unit=a.service'],
  ] as const)('of a unit of the %s', async (scope, option) => {
    const { bus, calls } = busWith({ state: 'done', code: 0, stdout: 'one\ntwo\n', stderr: '' }, scope);
    expect(await systemdManager(bus).lastLines('a.service', 3)).toEqual(['one', 'two']);
    expect(calls).toEqual([`journalctl ${option} --lines=3 --output=cat --quiet --no-pager`]);
  });

  it.each<ExecResult>([
    { state: 'missing' },
    { state: 'timeout', stdout: 'x', stderr: '' },
    { state: 'done', code: 1, stdout: '', stderr: 'No journal files were opened' },
  ])('none, where there is no journal: $state', async (answer) => {
    expect(await systemdManager(busWith(answer).bus).lastLines('a.service', 3)).toEqual([]);
  });
});
