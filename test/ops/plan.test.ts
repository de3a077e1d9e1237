import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import { isIdle } from '../../src/model/plan.ts';
import { planSteps } from '../../src/ops/apply/plan.ts';
import { managedStates } from '../../src/ops/service-manager.ts';
import { fakeHost, running, STOPPED, type Unit } from './fakes.ts';
import { change, contextOf, gateway, HERMES, service } from './fixtures.ts';

interface Situation {
  unit?: Partial<Unit>;
  /** What runs in the unit. */
  argv?: string[];
  change?: Partial<Change>;
  state?: 'enabled' | 'manual' | 'disabled';
  restart?: boolean;
}

/** The step for profile `code` in a situation. */
async function plan({ unit, argv, change: more, state = 'enabled', restart = true }: Situation) {
  const fake = fakeHost();
  const one = change(service('code', { state }), more);
  const base = argv ? running(fake.spawn(argv)) : STOPPED;
  if (unit || argv) fake.units.set(one.name, { ...base, ...unit });
  const context = await contextOf(fake);
  const states = await managedStates(context, [one.name]);
  const [step] = planSteps(context, [one], states, { restart, written: new Map() });
  expect(fake.calls).toEqual([`show ${one.name}`]);
  return { actions: step!.actions, reason: step!.reason, idle: isIdle(step!), change: step!.change };
}

const RIGHT = { argv: gateway('code') };
const WRONG = { argv: gateway('work') };
const UPDATE = { kind: 'update', after: Buffer.from('new') } as const;
const differs = (...what: string[]) => ({
  change: { ...UPDATE, differences: what.map((one) => ({ what: one, from: 'a', to: 'b' })) },
});
const DISABLED = { UnitFileState: 'disabled' };
const WAITS = { ActiveState: 'activating', SubState: 'auto-restart' };

describe('enabled', () => {
  it.each<[string, Situation, string[], string | null]>([
    [
      'nothing there: enable and start',
      { change: { kind: 'create', after: Buffer.from('new') } },
      ['enable', 'start'],
      'it is not running',
    ],
    ['stopped: start', { unit: {} }, ['start'], 'it is inactive'],
    ['runs and is right: nothing', RIGHT, [], null],
    ['does not start at boot: enable', { ...RIGHT, unit: DISABLED }, ['enable'], 'it does not start at boot'],
    [
      'enabled until the next boot only: enable',
      { ...RIGHT, unit: { UnitFileState: 'enabled-runtime' } },
      ['enable'],
      'it does not start at boot',
    ],
    ['has no [Install] section: nothing', { ...RIGHT, unit: { UnitFileState: 'static' } }, [], null],
    [
      'its files have changed since the manager read them: reload',
      { ...RIGHT, unit: { NeedDaemonReload: 'yes' } },
      ['reload'],
      'its files have changed since the manager read them',
    ],
    ['runs another profile', WRONG, ['restart'], 'it runs work, not code'],
    [
      'follows the sticky file',
      { argv: [HERMES, 'gateway', 'run'] },
      ['restart'],
      'it runs whatever the sticky file said when it started, not code',
    ],
    ['runs another profile, and may not be restarted', { ...WRONG, restart: false }, [], null],
    ['changed, and may not be restarted', { ...RIGHT, ...differs('ExecStart'), restart: false }, [], null],
    ['failed: start', { unit: { ActiveState: 'failed', SubState: 'failed' } }, ['start'], 'it is failed'],
    [
      'waits for its next try, definition right: start',
      { unit: WAITS },
      ['start'],
      'it is activating (auto-restart)',
    ],
    [
      'waits for its next try with the old definition: restart',
      { unit: WAITS, change: UPDATE },
      ['restart'],
      'it is activating (auto-restart)',
    ],
    [
      'waits for its next try, and may not be restarted',
      { unit: WAITS, change: UPDATE, restart: false },
      ['start'],
      'it is activating (auto-restart)',
    ],
    [
      'stopping: start',
      { unit: { ActiveState: 'deactivating', SubState: 'stop' } },
      ['start'],
      'it is deactivating (stop)',
    ],
    ['edited by hand, running right: nothing', { ...RIGHT, change: { kind: 'leave' } }, [], null],
    [
      'cannot be mended: nothing, though it is stopped',
      { unit: {}, change: { kind: 'refuse', reason: 'x' } },
      [],
      null,
    ],
  ])('%s', async (_, situation, actions, reason) => {
    expect(await plan(situation)).toMatchObject({ actions, reason });
  });

  it.each(['ExecStart', 'WorkingDirectory', 'EnvironmentFile', 'Environment LOG_LEVEL', 'User', 'Type'])(
    'a difference in %s needs a restart',
    async (what) => {
      expect(await plan({ ...RIGHT, ...differs('RestartSec', what) })).toMatchObject({
        actions: ['restart'],
        reason: `changed: ${what}`,
      });
    },
  );

  it('time-outs and the like need a reload, and that is not nothing', async () => {
    expect(await plan({ ...RIGHT, ...differs('RestartSec', 'TimeoutStopSec', 'Restart') })).toMatchObject({
      actions: [],
      reason: null,
      idle: false,
    });
  });

  it('what is shown but not written restarts nothing', async () => {
    const { differences } = differs('ExecStart').change;
    expect(await plan({ ...RIGHT, change: { kind: 'leave', differences } })).toMatchObject({
      actions: [],
      idle: true,
    });
  });
});

