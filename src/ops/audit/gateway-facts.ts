import { profileHome } from '../../fleet/profiles.ts';
import { releaseDate } from '../../fleet/release.ts';
import { stopTimeout } from '../../fleet/stop-timeout.ts';
import type { Files } from '../../host/files.ts';
import type { App } from '../../model/app.ts';
import type { Environment } from '../../model/definition.ts';
import type { GatewayFacts } from '../../model/facts.ts';
import type { Location } from '../../model/location.ts';
import type { Subject } from '../../model/subject.ts';
import { isOn, readEndpoint, readVariable, type Sources } from '../../runtime/endpoint.ts';
import { givenBy } from '../../runtime/given.ts';
import { sourcesIn } from '../../runtime/sources.ts';
import { sha256 } from '../../store/store.ts';

/** What each service finds where it runs, by the id of its definition. Two files are read for each profile. */
export function gatewayFacts(
  given: Files,
  app: App,
  subjects: readonly Subject[],
): Map<string, GatewayFacts> {
  const files = rememberingReads(given);
  const releases = new Map<string, string | null>();
  const wanted = configPaths(app);
  const result = new Map<string, GatewayFacts>();
  for (const { definition, identity } of subjects) {
    const { profile, root } = identity;
    if (profile === null || root === null || !root.startsWith('/')) continue;
    const home = profileHome(root, profile, app);
    const { environment, argv } = definition.resolved;
    const sources = sourcesIn(files, app, home, givenBy(app, definition), wanted);
    const [program = ''] = argv;
    if (!releases.has(program)) releases.set(program, releaseDate(files, app, program));
    result.set(definition.id, {
      home,
      endpoint: readEndpoint(app, sources),
      tokens: readTokens(app, sources),
      multiplexes: multiplexes(app, sources),
      standalone: isStandalone(app, sources),
      stopTimeout: stopTimeout(files, app, home, plain(environment)),
      release: releases.get(program) ?? null,
    });
  }
  return result;
}

/** The key paths for which a config.yaml is worth parsing. */
const configPaths = ({ endpoint, multiplexer }: App): string[] => [
  ...endpoint.config,
  ...endpoint.ignored,
  ...topologyPaths(multiplexer),
];

const topologyPaths = (multiplexer: App['multiplexer']): string[] =>
  multiplexer ? [...multiplexer.config, multiplexer.standalone] : [];

const isStandalone = ({ multiplexer }: App, { config }: Sources): boolean =>
  multiplexer !== undefined && isOn(config.get(multiplexer.standalone)?.value);

/** Shorter ones are placeholders. */
const MIN_TOKEN = 8;

function readTokens({ tokens, endpoint }: App, sources: Sources): GatewayFacts['tokens'] {
  const result = new Map<string, { hash: string; at: Location | null }>();
  for (const name of tokens) {
    const found = readVariable(name, sources);
    const value = String(found?.value ?? '').trim();
    if (!found || value.length < MIN_TOKEN || endpoint.key.placeholders.includes(value.toLowerCase()))
      continue;
    result.set(name, { hash: sha256(Buffer.from(value)), at: found.at });
  }
  return result;
}

/** Whether a profile's gateway serves all profiles, or keeps to itself where another one does. */
export function topologyOf(
  files: Files,
  app: App,
  home: string,
  environment: Environment,
): Pick<GatewayFacts, 'multiplexes' | 'standalone'> {
  const sources = sourcesIn(files, app, home, environment, topologyPaths(app.multiplexer));
  return {
    multiplexes: multiplexes(app, sources),
    standalone: isStandalone(app, sources),
  };
}

/** Whether the profile's gateway is told to serve all profiles; a variable counts before the configuration. */
function multiplexes({ multiplexer }: App, sources: Sources): GatewayFacts['multiplexes'] {
  if (!multiplexer) return null;
  const found =
    readVariable(multiplexer.variable, sources) ??
    multiplexer.config.map((path) => sources.config.get(path)).find((one) => one !== null);
  return found && isOn(found.value) ? { at: found.at } : null;
}

const plain = (environment: Environment): Record<string, string> =>
  Object.fromEntries([...environment].map(([name, { value }]) => [name, value]));

/** Several readers want the same files. */
function rememberingReads(files: Files): Files {
  const known = new Map<string, ReturnType<Files['read']>>();
  return {
    ...files,
    read: (path) => {
      const found = known.get(path) ?? files.read(path);
      known.set(path, found);
      return found;
    },
  };
}
