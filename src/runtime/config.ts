import {
  constructFromEvents,
  EVENT_ID,
  type Event,
  parseEvents,
  SCALAR_STYLE,
  YAML11_SCHEMA,
  YAMLException,
} from 'js-yaml';
import type { Location } from '../model/location.ts';

/** One value of a `config.yaml`. */
export interface ConfigValue {
  value: unknown;
  /** As it is written, when it is a scalar of its own; null for collections, and for what an alias or a merge brings. */
  raw: string | null;
  plain: boolean;
  at: Location;
  /** Earlier places of the same key in the same mapping: this reader takes the last, others refuse the file. */
  earlier: readonly Location[];
}

/** A `config.yaml`, as far as it was worth reading. */
export interface Config {
  /** A value by its key path (`gateway.standalone`); null when it is not there. */
  get(path: string): ConfigValue | null;
  /** Why it cannot be read: then the app goes on with its defaults. */
  problem: { message: string; at: Location } | null;
}

export const NO_CONFIG: Config = { get: () => null, problem: null };

/**
 * A `config.yaml` as the app's own loader reads it: YAML 1.1, the last of equal keys wins. Parsed only when it can hold one
 * of the key paths that are `wanted`: most profiles' files say nothing about them, and parsing is what costs.
 */
export function readConfig(bytes: Buffer, path: string, wanted: readonly string[]): Config {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (!wanted.some((one) => one.split('.').every((key) => text.includes(key)))) return NO_CONFIG;
  if (text.replace(/#.*/g, '').trim() === '') return NO_CONFIG;
  try {
    const events = parseEvents(text, { filename: path });
    const options = { source: text, schema: YAML11_SCHEMA, json: true, maxAliases: 1000 };
    const [data, ...others] = constructFromEvents(events, options);
    if (others.length > 0) return broken('more than one document', { path, line: 1, column: 1 });
    const places = placesIn(events, text);
    const locate = (offset: number) => locationOf(text, path, offset);
    return { get: (at) => valueAt(data, at, places, locate), problem: null };
  } catch (error) {
    // Whatever else it throws is about the text, too: too deep to be read, say.
    if (!(error instanceof YAMLException)) return broken(String(error), { path, line: 1, column: 1 });
    const { line = 0, column = 0 } = error.mark ?? {};
    return broken(error.reason, { path, line: line + 1, column: column + 1 });
  }
}

const broken = (message: string, at: Location): Config => ({ get: () => null, problem: { message, at } });

/** Where a key stands, and the scalar that is its value. Offsets; places are asked for few of them. */
interface Place {
  raw: string | null;
  plain: boolean;
  at: number;
  earlier: readonly number[];
}

function valueAt(
  data: unknown,
  path: string,
  places: ReadonlyMap<string, Place>,
  locate: (offset: number) => Location,
): ConfigValue | null {
  let value = data;
  const keys = path.split('.');
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
      return null;
    value = (value as Record<string, unknown>)[key];
  }
  if (value === null || value === undefined) return null;
  const own = places.get(path);
  if (own) return { ...own, value, at: locate(own.at), earlier: own.earlier.map(locate) };
  // It comes from an alias or a merge: its nearest parent is in the file.
  const parent = keys.map((_, count) => places.get(keys.slice(0, count).join('.'))).findLast((one) => one);
  return { value, raw: null, plain: false, at: locate(parent?.at ?? 0), earlier: [] };
}

/** Where the keys of all mappings stand, by key path. Sequences are not entered. */
function placesIn(events: readonly Event[], text: string): Map<string, Place> {
  const places = new Map<string, Place>();
  /** Of each open collection: its key path (null below a sequence), and the key whose value comes next. */
  const open: { prefix: string | null; isMapping: boolean; key: string | null; at: number }[] = [];
  /** The key path of the value that begins here; null when it has none. */
  const next = (raw: string | null, plain: boolean): string | null => {
    const parent = open.at(-1);
    if (!parent) return '';
    if (!parent.isMapping || parent.prefix === null || parent.key === null) return null;
    const full = parent.prefix === '' ? parent.key : `${parent.prefix}.${parent.key}`;
    const before = places.get(full);
    places.set(full, {
      raw,
      plain,
      at: parent.at,
      earlier: before ? [...before.earlier, before.at] : [],
    });
    parent.key = null;
    return full;
  };
  for (const event of events) {
    const parent = open.at(-1);
    const isKey = parent?.isMapping === true && parent.key === null;
    if (event.type === EVENT_ID.POP) open.pop();
    else if (event.type === EVENT_ID.DOCUMENT) open.length = 0;
    else if (event.type === EVENT_ID.SCALAR) {
      const raw = text.slice(event.valueStart, event.valueEnd);
      if (isKey) [parent.key, parent.at] = [raw, event.valueStart];
      else next(raw, event.style === SCALAR_STYLE.PLAIN);
    } else if (event.type === EVENT_ID.ALIAS) {
      if (isKey) parent.key = '';
      else next(null, false);
    } else {
      // A collection as a key has no path of its own.
      const prefix = isKey ? null : next(null, false);
      if (isKey) parent.key = '';
      open.push({ prefix, isMapping: event.type === EVENT_ID.MAPPING, key: null, at: event.start });
    }
  }
  return places;
}

/** Columns count characters. */
function locationOf(text: string, path: string, offset: number): Location {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { path, line: before.split('\n').length, column: [...before.slice(start)].length + 1 };
}