describe('manual', () => {
  it.each<[string, Situation, string[], string | null]>([
    ['stopped: stays so', { unit: DISABLED }, [], null],
    ['new: not started', { change: { kind: 'create', after: Buffer.from('new') } }, [], null],
    ['failed: stays so', { unit: { ActiveState: 'failed' } }, [], null],
    ['runs right', RIGHT, [], null],
    ['runs wrong: restart', { ...WRONG, unit: DISABLED }, ['restart'], 'it runs work, not code'],
  ])('%s', async (_, situation, actions, reason) => {
    expect(await plan({ ...situation, state: 'manual' })).toMatchObject({ actions, reason });
  });
});

describe('disabled', () => {
  it.each<[string, Situation, string[]]>([
    ['runs', RIGHT, ['disable', 'stop']],
    ['runs, not at boot', { ...RIGHT, unit: DISABLED }, ['stop']],
    ['stopped', { unit: {} }, ['disable']],
    ['waits for its next try', { unit: { ...WAITS, ...DISABLED } }, ['stop']],
    ['runs, has no [Install] section', { ...RIGHT, unit: { UnitFileState: 'static' } }, ['stop']],
  ])('%s', async (_, situation, actions) => {
    expect(await plan({ ...situation, state: 'disabled' })).toMatchObject({
      actions,
      reason: 'unitpin.yaml disables it',
    });
  });

  it.each<[string, Partial<Unit>]>([
    ['down and disabled', DISABLED],
    ['down, and cannot be disabled', { UnitFileState: 'static' }],
    ['failed and disabled', { ...DISABLED, ActiveState: 'failed' }],
    ['masked', { LoadState: 'masked', UnitFileState: 'masked' }],
  ])('%s: nothing', async (_, unit) => {
    expect(await plan({ unit, state: 'disabled' })).toMatchObject({ actions: [], reason: null, idle: true });
  });
});

it('masked: refused, with what to do', async () => {
  const unit = { LoadState: 'masked', UnitFileState: 'masked' };
  const { actions, change: refused } = await plan({ unit, change: UPDATE });
  expect({ actions, kind: refused.kind, reason: refused.reason, after: refused.after }).toEqual({
    actions: [],
    kind: 'refuse',
    reason:
      'hermes-gateway-code.service is masked: systemctl --user unmask hermes-gateway-code.service, or set the profile to disabled',
    after: null,
  });
});

it('where no manager was asked: enable and start', async () => {
  const context = await contextOf(fakeHost());
  const [step] = planSteps(context, [change(service('code'))], new Map(), {
    restart: true,
    written: new Map(),
  });
  expect(step).toMatchObject({ state: null, actions: ['enable', 'start'], reason: 'it is not running' });
});
