import type { App } from '../model/app.ts';
import type { Environment } from '../model/definition.ts';
import type { Endpoint, PortProblem, Sourced } from '../model/facts.ts';
import type { Location } from '../model/location.ts';
import { tr } from '../texts/tr.ts';
import type { Config } from './config.ts';
import type { Dotenv } from './dotenv.ts';
import { type PortReading, readPortText, readPortValue } from './port.ts';

/** What a gateway reads at its start. */
export interface Sources {
  /** The environment its definition gives it. */
  environment: Environment;
  dotenv: Dotenv;
  config: Config;
  /** Those of its files that are there and could not be read: what they say is not known. */
  unread?: readonly Unread[];
}

export interface Unread {
  path: string;
  reason: string;
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
  const variable = (field: Field): Found | null => readVariable(variables[field] ?? '', sources);
  const configured = (field: Field): Found | null => readConfigured(app, field, sources);
  const { variablesFirst, found: key, state } = readKey(app, sources);
  const inOrder = (field: Field): Found[] => {
    const both = [variable(field), configured(field)];
    return (variablesFirst ? both : both.reverse()).filter((one) => one !== null);
  };

  const { serves } = app.endpoint;
  const off = configured('enabled');
  const on = variable('enabled');
  const [enabled = null] = [off && !isOn(off.value) ? off : null, on, off].filter((one) => one !== null);
  const switchedOn = enabled !== null && isOn(enabled.value);
  // `false` counts in the configuration only: a key in a variable starts the server whatever the variable says (#87856).
  const switchedOff = off !== null && !isOn(off.value);

  const mayServe =
    serves === 'with key' ? state === 'usable' && (variablesFirst || switchedOn) : serves === 'always';

  const ports = inOrder('port').map((found) => ({ found, ...readPort(found) }));
  const port = ports.find((one) => one.port !== null);
  const host = inOrder('host').find(({ value }) => typeof value === 'string' && value.trim() !== '');
  return {
    serves: mayServe && !switchedOff,
    host: sourced(host, String(host?.value ?? otherwise.host).trim()),
    port: sourced(port?.found, port?.port ?? otherwise.port),
    key: { state, at: key?.at ?? null },
    enabled: enabled && { ...sourced(enabled, isOn(enabled.value)), name: enabled.name },
    misplaced: misplaced(app, sources.config),
    problems: [
      ...ports.flatMap(({ found }) => problemsOf(found)),
      ...disagreement(variables.port, sources),
      ...mappingsTwice(app, sources.config),
    ],
    unreadable: unreadableOf(sources),
  };
}

/** What of the settings makes no sense, or could not be read. */
export function unreadableOf({ config, unread = [] }: Sources): Endpoint['unreadable'] {
  const [first] = unread;
  if (first) {
    const at = { path: first.path, line: 1, column: 1 };
    return {
      kind: 'unread',
      message: tr('cannot read {path}: {reason}', { path: first.path, reason: first.reason }),
      at,
    };
  }
  return config.problem && { kind: 'broken', ...config.problem };
}

/** The key that counts, and whether the variables are what counts, because a usable one is among them. */
export function readKey(
  app: App,
  sources: Sources,
): { found: Found | null; state: Endpoint['key']['state']; variablesFirst: boolean } {
  const variable = readVariable(app.endpoint.variables.key ?? '', sources);
  // Where no key is asked for, nothing but their order says which counts.
  const variablesFirst = app.endpoint.serves !== 'with key' || keyState(app, variable) === 'usable';
  const found = (variablesFirst ? null : readConfigured(app, 'key', sources)) ?? variable;
  return { found, state: keyState(app, found), variablesFirst };
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
function readConfigured({ endpoint }: App, field: Field, sources: Sources): Found | null {
  for (const folder of endpoint.config) {
    const path = `${field === 'enabled' ? folder.replace(/\.extra$/, '') : folder}.${field}`;
    const found = sources.config.get(path);
    if (found) return { name: path, from: 'config', ...found, value: expanded(found.value, sources) };
  }
  return null;
}

/** Newer versions of the app look up `${NAME}` and `${env:NAME}`; what is not set stays as it is written. */
const expanded = (value: unknown, sources: Sources): unknown =>
  typeof value === 'string'
    ? value.replace(REFERENCE, (all, name: string) => String(readVariable(name, sources)?.value ?? all))
    : value;

const REFERENCE = /\$\{(?:env:)?([^}]{1,200})\}/g;

function keyState({ endpoint }: App, key: Found | null): Endpoint['key']['state'] {
  const text = typeof key?.value === 'string' ? key.value.trim() : '';
  if (text === '') return key === null || key.value === '' ? 'none' : 'weak';
  const { minLength, placeholders } = endpoint.key;
  // What is left of a reference to nothing is known to everybody.
  if (text.includes('${')) return 'weak';
  return text.length >= minLength && !placeholders.includes(text.toLowerCase()) ? 'usable' : 'weak';
}

/** What the app takes for yes. */
export const isOn = (value: unknown): boolean =>
  typeof value === 'string' ? /^(true|1|yes|on)$/i.test(value.trim()) : Boolean(value);

function readPort({ value, raw, from }: Found): PortReading {
  if (from !== 'config') return readPortText(String(value));
  const read = readPortValue(value, raw);
  const isReference = read.port !== null && raw?.includes('${') === true;
  return isReference ? { ...read, problem: 'read-differently' } : read;
}

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

/** Two mappings of one name: the second takes the place of the first, and what that says is lost (hermes-studio #628). */
function mappingsTwice({ endpoint }: App, config: Config): PortProblem[] {
  const [best = ''] = endpoint.config;
  const keys = best.split('.');
  for (const count of keys.keys()) {
    const name = keys.slice(0, count + 1).join('.');
    const found = config.get(name);
    const other = found?.earlier.at(-1);
    if (found && other) return [{ kind: 'mapping-twice', name, text: '', port: null, at: found.at, other }];
  }
  return [];
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
