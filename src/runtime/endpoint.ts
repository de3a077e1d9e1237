import type { App } from '../model/app.ts';
import type { Environment } from '../model/definition.ts';
import type { Endpoint, PortProblem, Sourced } from '../model/facts.ts';
import type { Location } from '../model/location.ts';
import type { Config } from './config.ts';
import type { Dotenv } from './dotenv.ts';
import { readPortText, readPortValue } from './port.ts';

/** What a gateway reads at its start. */
export interface Sources {
  /** The environment its definition gives it. */
  environment: Environment;
  dotenv: Dotenv;
  config: Config;
}

type Field = keyof App['endpoint']['variables'];

/** A value as it is written, with its name. */
interface Found {
  name: string;
  value: unknown;
  raw: string | null;
  from: Sourced<unknown>['from'];
  at: Location | null;
  earlier: readonly Location[];
}

/**
 * Where the API server of a gateway listens, with the source of every field. Variables (the definition's before those of
 * `.env`) count before the configuration only with a key among them that the app takes; without one they are what is
 * left when the configuration says nothing.
 */
export function readEndpoint(app: App, sources: Sources): Endpoint {
  const { variables, default: otherwise } = app.endpoint;
  const variable = (field: Field): Found | null => readVariable(variables[field], sources);
  const configured = (field: Field): Found | null => readConfigured(app, field, sources.config);
  const [keyVariable, keyConfigured] = [variable('key'), configured('key')];
  const variablesFirst = keyState(app, keyVariable) === 'usable';
  const inOrder = (field: Field): Found[] => {
    const both = [variable(field), configured(field)];
    return (variablesFirst ? both : both.reverse()).filter((one) => one !== null);
  };

  const key = (variablesFirst ? null : keyConfigured) ?? keyVariable;
  const state = keyState(app, key);
  const off = configured('enabled');
  const on = variable('enabled');
  const [enabled = null] = [off && !isOn(off.value) ? off : null, on, off].filter((one) => one !== null);
  const switchedOn = enabled !== null && isOn(enabled.value);
  // `false` counts in the configuration only: a key in a variable starts the server whatever the variable says (#87856).
  const switchedOff = off !== null && !isOn(off.value);

  const ports = inOrder('port').map((found) => ({ found, ...readPort(found) }));
  const port = ports.find((one) => one.port !== null);
  const host = inOrder('host').find(({ value }) => typeof value === 'string' && value.trim() !== '');
  return {
    serves: state === 'usable' && !switchedOff && (variablesFirst || switchedOn),
    host: sourced(host, String(host?.value ?? otherwise.host).trim()),
    port: sourced(port?.found, port?.port ?? otherwise.port),
    key: { state, at: key?.at ?? null },
    enabled: enabled && { ...sourced(enabled, isOn(enabled.value)), name: enabled.name },
    misplaced: misplaced(app, sources.config),
    problems: [...ports.flatMap(({ found }) => problemsOf(found)), ...disagreement(variables.port, sources)],
    unreadable: sources.config.problem,
  };
}

const sourced = <T>(found: Found | undefined, value: T): Sourced<T> => ({
  value,
  from: found?.from ?? 'default',
  at: found?.at ?? null,
});

/** A variable as the app gets it; an empty one counts as none. */
export function readVariable(name: string, { environment, dotenv }: Sources): Found | null {
  const given = environment.get(name);
  if (given?.value) {
    const { value, origin } = given;
    return { name, value, raw: value, from: 'definition', at: origin.location, earlier: [] };
  }
  const read = dotenv.get(name);
  if (!read?.value) return null;
  return { name, value: read.value, raw: read.value, from: 'dotenv', at: read.at, earlier: read.earlier };
}

/** The field at the first key path that has it. `enabled` stands beside `extra`, not in it. */
function readConfigured({ endpoint }: App, field: Field, config: Config): Found | null {
  for (const folder of endpoint.config) {
    const path = `${field === 'enabled' ? folder.replace(/\.extra$/, '') : folder}.${field}`;
    const found = config.get(path);
    if (found) return { name: path, from: 'config', ...found };
  }
  return null;
}

function keyState({ endpoint }: App, key: Found | null): Endpoint['key']['state'] {
  const text = typeof key?.value === 'string' ? key.value.trim() : '';
  if (text === '') return key === null || key.value === '' ? 'none' : 'weak';
  const { minLength, placeholders } = endpoint.key;
  return text.length >= minLength && !placeholders.includes(text.toLowerCase()) ? 'usable' : 'weak';
}

/** What the app takes for yes. */
export const isOn = (value: unknown): boolean =>
  typeof value === 'string' ? /^(true|1|yes|on)$/i.test(value.trim()) : Boolean(value);

const readPort = ({ value, raw, from }: Found) =>
  from === 'config' ? readPortValue(value, raw) : readPortText(String(value));

function problemsOf(found: Found): PortProblem[] {
  const { port, problem } = readPort(found);
  const { name, at } = found;
  const text = found.raw ?? JSON.stringify(found.value);
  const other = found.earlier.at(-1) ?? null;
  const twice: PortProblem[] = other ? [{ kind: 'twice', name, text, port, at, other }] : [];
  return problem === null ? twice : [{ kind: problem, name, text, port, at, other: null }, ...twice];
}

/** The definition and `.env` say two things: which one counts has changed between versions of the app. */
function disagreement(name: string, { environment, dotenv }: Sources): PortProblem[] {
  const given = environment.get(name);
  const read = dotenv.get(name);
  if (!given?.value || !read?.value || given.value === read.value) return [];
  const { port } = readPortText(given.value);
  const at = given.origin.location;
  return [{ kind: 'disagree', name, text: given.value, port, at, other: read.at }];
}

/** Ports that not every version reads, where none stands that every version does. */
function misplaced({ endpoint }: App, config: Config): Endpoint['misplaced'] {
  const [best = '', ...some] = endpoint.config.map((folder) => `${folder}.port`);
  if (config.get(best)) return [];
  const read = (paths: readonly string[], by: 'by some' | 'by none') =>
    paths.flatMap((name) => {
      const found = config.get(name);
      const isText = typeof found?.value === 'number' || typeof found?.value === 'string';
      return found && isText
        ? [{ name, port: found.raw ?? String(found.value), read: by, at: found.at }]
        : [];
    });
  return [...read(some, 'by some'), ...read(endpoint.ignored, 'by none')];
}
