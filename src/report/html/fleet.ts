import { overlaps } from '../../model/address.ts';
import type { ManagerName, Scope } from '../../model/definition.ts';
import type { LockState } from '../../model/gateway.ts';
import type { IdentityKind } from '../../model/identity.ts';

/** One definition, as far as the picture shows it. */
export interface Member {
  id: string;
  name: string;
  manager: ManagerName;
  scope: Scope;
  template: boolean;
  kind: IdentityKind;
  by: 'flag' | 'home' | 'marker' | 'sticky' | null;
  /** As whom it runs; null: nobody can tell. */
  profile: string | null;
  /** Whom it is meant to run; null: nothing says. */
  meant: string | null;
  /** The root home that the profile lies below; tells profiles of one name apart. */
  root: string | null;
  /** Home of the profile; null when it is not known. */
  home: string | null;
  /** Of the home; null: it was not looked at. */
  lock: LockState | null;
  /** Where its API server listens; null: it has none, or that is not known. */
  listens: { host: string; port: number } | null;
}

/** One profile and the definitions that run it: two or more are the incident. */
export interface Identified {
  profile: string | null;
  home: string | null;
  lock: LockState | null;
  members: readonly Member[];
}

/** One port and the profiles that want it: two or more are an incident, too. Indices into `identities`. */
export interface Wanted {
  port: number;
  hosts: readonly string[];
  identities: readonly number[];
}

/** Definitions by whom they run, and ports by who wants them. */
export interface Fleet {
  identities: readonly Identified[];
  ports: readonly Wanted[];
}

/** The incidents first, then `default`, then by name; what nobody can tell about last, each by itself. */
export function fleetOf(members: readonly Member[]): Fleet {
  const groups = new Map<string, Member[]>();
  for (const one of members) {
    const key = one.profile === null ? `?${one.id}` : `=${one.root ?? ''}\0${one.profile}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const sorted = [...groups.values()].map(identified).sort(byProfile);
  const identities = sameTogether(sorted, portsOf(sorted));
  return { identities, ports: portsOf(identities) };
}

/** Those who want one port next to each other, behind those who share a profile. */
function sameTogether(sorted: readonly Identified[], ports: readonly Wanted[]): Identified[] {
  const clashing = ports
    .filter(isClash)
    .flatMap(({ identities }) => identities.map((index) => sorted[index]));
  return [...new Set([...sorted.filter(isShared), ...clashing.flatMap((one) => one ?? []), ...sorted])];
}

function identified(members: readonly Member[]): Identified {
  const known = members.find(({ home }) => home !== null);
  const lock = members.find((one) => one.lock !== null)?.lock ?? null;
  return { profile: members[0]?.profile ?? null, home: known?.home ?? null, lock, members };
}

function byProfile(one: Identified, other: Identified): number {
  const rank = (it: Identified): number =>
    isShared(it) ? 0 : it.profile === null ? 3 : it.profile === 'default' ? 1 : 2;
  const [a, b] = [one.profile ?? '', other.profile ?? ''];
  return rank(one) - rank(other) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Listeners of one port that cannot all have it are one. */
function portsOf(identities: readonly Identified[]): Wanted[] {
  let result: Wanted[] = [];
  for (const [index, { members }] of identities.entries()) {
    for (const { listens } of members) {
      if (listens === null) continue;
      const { host, port } = listens;
      const clashes = (one: Wanted): boolean =>
        one.port === port && one.hosts.some((other) => overlaps(other, host));
      const same = result.filter(clashes);
      const joined = {
        port,
        hosts: [...new Set([...same.flatMap(({ hosts }) => hosts), host])],
        identities: [...new Set([...same.flatMap((one) => one.identities), index])].sort((a, b) => a - b),
      };
      result = [...result.filter((one) => !same.includes(one)), joined];
    }
  }
  return result.sort((a, b) => (a.identities[0] ?? 0) - (b.identities[0] ?? 0) || a.port - b.port);
}

export const isShared = ({ profile, members }: Identified): boolean => profile !== null && members.length > 1;

export const isClash = ({ identities }: Wanted): boolean => identities.length > 1;

/** Another profile than it runs; null: the same, or nothing says. */
export const misses = ({ meant, profile }: Member): string | null =>
  meant !== null && profile !== null && meant !== profile ? meant : null;

/** Whether nothing in the definition says which profile it runs. */
export const isUnpinned = ({ kind }: Member): boolean => kind === 'sticky' || kind === 'guarded';

/** The port that the profile's services want; null: none. */
export const portOf = ({ ports }: Fleet, index: number): Wanted | null =>
  ports.find(({ identities }) => identities.includes(index)) ?? null;
