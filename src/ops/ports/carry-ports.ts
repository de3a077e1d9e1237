import { profileHome } from '../../fleet/profiles.ts';
import type { Fleet } from '../../fleet/services.ts';
import { type Change, WRITES } from '../../model/change.ts';
import type { Environment } from '../../model/definition.ts';
import type { Listener } from '../../model/gateway.ts';
import type { Service } from '../../model/service.ts';
import type { LedgerEntry } from '../../runtime/ledger.ts';
import { refuseUnread } from '../../runtime/refuse-unread.ts';
import { lookAt } from '../../runtime/running.ts';
import type { Context } from '../context.ts';
import type { Judged } from '../judge.ts';
import { storeOf } from '../publish.ts';
import {
  changeLedger,
  foreseePorts,
  inForce,
  type KnownPorts,
  type LedgerPlace,
  type PortRequest,
  readLedger,
  reservePorts,
} from './port-ledger.ts';
import { type ProfilePort, profilePorts } from './profile-ports.ts';
import { toMove } from './to-move.ts';

export interface CarryOptions {
  written: ReadonlyMap<string, string>;
  managerEnvironment: Environment;
  /** Whether the ports are reserved, with the ledger and this machine's listeners; else files alone decide. */
  reserve: boolean;
}

export interface CarriedPorts {
  /** The fleet, each service with the port that its definition is to carry. */
  fleet: Fleet;
  /** To be called at the end, whatever happened: what definitions carry by then stays, the rest is given back. */
  settle(changes: readonly Change[]): Promise<void>;
}

/**
 * Gives a port to each service of the fleet whose own one another profile has, or something beside the gateways. A profile
 * without an API server gets none; one whose port nobody else has keeps it, and nothing is written for it.
 */
export async function carryPorts(
  context: Context,
  fleet: Fleet,
  judged: readonly Judged[],
  options: CarryOptions,
): Promise<CarriedPorts> {
  const { host, app } = context;
  const place = ledgerOf(context);
  const inFleet = new Set(fleet.services.map(({ home }) => home));
  const look = (ledger: readonly LedgerEntry[]): ProfilePort[] =>
    profilePorts(context, { ...options, fleet, judged, ledger });
  const first = look([]);
  // Where nothing serves, the ledger is nobody's business, broken or not.
  const isUnread = ({ own }: ProfilePort): boolean => own.unreadable?.kind === 'unread';
  if (!first.some((one) => inFleet.has(one.home) && (one.own.serves || isUnread(one))))
    return { fleet, settle: async () => {} };

  const read = readLedger(host.files, place.folder);
  const all = read.length === 0 ? first : look(read);
  const carried = carriedBy(all);
  const ledger = inForce(host.files, read, carried);
  // A port that it was given would be taken away from it, because nobody could look whether it still counts.
  const given = new Set([...carried.keys(), ...ledger.map(({ home }) => home)]);
  for (const { home, own } of all) if (inFleet.has(home) && given.has(home)) refuseUnread(own.unreadable);
  const known = knownPorts(context, all);
  const moves = toMove(
    all.filter(({ home, definition }) => inFleet.has(home) || definition !== null),
    {
      reserved: known.reserved,
      ledger,
      nativeRoot: context.nativeRoot,
    },
  ).filter(({ home }) => inFleet.has(home));
  const requests = moves.map(
    (one): PortRequest => ({
      app: app.id,
      profile: one.profile,
      home: one.home,
      host: one.own.host.value,
      configured: one.own.port.value,
      keeps: false,
      carried: one.carried,
    }),
  );
  const chosen = !options.reserve
    ? await foreseePorts(place, requests, known)
    : requests.length > 0
      ? await reservePorts(place, requests, known, { pending: true })
      : new Map<string, number>();
  const variable = app.endpoint.variables.port;
  const says = new Map(all.map(({ home, own }) => [home, own.port.value]));
  /** Given instead of a port that the settings do not say any more. */
  const isOver = ({ home, instead }: LedgerEntry): boolean =>
    inFleet.has(home) && !chosen.has(home) && says.get(home) !== instead;
  return {
    fleet: withPorts(fleet, variable, chosen),
    async settle(changes) {
      if (!options.reserve || (chosen.size === 0 && !ledger.some(isOver))) return;
      const self = JSON.stringify(host.processes.own());
      const kept = new Set(
        changes.flatMap((one) => (carries(context, one, variable, chosen) ? [one.service.home] : [])),
      );
      await changeLedger(place, carried, async (entries) => ({
        result: undefined,
        ledger: entries.flatMap((entry) => {
          if (isOver(entry)) return [];
          if (chosen.has(entry.home) && kept.has(entry.home)) return [{ ...entry, pending: null }];
          return JSON.stringify(entry.pending) === self ? [] : [entry];
        }),
      }));
    },
  };
}

/** Where the ledger of a context is, and whose its files are. */
export function ledgerOf(context: Context): LedgerPlace {
  const { folder, owner } = storeOf(context);
  return { host: context.host, folder, owner };
}

const carriedBy = (all: readonly ProfilePort[]): Map<string, number> =>
  new Map(all.flatMap(({ home, carried }) => (carried === null ? [] : [[home, carried] as const])));

/** Ports that no profile is given: those of the app's neighbours, and what unitpin.yaml reserves. */
export const reservedPorts = ({ app, manifest }: Context): Set<number> =>
  new Set([...app.endpoint.neighbours.map(({ port }) => port), ...(manifest?.reservedPorts ?? [])]);

/** What profiles say about ports, and who listens. */
export function knownPorts(context: Context, all: readonly ProfilePort[]): KnownPorts {
  const { host, app, account } = context;
  const said = new Map<number, Set<string>>();
  for (const { home, own, now } of all) {
    for (const { serves, port } of [own, now]) {
      if (!serves && port.from === 'default') continue;
      said.set(port.value, (said.get(port.value) ?? new Set()).add(home));
    }
  }
  const isOwn = ({ owner }: Listener, home: string): boolean => {
    const identity = owner && lookAt(host, app, account.home, owner.pid)?.identity;
    if (!identity || identity.root === null || identity.profile === null) return false;
    return profileHome(identity.root, identity.profile, app) === home;
  };
  return {
    reserved: reservedPorts(context),
    derived: app.endpoint.derived,
    said,
    carried: carriedBy(all),
    isOwn,
  };
}

function withPorts(fleet: Fleet, variable: string, ports: ReadonlyMap<string, number>): Fleet {
  if (ports.size === 0) return fleet;
  const add = (service: Service): Service => {
    const port = ports.get(service.home);
    if (port === undefined) return service;
    return { ...service, environment: { ...service.environment, [variable]: String(port) } };
  };
  return { ...fleet, services: fleet.services.map(add), levels: fleet.levels.map((level) => level.map(add)) };
}

/** Whether the definition on disk carries the port that it was given. */
function carries(
  { host: { files } }: Context,
  { kind, path, after, definition, service }: Change,
  variable: string,
  ports: ReadonlyMap<string, number>,
): boolean {
  const port = ports.get(service.home);
  if (port === undefined) return false;
  if (WRITES.has(kind) && after !== null) {
    const found = files.read(path);
    return found.state === 'there' && found.bytes.equals(after);
  }
  return definition?.resolved.environment.get(variable)?.value === String(port);
}
