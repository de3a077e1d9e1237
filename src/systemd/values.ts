import { memo } from '../model/memo.ts';
import { isBlank } from './encoding.ts';
import { keysOf } from './keys.ts';
import { simplifyPath } from './paths.ts';
import type { Expand, Expansion } from './specifiers.ts';
import { parseStatus, parseUnsigned, signalName } from './status.ts';
import { parseTimeSpan } from './time-span.ts';
import { parseUnitName } from './unit-name.ts';

type Grammar = (text: string, expand: Expand) => boolean;

/**
 * The first version of systemd that takes a value for a key of this type: 0 for all that are in use, Infinity for none
 * that is known. Grammars are those of 252, but for words marked `@version`. An empty value resets, or is ignored with
 * nothing lost: it is never judged.
 */
export function takenSince(type: string, value: string, expand: Expand): number {
  if (value === '' || type === 'any') return 0;
  return value.includes('%') ? firstTaken(type, value, expand) : takenPlain(type)(value);
}

/** Without specifiers the value alone decides. */
const takenPlain = memo((type) => memo((value) => firstTaken(type, value, asWritten)));
const asWritten: Expand = (text) => ({ ok: true, text, open: [] });

function firstTaken(type: string, value: string, expand: Expand): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { word, since } of alternativesOf(type))
    if (since < first && matches(word, value, expand)) first = since;
  return first;
}

const alternativesOf = memo((type) =>
  type.split('|').map((alternative) => {
    const [word = '', since = '0'] = alternative.split('@');
    return { word, since: Number(since) };
  }),
);

/** Keys of [Service] a bad value of which costs the whole unit. */
const FATAL = new Set(['DynamicUser', 'RootDirectory', 'RootImage', 'RootVerity', 'WorkingDirectory']);

/** Whether systemd refuses the unit for this value. */
export const isFatalValue = (key: string, value: string, expand: Expand): boolean =>
  FATAL.has(key) &&
  !(key === 'WorkingDirectory' && value.startsWith('-')) &&
  takenSince(keysOf('Service')?.get(key)?.type ?? 'any', value, expand) > 0;

function matches(word: string, value: string, expand: Expand): boolean {
  const grammar = GRAMMARS.get(word);
  if (grammar) return grammar(value, expand);
  const [, low, high] = /^(-?\d+)\.\.(-?\d+)$/.exec(word) ?? [];
  if (low === undefined) return value === word;
  const number = parseInteger(value);
  return number !== null && number >= Number(low) && number <= Number(high);
}

function parseInteger(text: string): number | null {
  const number = parseUnsigned(text.replace(/^-/, ''));
  return number !== null && text.startsWith('-') ? -number : number;
}

const MAX_UNSIGNED = 2 ** 32 - 1;
const MAX_64 = 2 ** 64;

const isCount: Grammar = (text) => (parseUnsigned(text) ?? Number.NaN) <= MAX_UNSIGNED;
const isTime: Grammar = (text) => parseTimeSpan(text) !== null;

function isNanoseconds(text: string): boolean {
  const seconds = parseTimeSpan(text.replace(/(\d\s*)ns(ec)?(?![a-z])/g, '$1us'));
  return seconds === Number.POSITIVE_INFINITY || (seconds ?? MAX_64) < MAX_64 / 1e9;
}

/** `1G`, `1.5G`, `1024M5K`: from large to small, to the base 1024 (`parse_size()`). Null when it is none. */
function parseSize(text: string): number | null {
  if (text === '') return null;
  let rest = text;
  let total = 0;
  for (let after = -1; rest !== ''; ) {
    const [all, number, unit = ''] = /^[ \t]*\+?(\d+(?:\.\d*)?)[ \t]*([EPTGMKB]?)/.exec(rest) ?? [];
    const rank = unit === '' ? UNITS.length : UNITS.indexOf(unit);
    if (all === undefined || rank <= after) return null;
    total += Number(number) * 1024 ** Math.max(0, UNITS.length - 1 - rank);
    after = rank;
    rest = rest.slice(all.length);
  }
  return total < MAX_64 ? total : null;
}

const UNITS = 'EPTGMKB';

/** `12%`, `12.5%`, `12.25%`; null when it is none. */
function parsePercent(text: string): number | null {
  return /^\+?\d+(\.\d{1,2})?%$/.test(text) ? Number(text.slice(0, -1)) : null;
}

/** The largest that CPUQuota= takes: a hundredth of a percent is its unit. */
const MAX_QUOTA = (2 ** 31 - 1) / 100;

const memoryFrom =
  (least: number): Grammar =>
  (text) => {
    const amount = text === 'infinity' ? 1 : (parsePercent(text) ?? parseSize(text));
    return amount !== null && amount >= least && !(text.endsWith('%') && amount > 100);
  };

function isTasks(text: string): boolean {
  const percent = parsePercent(text);
  if (percent !== null) return percent <= 100;
  const number = parseUnsigned(text);
  return text === 'infinity' || (number !== null && number > 0 && number < MAX_64);
}

/** `soft:hard` or one for both; the soft one must not be above the hard one. */
const limitOf =
  (parse: (text: string) => number | null): Grammar =>
  (text) => {
    const [soft = null, hard = soft, ...more] = text.split(':').map(parse);
    return more.length === 0 && soft !== null && hard !== null && soft <= hard;
  };

const orInfinity =
  (parse: (text: string) => number | null): ((text: string) => number | null) =>
  (text) =>
    text === 'infinity' ? Number.POSITIVE_INFINITY : parse(text);

const parseAmount = (text: string): number | null => {
  const number = parseUnsigned(text);
  return number !== null && number < MAX_64 ? number : null;
};

