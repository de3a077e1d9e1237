import { listProfiles, profileHome } from '../../fleet/profiles.ts';
import type { Fleet } from '../../fleet/services.ts';
import type { App } from '../../model/app.ts';
import type { Environment, EnvironmentValue } from '../../model/definition.ts';
import type { Endpoint } from '../../model/facts.ts';
import type { Service } from '../../model/service.ts';
import { readEndpoint, type Sources } from '../../runtime/endpoint.ts';
import { givenBy } from '../../runtime/given.ts';
import type { LedgerEntry } from '../../runtime/ledger.ts';
import { readPortText } from '../../runtime/port.ts';
import { sourcesIn } from '../../runtime/sources.ts';
import type { Context } from '../context.ts';
import type { Judged } from '../judge.ts';
import { whose } from '../proposal.ts';

/** Where the API server of one profile listens, and what unitpin has to do with it. */
export interface ProfilePort {
  profile: string;
  home: string;
  /** The definition that runs it; null when there is none. */
  definition: Judged['definition'] | null;
  /** Whether something runs it: a definition, or a supervisor. */
  served: boolean;
  /** By its own settings: without the port that unitpin has put into its definition. */
  own: Endpoint;
  /** As its definition stands. */
  now: Endpoint;
  /** The port that unitpin has put into its definition; null when it has put none there. */
  carried: number | null;
  /**
   * Whether a port in its definition is the one it would listen on, in every version of the app. Not where its `.env` says
   * one, which most versions let win (#19201), nor where a key in config.yaml makes that file's port count first.
   */
  movable: boolean;
}

export interface ProfilePortsInput {
  /** What is to run; its variables count before those of the definitions. Null when only what is there matters. */
  fleet: Fleet | null;
  judged: readonly Judged[];
  /** What was last written, by path: sha256. */
  written: ReadonlyMap<string, string>;
  /** What services inherit. */
  managerEnvironment: Environment;
  ledger: readonly LedgerEntry[];
  /** What a supervisor that runs gives its gateways, by home. */
  supervised?: ReadonlyMap<string, Environment>;
}

/** Every profile of the root home, and those of other root homes that a definition runs. */
export function profilePorts(context: Context, input: ProfilePortsInput): ProfilePort[] {
  const { host, app, root } = context;
  const running = new Map<string, Judged>();
  for (const one of input.judged) {
    const home = homeOf(one, app, root);
    if (home !== null && !running.has(home)) running.set(home, one);
  }
  const services = new Map(input.fleet?.services.map((service) => [service.home, service]));
  const profiles = new Map<string, string>();
  for (const profile of listProfiles(host.files, root, app))
    profiles.set(profileHome(root, profile, app), profile);
  for (const [home, { meant }] of running) if (meant !== null) profiles.set(home, meant);
  const entries = new Map(input.ledger.map((entry) => [entry.home, entry]));
  return [...profiles].map(([home, profile]) =>
    portOf(context, input, {
      profile,
      home,
      judged: running.get(home) ?? null,
      service: services.get(home) ?? null,
      entry: entries.get(home) ?? null,
    }),
  );
}

/** The home of the profile that a definition is meant for. */
function homeOf({ identity, meant }: Judged, app: App, root: string): string | null {
  const base = identity.root ?? root;
  return meant === null || !base.startsWith('/') ? null : profileHome(base, meant, app);
}

interface One {
  profile: string;
  home: string;
  judged: Judged | null;
  service: Service | null;
  entry: LedgerEntry | null;
}

function portOf(context: Context, input: ProfilePortsInput, one: One): ProfilePort {
  const { host, app, manager } = context;
  const { profile, home, judged, service, entry } = one;
  const variable = app.endpoint.variables.port;
  const inherited: Environment = manager === 'systemd' ? input.managerEnvironment : new Map();
  const supervised = input.supervised?.get(home);
  const there = supervised ?? (judged ? givenBy(app, judged.definition) : inherited);
  const isByFlag = !supervised && judged !== null && there !== judged.definition.resolved.environment;
  const given = { ...service?.environment };
  const carried = isByFlag || variable in given ? null : carriedPort(there.get(variable));
  const without = new Map([...there].filter(([name]) => carried === null || name !== variable));
  for (const [name, value] of Object.entries(given)) if (name !== 'PATH') without.set(name, ours(value));

  const wanted = [...app.endpoint.config, ...app.endpoint.ignored];
  const sources = sourcesIn(host.files, app, home, without, wanted);
  const own = readEndpoint(app, sources);
  const served = judged !== null || supervised !== undefined;
  const now = served ? readEndpoint(app, { ...sources, environment: there }) : own;
  // What is in a file that nobody could read may be a port, too.
  const isKnown = own.unreadable?.kind !== 'unread';
  const movable = isKnown && !isByFlag && !(variable in given) && takesVariable(app, sources, own);
  return { profile, home, definition: judged?.definition ?? null, served, own, now, carried, movable };

  /** What is in a file of ours, or in the ledger, is no wish of the user. */
  function carriedPort(value: EnvironmentValue | undefined): number | null {
    if (supervised) return entry !== null && value?.value === String(entry.port) ? entry.port : null;
    if (value?.origin.kind !== 'definition') return null;
    const { path } = value.origin.location;
    const found = input.written.has(path) ? host.files.read(path) : null;
    const bytes = found?.state === 'there' ? found.bytes : null;
    const isOurs = entry !== null && value.value === String(entry.port);
    return isOurs || whose(input.written, path, bytes) === 'ours' ? readPortText(value.value).port : null;
  }
}

const ours = (value: string): EnvironmentValue => ({
  value,
  origin: { kind: 'definition', location: { path: 'unitpin.yaml', line: 1, column: 1 } },
});

function takesVariable(app: App, sources: Sources, own: Endpoint): boolean {
  const other = own.port.value === 1 ? 2 : 1;
  const environment = new Map([
    ...sources.environment,
    [app.endpoint.variables.port, ours(String(other))] as const,
  ]);
  const { port, problems } = readEndpoint(app, { ...sources, environment });
  return port.value === other && !problems.some(({ kind }) => kind === 'disagree');
}
