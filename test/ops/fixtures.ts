import { loadApp } from '../../src/fleet/app.ts';
import type { Change } from '../../src/model/change.ts';
import type { Service } from '../../src/model/service.ts';
import { type Context, openContext } from '../../src/ops/context.ts';
import type { FakeHost } from './fakes.ts';

export const app = await loadApp('hermes');

export const HERMES = '/home/u/.hermes/bin/hermes';
/** The words of a gateway of this profile. */
export const gateway = (profile: string, ...more: string[]): string[] => [
  HERMES,
  '--profile',
  profile,
  'gateway',
  'run',
  ...more,
];

export const contextOf = ({ host }: FakeHost): Promise<Context> => openContext(host, { app: 'hermes' });

export function service(profile: string, more: Partial<Service> = {}): Service {
  const root = '/home/u/.hermes';
  const home = profile === 'default' ? root : `${root}/profiles/${profile}`;
  const suffix = profile === 'default' ? '' : `-${profile}`;
  return {
    app: 'hermes',
    profile,
    state: 'enabled',
    home,
    root,
    unit: `hermes-gateway${suffix}`,
    label: `ai.hermes.gateway${suffix}`,
    description: '',
    program: [HERMES],
    programFrom: '',
    argv: gateway(profile),
    replaceFlag: '--replace',
    replace: { systemd: false, launchd: false },
    pin: {},
    environment: {},
    stopTimeout: 70,
    logs: { out: '', error: '' },
    dependsOn: [],
    strategy: 'auto',
    replacePolicy: 'auto',
    readyTimeout: null,
    account: { name: 'u', uid: 1000, gid: 1000, home: '/home/u' },
    ...more,
  };
}

export function change(one: Service, more: Partial<Change> = {}): Change {
  return {
    service: one,
    kind: 'none',
    name: `${one.unit}.service`,
    reason: 'up to date',
    path: `/home/u/.config/systemd/user/${one.unit}.service`,
    before: null,
    after: null,
    mode: 0o644,
    definition: null,
    differences: [],
    ...more,
  };
}