/** A nice level with its sign, or the raw limit, which counts the other way round. */
function parseNice(text: string): number | null {
  const number = parseUnsigned(text.replace(/^[+-]/, ''));
  if (number === null) return null;
  if (text.startsWith('-')) return number <= 20 ? 20 + number : null;
  if (text.startsWith('+')) return number <= 19 ? 20 - number : null;
  return number <= 40 ? number : null;
}

/** An absolute path without `..`, once specifiers are resolved; what cannot be resolved may be one. */
const isPath: Grammar = (text, expand) => {
  const result = expand(text);
  if (!result.ok) return false;
  if (!result.text.startsWith('/') && !(result.open.length > 0 && text.startsWith('%'))) return false;
  return !/(?:^|\/)\.\.(?:\/|$)/.test(result.text);
};

const isEmpty = (result: Expansion): boolean => result.ok && result.text === '';

/** Each of the words fits. What is quoted or escaped is not judged. */
const each =
  (grammar: Grammar): Grammar =>
  (text, expand) =>
    /["'\\]/.test(text) || text.split(/[ \t\r\n]+/).every((word) => grammar(word, expand));

/** The type of the unit that a name names; null when it is no unit name. What cannot be resolved may be one. */
function unitType(text: string, expand: Expand): string | null {
  const result = expand(text);
  if (!result.ok) return null;
  if (result.open.length > 0) return 'any';
  const name = parseUnitName(result.text);
  // A slice stands for its place in the tree, and has no instances.
  return name && !(name.type === 'slice' && result.text.includes('@')) ? name.type : null;
}

const isSlice: Grammar = (text, expand) => {
  const type = unitType(text, expand);
  return type === 'any' || type === 'slice';
};

/** A name below the folder that the setting stands for, with or without a link `name:link` to it. */
const isFolder: Grammar = (text, expand) =>
  text !== ':' &&
  text.split(':').every((part) => {
    const result = expand(part);
    if (!result.ok) return false;
    if (part === '') return true;
    if (result.open.length > 0) return !result.text.startsWith('/');
    const parts = result.text.split('/').filter((one) => one !== '');
    const plain = simplifyPath(result.text);
    return plain !== '' && !plain.startsWith('/') && !parts.includes('..') && parts[0] !== 'private';
  });

/** Words, or what a prefix is for: a path, or the name of a file descriptor. */
const stream =
  (words: string, paths: string): Grammar =>
  (text, expand) => {
    const colon = text.indexOf(':');
    if (colon < 0) return words.split(' ').includes(text);
    const prefix = text.slice(0, colon);
    return prefix === 'fd' || (paths.split(' ').includes(prefix) && isPath(text.slice(colon + 1), expand));
  };

const isUrl: Grammar = (text, expand) => {
  const result = expand(text);
  return result.ok && (result.text === '' || /^(https?:\/\/|file:\/|info:|man:)./.test(result.text));
};

const isBusName: Grammar = (text, expand) => {
  const result = expand(text);
  if (!result.ok) return false;
  return result.open.length > 0 || BUS_NAME.test(result.text);
};

const BUS_NAME = /^(:[\w-]+(\.[\w-]+)+|[A-Za-z_-][\w-]*(\.[A-Za-z_-][\w-]*)+)$/;

const stripped = (text: string, prefix: RegExp): string => {
  const rest = text.replace(prefix, '');
  let start = 0;
  while (isBlank(rest.charCodeAt(start))) start++;
  return rest.slice(start);
};

/** A word in a type that is none of these stands for itself; `a..b` is a whole number in that range. */
const GRAMMARS = new Map<string, Grammar>([
  ['boolean', (text) => /^(1|yes|y|true|t|on|0|no|n|false|f|off)$/i.test(text)],
  ['text', (text, expand) => expand(text).ok],
  ['count', isCount],
  ['time', isTime],
  ['nanoseconds', isNanoseconds],
  ['mode', (text) => /^0*[0-7]{1,4}$/.test(text)],
  ['percent', (text) => (parsePercent(text) ?? 0) > 0 && (parsePercent(text) ?? 0) <= MAX_QUOTA],
  ['memory', memoryFrom(0.01)],
  ['memory-or-none', memoryFrom(0)],
  ['tasks', isTasks],
  ['limit', limitOf(orInfinity(parseAmount))],
  ['size-limit', limitOf(orInfinity(parseSize))],
  ['time-limit', limitOf(parseTimeSpan)],
  ['nice-limit', limitOf(parseNice)],
  // 32 and 33 have no names.
  ['signal', (text) => signalName(text) !== null || /^3[23]$/.test(text)],
  ['statuses', each((word) => parseStatus(word) !== null)],
  // The reader of these takes an empty path, which specifiers can come to, as none.
  ['path', (text, expand) => isPath(text, expand) || isEmpty(expand(text))],
  ['paths', each(isPath)],
  ['access-paths', each((word, expand) => isPath(word.replace(/^-?\+?/, ''), expand))],
  ['search-path', (text, expand) => text.split(':').every((path) => isPath(path, expand))],
  ['condition-path', (text, expand) => isPath(stripped(text, /^\|?!?/), expand)],
  ['working-directory', (text, expand) => /^-?~$/.test(text) || isPath(text.replace(/^-/, ''), expand)],
  ['folders', each(isFolder)],
  ['unlinked-folders', each((word, expand) => isFolder(word, expand) && !/^[^:]+:[^:]/.test(word))],
  ['units', each((word, expand) => unitType(word, expand) !== null)],
  ['slice', isSlice],
  ['urls', each(isUrl)],
  ['bus-name', isBusName],
  ['input', stream('null tty tty-force tty-fail socket fd data', 'file')],
  [
    'output',
    stream(
      'inherit null tty journal kmsg journal+console kmsg+console socket fd syslog syslog+console',
      'file append truncate',
    ),
  ],
]);
