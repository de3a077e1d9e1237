import type { ServiceStatus } from '../../model/status.ts';
import { type Fleet, fleetOf, type Member } from './fleet.ts';

/** Who runs what, by what `status` saw. A profile without a definition has no place in it. */
export const statusFleet = (services: readonly ServiceStatus[]): Fleet =>
  fleetOf(services.flatMap(membersOf));

function membersOf({ definition, identity, home, endpoint, lock, profile }: ServiceStatus): Member[] {
  if (definition === null || identity === null) return [];
  const { kind, by, root } = identity;
  // Home, port and lock were looked at for the profile that is meant.
  const own = identity.profile === profile;
  return [
    {
      ...definition,
      template: false,
      kind,
      by,
      profile: identity.profile,
      meant: profile,
      root,
      home: own ? home : identity.home,
      lock: own ? lock : null,
      listens:
        own && endpoint?.serves && endpoint.unreadable?.kind !== 'unread'
          ? { host: endpoint.host.value, port: endpoint.port.value }
          : null,
    },
  ];
}
