import { expect, it } from 'vitest';
import type { Identity, IdentityKind } from '../../src/model/identity.ts';
import type { ManagedState } from '../../src/model/manager.ts';
import { type Beginning, needsSettling, type Surroundings } from '../../src/ops/services/needs-settling.ts';

const ROOT = '/home/u/.hermes';
const OWN = 'systemd:user:/home/u/.config/systemd/user/hermes-gateway-code.service';

const identity = (kind: IdentityKind, profile: string | null, root: string | null = ROOT): Identity => ({
  kind,
  by: kind === 'sticky' ? 'sticky' : 'flag',
  profile,
  home: null,
  root,
  at: null,
  action: 'run',
  replace: false,
  seen: null,
});
const definition = (of: Identity, id = 'another') =>
  ({ definition: { id }, identity: of }) as Surroundings['definitions'][number];
const gateway = (of: Identity, pid = 9) => ({ pid, identity: of, controlGroup: `/${pid}` });
const state = (values: Partial<ManagedState> = {}): ManagedState => ({
  name: 'hermes-gateway-code.service',
  load: 'loaded',
  active: 'active',
  detail: 'running',
  mainPid: 7,
  controlGroup: '/7',
  enabled: 'yes',
  stale: false,
  restarts: 0,
  since: null,
  lastExit: null,
  ...values,
});
const CODE: Beginning = {
  service: { profile: 'code', root: ROOT },
  id: OWN,
  ours: true,
  state: state(),
};
const alone: Surroundings = {
  definitions: [definition(identity('pinned', 'code'), OWN), definition(identity('pinned', 'work'))],
  gateways: [gateway(identity('pinned', 'code'), 7), gateway(identity('pinned', 'work'))],
};

it('need not settle: all of it is ours, it was calm, and whatever else there is runs something else', () => {
  expect(needsSettling(CODE, alone)).toBe(false);
  for (const before of [null, state({ active: 'inactive', mainPid: null }), state({ restarts: null })])
    expect(needsSettling({ ...CODE, state: before }, { definitions: alone.definitions, gateways: [] })).toBe(
      false,
    );
  // The gateway of a wrapper is in its control group.
  const below = { ...gateway(identity('pinned', 'code'), 8), controlGroup: '/7' };
  expect(needsSettling(CODE, { ...alone, gateways: [below] })).toBe(false);
});

it.each<[string, Identity]>([
  ['is for the same profile', identity('pinned', 'code')],
  ['is for the same profile, of a home that nobody can tell', identity('pinned', 'code', null)],
  ['follows the sticky file', identity('sticky', 'work')],
  ['is hidden by a wrapper', identity('opaque', null)],
  ['contradicts itself', identity('conflict', 'work')],
  ['heeds a marker, or not', identity('guarded', 'work')],
  ['is a template', identity('pinned', null)],
])('settles where another definition or process %s', (_, other) => {
  const definitions = [...alone.definitions, definition(other)];
  expect(needsSettling(CODE, { ...alone, definitions })).toBe(true);
  expect(needsSettling(CODE, { ...alone, gateways: [...alone.gateways, gateway(other, 10)] })).toBe(true);
});

it.each<[string, Identity]>([
  ['of another root home', identity('pinned', 'code', '/srv/.hermes')],
  ['that is no gateway', identity('foreign', null, null)],
])('lets a definition be %s', (_, other) => {
  expect(needsSettling(CODE, { ...alone, definitions: [...alone.definitions, definition(other)] })).toBe(
    false,
  );
});

it.each<[string, Partial<Beginning>]>([
  ['its text is somebody else’s', { ours: false }],
  ['it was failing', { state: state({ active: 'failed' }) }],
  ['it was restarting', { state: state({ active: 'activating' }) }],
  ['it was being ended', { state: state({ active: 'deactivating' }) }],
  ['it has restarted', { state: state({ restarts: 1 }) }],
  ['it ended badly the last time', { state: state({ active: 'inactive', lastExit: 'exit-code' }) }],
])('settles where %s', (_, values) => {
  expect(needsSettling({ ...CODE, ...values }, alone)).toBe(true);
});
