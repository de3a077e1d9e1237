import type { Tree } from '../support/home.ts';
import { type FakeHost, fakeHost, running, STOPPED } from './fakes.ts';
import { gateway } from './fixtures.ts';

export const UNITS = 'home/u/.config/systemd/user';
export const ROOT = 'home/u/.hermes';
const KEY = 'API_SERVER_KEY=0123456789abcdef0123\n';
export const homeOf = (profile: string) => (profile === 'default' ? ROOT : `${ROOT}/profiles/${profile}`);
export const unitOf = (profile: string) =>
  profile === 'default' ? 'hermes-gateway.service' : `hermes-gateway-${profile}.service`;

/** The files of a profile with a service of its own. */
const profile = (name: string, port: number, words = gateway(name)): Tree => ({
  [`${homeOf(name)}/config.yaml`]: `platforms:\n  api_server:\n    extra: {port: ${port}}\n`,
  [`${homeOf(name)}/.env`]: KEY,
  [`${UNITS}/${unitOf(name)}`]: `[Service]\nExecStart=${words.join(' ')}\nEnvironment=HERMES_HOME=/${homeOf(name)}\n[Install]\nWantedBy=default.target\n`,
});

/** A gateway that runs in its unit, listens, holds its lock and says how it is. */
export function start(fake: FakeHost, name: string, port: number, says: object = {}): number {
  const home = `/${homeOf(name)}`;
  const pid = fake.spawn(gateway(name), { HERMES_HOME: home });
  Object.assign(fake.processes.get(pid) ?? {}, { start: (fake.now() - 3 * 3_600_000) / 10 });
  fake.units.set(unitOf(name), running(pid));
  fake.listen(pid, port);
  fake.locks.set(`${home}/gateway.lock`, { state: 'held', pid });
  const record = { pid, kind: 'hermes-gateway', hermes_home: home };
  const updated_at = new Date(fake.now()).toISOString();
  const platforms = { telegram: { state: 'connected' }, discord: { state: 'connected' } };
  const state = { ...record, gateway_state: 'running', platforms, updated_at, ...says };
  fake.host.files.writeAtomic(`${home}/gateway.pid`, JSON.stringify(record), { mode: 0o600 });
  fake.host.files.writeAtomic(`${home}/gateway_state.json`, JSON.stringify(state), { mode: 0o600 });
  return pid;
}

/** Two gateways that run, one that is stopped, and a profile without a service. */
export function fleet() {
  const fake = fakeHost({
    ...profile('default', 8642),
    ...profile('code', 8650),
    ...profile('work', 8651),
    [`${ROOT}/profiles/idle`]: null,
  });
  const pids = { default: start(fake, 'default', 8642), code: start(fake, 'code', 8650) };
  fake.units.set(unitOf('work'), { ...STOPPED, UnitFileState: 'disabled' });
  return { fake, pids };
}
