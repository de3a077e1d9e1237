import { isUtf8 } from 'node:buffer';
import { EVENT_ID, type Event, SCALAR_STYLE } from 'js-yaml';
import type { Location } from '../model/location.ts';
import { tr } from '../texts/tr.ts';
import { asYaml } from './json5.ts';
import { withoutPlainBlocks } from './plain-yaml.ts';
import { notUtf8, readYaml } from './yaml.ts';

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
export function readConfig(given: Buffer, path: string, wanted: readonly string[]): Config {
  const bytes = asYaml(given, path);
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (!wanted.some((one) => one.split('.').every((key) => text.includes(key)))) return NO_CONFIG;
  if (text.replace(/#.*/g, '').trim() === '') return NO_CONFIG;
  const locateWhole = locatorOf(text, path);
  if (!isUtf8(bytes)) return broken(notUtf8(), locateWhole(text.indexOf('\ufffd')));
  const roots = new Set(wanted.map((one) => one.slice(0, `${one}.`.indexOf('.'))));
  const short = withoutPlainBlocks(text, roots);
  const locate = (offset: number) => locateWhole(short.before(offset));
  const read = readYaml(short.text === text ? bytes : Buffer.from(short.text));
  if (read.state === 'broken') return broken(read.message, locate(read.offset));
  const [data, ...others] = read.data;
  if (others.length > 0) return broken(tr('more than one document'), { path, line: 1, column: 1 });
  const places = placesIn(read.events, short.text);
  return { get: (at) => valueAt(data, at, places, locate), problem: null };
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
  const parents = keys.flatMap((_, count) => places.get(keys.slice(0, count).join('.')) ?? []);
  // What stands before it is in an earlier mapping of the same name, whose place this one has taken.
  const begin = Math.max(0, ...parents.map(({ at }) => at));
  if (own && own.at >= begin) {
    const earlier = own.earlier.filter((at) => at >= begin).map(locate);
    return { value, raw: own.raw, plain: own.plain, at: locate(own.at), earlier };
  }
  // It comes from an alias or a merge: its nearest parent is in the file.
  return { value, raw: null, plain: false, at: locate(begin), earlier: [] };
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
export const locationOf = (text: string, path: string, offset: number): Location =>
  locatorOf(text, path)(offset);

/** The same for several offsets of one text, which is looked through once. */
function locatorOf(text: string, path: string): (offset: number) => Location {
  let starts: number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    let line = starts.length;
    while (line > 1 && (starts[line - 1] ?? 0) > offset) line--;
    const before = text.slice(starts[line - 1] ?? 0, offset);
    return { path, line, column: [...before].length + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (text.includes('\r')) {
    for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
    return starts;
  }
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
