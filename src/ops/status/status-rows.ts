import { isDeepStrictEqual } from 'node:util';
import { listProfiles, profileHome } from '../../fleet/profiles.ts';
import type { App } from '../../model/app.ts';
import type { Environment, ManagerName } from '../../model/definition.ts';
import type { Endpoint } from '../../model/facts.ts';
import type { Subject } from '../../model/subject.ts';
import { readEndpoint } from '../../runtime/endpoint.ts';
import { givenBy } from '../../runtime/given.ts';
import { sourcesIn } from '../../runtime/sources.ts';
import type { Context } from '../context.ts';
import { noSuchProfile } from '../no-profile.ts';
import type { SupervisedAnswer } from './supervised.ts';

export interface StatusRequest {
  /** Only these; null: every profile of the fleet and on disk. */
  profiles: readonly string[] | null;
  /** Only what has a definition of this manager or scope; null: whatever there is. */
  manager: ManagerName | null;
  scope: 'user' | 'system' | null;
  /** Whether to ask the host's service manager. */
  live: boolean;
  /** For one answer of a gateway, in milliseconds. They are asked side by side: those that hang cost this much together. */
  timeoutMs: number;
}

/** One line of the result: a profile, and a definition that is for it. */
export interface Row {
  profile: string | null;
  home: string | null;
  subject: Subject | null;
  endpoint: Endpoint | null;
}

/**
 * A row for each definition, and for each profile that has none; `default` first.
 * @param supervised what a supervisor gives its gateways counts before what a definition would
 */
export function rowsOf(
  context: Context,
  request: StatusRequest,
  subjects: readonly Subject[],
  supervised: ReadonlyMap<string, SupervisedAnswer> | null,
): Row[] {
  const { host, app, root, manifest } = context;
  const served = subjects.flatMap((subject) => {
    const { definition, ofApp, meant, identity } = subject;
    // A template has no state; its instances have.
    if (!ofApp || (definition.manager === 'systemd' && definition.template)) return [];
    return [{ profile: meant, root: identity.root ?? root, subject }];
  });
  const known = new Set(served.flatMap((one) => (one.root === root ? [one.profile] : [])));
  const isNarrow = request.scope !== null || request.manager !== null;
  const hasRoot = host.files.kind(root) !== 'absent';
  const homes = listProfiles(host.files, root, app).filter((one) => hasRoot || one !== 'default');
  const onDisk = [...homes, ...(manifest?.profiles.keys() ?? [])];
  const others = [...new Set(isNarrow ? [] : onDisk)].flatMap((profile) =>
    known.has(profile) ? [] : [{ profile, root, subject: null }],
  );
  const rows = [...served, ...others].filter(({ profile }) => isWanted(request, profile));
  refuseUnknown(request, rows, onDisk, root);
  return rows.sort(byProfile).map(({ profile, root, subject }) => {
    const home = profile === null ? null : profileHome(root, profile, app);
    const own = profile === null ? undefined : supervised?.get(profile);
    const environment = own?.environment ?? (subject ? givenBy(app, subject.definition) : NONE);
    return {
      profile,
      home,
      subject,
      endpoint: home === null ? null : endpointOf(context, home, environment),
    };
  });
}

const NONE: Environment = new Map();
/** What was made of a configuration, an `.env` and an environment: as long as they are the same, so is this. */
const known = new WeakMap<
  Buffer,
  { app: App; dotenv: Buffer | null; environment: Environment; endpoint: Endpoint }
>();

function endpointOf({ host, app }: Context, home: string, environment: Environment): Endpoint {
  const [config, dotenv] = [app.home.config, '.env'].map((name) => {
    const found = host.files.read(`${home}/${name}`);
    return found.state === 'there' ? found.bytes : null;
  });
  const before = config ? known.get(config) : undefined;
  if (
    before?.app === app &&
    before.dotenv === dotenv &&
    // A definition that is read again is another object, and mostly says the same.
    (before.environment === environment || isDeepStrictEqual(before.environment, environment))
  )
    return before.endpoint;
  const endpoint = readEndpoint(app, sourcesIn(host.files, app, home, environment, app.endpoint.config));
  if (config) known.set(config, { app, dotenv: dotenv ?? null, environment, endpoint });
  return endpoint;
}

const isWanted = ({ profiles }: StatusRequest, profile: string | null): boolean =>
  profiles === null || (profile !== null && profiles.includes(profile));

function refuseUnknown(
  { profiles }: StatusRequest,
  rows: readonly { profile: string | null }[],
  known: readonly string[],
  root: string,
): void {
  const missing = profiles?.find((name) => rows.every(({ profile }) => profile !== name));
  if (missing !== undefined) throw noSuchProfile(missing, known, root);
}

/** `default` first, then by name; what is for no profile comes last. */
function byProfile(a: { profile: string | null }, b: { profile: string | null }): number {
  const rank = ({ profile }: typeof a): string =>
    profile === null ? '~' : profile === 'default' ? '' : profile;
  return rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0;
}
