import { profileHome } from '../../fleet/profiles.ts';
import type { Endpoint } from '../../model/facts.ts';
import type { Listener, Listeners } from '../../model/gateway.ts';
import type { GivenPort, PortIssue, PortListener, PortUse } from '../../model/port-use.ts';
import type { LedgerEntry } from '../../runtime/ledger.ts';
import { listensOn, readListeners } from '../../runtime/listeners.ts';
import { refuseUnread } from '../../runtime/refuse-unread.ts';
import { lastWritten } from '../../store/store.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { userManagerEnvironment } from '../manager.ts';
import { noSuchProfile } from '../no-profile.ts';
import { supervisedAnswers } from '../status/supervised.ts';
import { surveyFiles } from '../survey.ts';
import { knownPorts, ledgerOf } from './carry-ports.ts';
import { changeLedger, inForce, type KnownPorts, readLedger, reservePorts } from './port-ledger.ts';
import { type ProfilePort, profilePorts } from './profile-ports.ts';
import { toMove } from './to-move.ts';

/** All that is known about the ports of an account. */
interface Ports {
  all: readonly ProfilePort[];
  ledger: readonly LedgerEntry[];
  known: KnownPorts;
}

export async function lookAtPorts(context: Context): Promise<Ports> {
  const { host, state } = context;
  const managerEnvironment = await userManagerEnvironment(context, false);
  const judged = surveyFiles(context, host.files, managerEnvironment);
  const read = readLedger(host.files, state);
  const written = lastWritten(host.files, state);
  const answers = [...((await supervisedAnswers(context))?.values() ?? [])];
  const supervised = new Map(answers.map(({ home, environment }) => [home, environment]));
  const input = { fleet: null, judged, written, managerEnvironment, ledger: read, supervised };
  const all = profilePorts(context, input);
  const known = knownPorts(context, all);
  return { all, ledger: inForce(host.files, read, known.carried), known };
}

/**
 * The ledger, and what profiles have configured, with who listens there now. Changes nothing.
 * @param names only these; none: all
 * @throws Failure (usage) for a profile that is neither there nor in the ledger
 */
export async function listPorts(context: Context, names: readonly string[] = []): Promise<PortUse[]> {
  const ports = await lookAtPorts(context);
  refuseUnknown(context, ports, names);
  return usesOf(ports, await listenersFor(context, ports)).filter(isOneOf(names));
}

/** What is wrong with the settings of a profile, as far as they are about its port. */
export function issueOf({ unreadable, problems }: Endpoint): PortIssue | null {
  if (unreadable) return { message: unreadable.message, at: unreadable.at };
  const none = problems.find(({ kind }) => kind === 'no-port');
  if (!none) return null;
  return {
    message: tr('{name} is {text}, which is not a port (1 to 65535)', {
      name: none.name,
      text: JSON.stringify(none.text),
    }),
    at: none.at,
  };
}

export const isUnread = ({ unreadable }: Endpoint): boolean => unreadable?.kind === 'unread';

/** Gives each of these profiles a port that is its own from now on, whether a service runs it or not. */
export async function allocatePorts(context: Context, names: readonly string[]): Promise<GivenPort[]> {
  const ports = await lookAtPorts(context);
  const wanted = names.map((name) => profileNamed(context, ports, name));
  for (const { own } of wanted) refuseUnread(own.unreadable);
  const rivals = ports.all.filter((one) => one.served || wanted.includes(one));
  const { reserved } = ports.known;
  const moved = toMove(rivals, { reserved, ledger: ports.ledger, nativeRoot: context.nativeRoot });
  const requests = wanted.map((one) => ({
    app: context.app.id,
    profile: one.profile,
    home: one.home,
    host: one.own.host.value,
    configured: one.own.port.value,
    keeps: (one.own.serves || one.own.port.from !== 'default') && !moved.includes(one),
    carried: one.carried,
  }));
  const given = await reservePorts(ledgerOf(context), requests, ports.known, { pending: false });
  return wanted.map(({ profile, home, own, movable }) => {
    const port = given.get(home) ?? 0;
    return { profile, home, port, configured: own.port.value === port, movable, serves: own.serves };
  });
}

