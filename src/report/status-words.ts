import type { Listener, LockState } from '../model/gateway.ts';
import type { Identity } from '../model/identity.ts';
import type { Condition, ManagerAnswer, ServiceStatus } from '../model/status.ts';
import { managerState } from '../texts/manager-state.ts';
import { tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display } from './display.ts';
import { identityKind } from './identity-kind.ts';

/** How a state is coloured. */
export const CONDITION_STYLE: Record<Condition, Parameters<Paint>[0]> = {
  well: 'green',
  degraded: 'yellow',
  starting: 'yellow',
  sick: 'red',
  down: 'red',
  off: 'dim',
  unknown: 'dim',
};

export const noService = (): string => tr('no service');

export function identityText(identity: Identity): string {
  const { kind, by, profile } = identity;
  const how = by === null || kind === 'sticky' ? '' : tr(' by its {by}', { by: tr(by) });
  return `${identityKind(identity)}${how}${profile === null ? '' : tr(', {profile}', { profile: display(profile) })}`;
}

/** `active`, `active (exited)`, `failed (exit-code)`; in full with `all`. */
export function managedText(managed: ManagerAnswer | null, all = false): string {
  if (managed === null) return '?';
  const { state, detail, enabled } = managed;
  const shown = all ? detail : detail?.replace(/^(running|dead)(, )?/, '');
  const boot = all && enabled !== null ? (enabled ? tr(', enabled') : tr(', not enabled')) : '';
  return display(`${managerState(state)}${shown ? tr(' ({text})', { text: shown }) : ''}${boot}`);
}

export function lockText(lock: LockState): string {
  if (lock.state === 'held') return tr('held by {pid}', { pid: lock.pid });
  return lock.state === 'free' ? tr('free') : '?';
}

export const ADDRESS = ({ address, port }: Listener): string =>
  display(`${address.includes(':') ? `[${address}]` : address}:${port}`);

const ORDER: readonly Condition[] = ['sick', 'down', 'degraded', 'starting', 'unknown', 'well', 'off'];

/** `4 profiles: 1 down, 2 well, 1 off`, worst first. */
export function conditionCounts(
  services: readonly ServiceStatus[],
  paint: (kind: Condition, text: string) => string,
): string {
  const counts = ORDER.map(
    (kind) => [kind, services.filter((one) => one.condition === kind).length] as const,
  );
  const told = counts
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => paint(kind, tr('{count} {kind}', { count, kind: tr(kind) })));
  const count = services.length;
  const isTwice = new Set(services.map(({ profile }) => profile)).size < count;
  const total = isTwice
    ? tr('{count} services', { count })
    : tr('{count} profile{s}', { count, s: count === 1 ? '' : 's' });
  return told.length === 0 ? total : `${total}${tr(': ')}${told.join(tr(', '))}`;
}
