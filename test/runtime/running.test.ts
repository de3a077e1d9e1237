import { describe, expect, it } from 'vitest';
import type { UnitState } from '../../src/model/unit-state.ts';
import { runningIn, runsProfile, saysWhat } from '../../src/runtime/running.ts';
import { fakeHost } from '../ops/fakes.ts';
import { app, gateway, HERMES } from '../ops/fixtures.ts';

const state = (mainPid: number): UnitState => ({
  name: 'hermes-gateway-code.service',
  load: 'loaded',
  active: 'active',
  sub: 'running',
  enabled: 'enabled',
  mainPid,
  restarts: 0,
  since: null,
  result: 'success',
  controlGroup: '/group',
  needsReload: false,
  fragment: null,
  dropIns: [],
  argv: null,
});

/** What runs in a unit whose main process is the first of these; the others are in its control group. */
function look(...commands: { argv: string[]; env?: Record<string, string> }[]) {
  const { host, spawn } = fakeHost();
  const pids = commands.map(({ argv, env }, index) => spawn(argv, env, 100 + index));
  host.processes.inControlGroup = (path) => (path === '/group' ? pids : []);
  const found = runningIn(host, app, '/home/u', state(100));
  return found && { pid: found.pid, says: saysWhat(found), right: runsProfile(found, 'code') };
}

describe('the main process', () => {
  it.each([
    ['by its flag', gateway('code'), {}, 'runs code', true],
    [
      'by its home',
      [HERMES, 'gateway', 'run'],
      { HERMES_HOME: '/home/u/.hermes/profiles/code' },
      'runs code',
      true,
    ],
    ['another profile', gateway('work'), {}, 'runs work', false],
    [
      'nothing pins it',
      [HERMES, 'gateway', 'run'],
      {},
      'runs whatever the sticky file said when it started',
      false,
    ],
    [
      'flag and home disagree',
      gateway('code'),
      { HERMES_HOME: '/home/u/.hermes/profiles/work' },
      'runs code with the home of another profile',
      false,
    ],
    [
      'only a marker',
      [HERMES, 'gateway', 'run'],
      { HERMES_SUPERVISED_CHILD: '1' },
      'runs default only where its version heeds the marker',
      false,
    ],
  ])('%s', (_, argv, env, says, right) => {
    expect(look({ argv, env })).toEqual({ pid: 100, says, right });
  });

  it('a marker is not enough for the default profile either', () => {
    const { host, spawn } = fakeHost();
    spawn([HERMES, 'gateway', 'run'], { HERMES_SUPERVISED_CHILD: '1' }, 100);
    expect(runsProfile(runningIn(host, app, '/home/u', state(100))!, 'default')).toBe(false);
  });

  it.each([
    ['is no gateway', ['/bin/sleep', '1']],
    ['only asks the manager', [HERMES, '--profile', 'code', 'gateway', 'start']],
    ['is gone', null],
  ])('%s', (_, argv) => {
    expect(argv ? look({ argv }) : look()).toBeNull();
  });

  it('is none below pid 2', () => {
    const { host, spawn } = fakeHost();
    spawn(gateway('code'), {}, 1);
    expect(runningIn(host, app, '/home/u', state(1))).toBeNull();
    expect(runningIn(host, app, '/home/u', state(0))).toBeNull();
  });
});

describe('behind a wrapper', () => {
  const shell = { argv: ['/bin/sh', '-c', `${gateway('code').join(' ')}; echo $?`] };

  it('it is the child, whatever the words of the wrapper say', () => {
    expect(look(shell, { argv: gateway('work') })).toEqual({ pid: 101, says: 'runs work', right: false });
    expect(look(shell, { argv: gateway('code') })).toEqual({ pid: 101, says: 'runs code', right: true });
  });

  it('the wrapper alone is none yet, nor is its copy before exec', () => {
    expect(look(shell)).toBeNull();
    expect(look(shell, shell)).toBeNull();
  });

  it("it is none of the gateway's tools", () => {
    const status = { argv: [HERMES, '--profile', 'work', 'gateway', 'status'] };
    expect(look(shell, status, { argv: gateway('code') })).toMatchObject({ pid: 102, right: true });
  });

  it("it is behind the app's own, too", () => {
    const own = ['python', '-m', 'hermes_cli.stderr_timestamp', '--error-log', 'x', '--', ...gateway('code')];
    expect(look({ argv: own })).toBeNull();
    expect(look({ argv: own }, { argv: gateway('code') })).toMatchObject({ pid: 101, right: true });
  });
});
