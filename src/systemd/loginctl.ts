import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';
import { type Bus, busEnvironment } from './systemctl.ts';

/** logind asks the policy, and nobody else. Milliseconds. */
const TIMEOUT = 10_000;

/**
 * Lets the services of an account run without a login: its manager is started at once, and at boot (loginctl(1)).
 * @throws Failure (host) when it may not, or there is no logind
 */
export async function enableLinger(bus: Bus): Promise<void> {
  const argv = ['loginctl', '--no-ask-password', 'enable-linger', bus.user];
  const result = await bus.exec(argv, {
    env: busEnvironment({ ...bus, scope: 'system' }),
    timeoutMs: TIMEOUT,
  });
  if (result.state === 'done' && result.code === 0) return;
  const said = result.state === 'done' ? (result.stderr.trim().split('\n')[0] ?? '') : result.state;
  throw new Failure('host', tr('loginctl enable-linger {user} failed: {said}', { user: bus.user, said }), {
    why: tr('without it services end when the user logs out, and do not start at boot'),
    next: `sudo loginctl enable-linger ${bus.user}`,
  });
}