/** Takes the entries of these profiles out of the ledger. Those that have none are left out of the answer. */
export async function releasePorts(context: Context, names: readonly string[]): Promise<GivenPort[]> {
  const ports = await lookAtPorts(context);
  const isWanted = ({ profile, app }: LedgerEntry): boolean =>
    app === context.app.id && names.includes(profile);
  refuseUnknown(context, ports, names);
  const released = await changeLedger(ledgerOf(context), ports.known.carried, async (ledger) => ({
    result: ledger.filter(isWanted),
    ledger: ledger.filter((entry) => !isWanted(entry)),
  }));
  return released.map(({ profile, home, port, instead }) => {
    const found = ports.all.find((one) => one.home === home);
    const { movable = false, own } = found ?? {};
    return { profile, home, port, configured: port === instead, movable, serves: own?.serves ?? false };
  });
}

/** One whose home is gone may still have an entry. */
export function refuseUnknown(context: Context, ports: Ports, names: readonly string[]): void {
  const { id } = context.app;
  for (const name of names)
    if (!ports.ledger.some(({ app, profile }) => app === id && profile === name))
      profileNamed(context, ports, name);
}

export const isOneOf =
  (names: readonly string[]) =>
  ({ profile }: { profile: string }): boolean =>
    names.length === 0 || names.includes(profile);

function profileNamed({ root, app }: Context, { all }: Ports, name: string): ProfilePort {
  const found = all.find(({ profile, home }) => profile === name && home === profileHome(root, name, app));
  if (found) return found;
  throw noSuchProfile(
    name,
    all.map(({ profile }) => profile),
    root,
  );
}

export const listenersFor = (context: Context, { all, ledger }: Ports): Promise<Listeners> => {
  const asked = [...all.map(({ now }) => now.port.value), ...ledger.map(({ port }) => port)];
  return readListeners(context.host, { ownersOf: new Set(asked) });
};

export function listenerOf(
  { isOwn }: KnownPorts,
  { all }: Listeners,
  { home, now }: Pick<ProfilePort, 'home' | 'now'>,
): PortListener | null | 'unknown' {
  if (all === null) return 'unknown';
  const found = listensOn(all, { host: now.host.value, port: now.port.value });
  return found && told(found, isOwn(found, home));
}

const told = ({ address, owner }: Listener, own: boolean): PortListener => ({
  address,
  pid: owner?.pid ?? null,
  command: owner?.command ?? null,
  own,
});

function usesOf({ all, ledger, known }: Ports, listeners: Listeners): PortUse[] {
  const entries = new Map(ledger.map((entry) => [entry.home, entry]));
  const uses = all.flatMap((one): PortUse[] => {
    const { profile, home, now } = one;
    const entry = entries.get(home);
    entries.delete(home);
    const problem = issueOf(now);
    if (!entry && !now.serves && now.port.from === 'default' && !isUnread(now)) return [];
    const { serves, host, port } = now;
    return [
      {
        profile,
        home,
        host: host.value,
        port: isUnread(now) ? null : port.value,
        from: port.from,
        at: port.at,
        serves,
        allocated: entry?.port ?? null,
        pending: entry !== undefined && entry.pending !== null,
        listener: isUnread(now) ? 'unknown' : listenerOf(known, listeners, one),
        problem,
      },
    ];
  });
  // Of another root home, or another app.
  const others = [...entries.values()].map(({ profile, home, port, pending }): PortUse => {
    const found = listeners.all?.find((one) => one.port === port) ?? null;
    return {
      profile,
      home,
      host: found?.address ?? '',
      port,
      from: 'ledger',
      at: null,
      serves: false,
      allocated: port,
      pending: pending !== null,
      listener: listeners.all === null ? 'unknown' : found && told(found, known.isOwn(found, home)),
      problem: null,
    };
  });
  return [...uses, ...others].sort((a, b) => (a.port ?? 0) - (b.port ?? 0) || (a.home < b.home ? -1 : 1));
}
