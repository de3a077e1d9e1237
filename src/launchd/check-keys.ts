import type { PlistValue } from '../model/definition.ts';
import type { Location, SyntaxProblem } from '../model/location.ts';
import { type English, tr } from '../texts/tr.ts';
import { type KeyType, LAUNCHD_KEYS } from './keys.ts';

type Dict = Extract<PlistValue, { type: 'dict' }>;

/** launchd makes no job at all where one of these has the wrong type; of any other key it ignores the value. */
const ESSENTIAL = ['Label', 'ProgramArguments'];

/**
 * Judges a job's dictionary by the key table: `fatal` when launchd cannot make a job of it (no Label, nothing to run, an
 * argument that is no string), `dropped` for any other value of a wrong type and for keys launchd.plist(5) has not.
 */
export function checkKeys(job: Dict): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  checkDict(job, LAUNCHD_KEYS, '', problems);
  const value = (key: string): PlistValue | undefined =>
    job.entries.find((entry) => entry.key === key)?.value;
  const fatal = (message: string, location: Location): void => {
    problems.push({ effect: 'fatal', message, location });
  };
  const label = value('Label');
  if (label === undefined) fatal(tr('there is no Label; every job needs one'), job.location);
  else if (label.type === 'string' && label.value === '') fatal(tr('Label is empty'), label.location);

  const args = value('ProgramArguments');
  const program = ['Program', 'BundleProgram'].some((key) => value(key)?.type === 'string');
  if (!program && args === undefined) {
    fatal(tr('there is neither Program nor ProgramArguments: nothing to run'), job.location);
  } else if (!program && args?.type === 'array' && args.items.length === 0) {
    fatal(tr('ProgramArguments is empty and there is no Program: nothing to run'), args.location);
  }
  return problems;
}

const NAMES: Record<PlistValue['type'], English> = {
  string: 'a string',
  integer: 'an integer',
  real: 'a real',
  boolean: 'a boolean',
  date: 'a date',
  data: 'data',
  array: 'an array',
  dict: 'a dictionary',
};

function checkDict(
  dict: Dict,
  keys: Readonly<Record<string, KeyType>>,
  path: string,
  problems: SyntaxProblem[],
): void {
  for (const { key, keyLocation, value } of dict.entries) {
    const type = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (type !== undefined) {
      const found: SyntaxProblem[] = [];
      checkValue(value, type, path + key, found);
      const fatal = path === '' && ESSENTIAL.includes(key);
      problems.push(...(fatal ? found.map((problem) => ({ ...problem, effect: 'fatal' as const })) : found));
      continue;
    }
    const meant = Object.keys(keys).find((known) => known.toLowerCase() === key.toLowerCase());
    const hint = meant === undefined ? '' : tr('; {meant} is meant', { meant });
    problems.push({
      effect: 'dropped',
      message: tr('launchd does not know the key {key}{hint}', { key: path + key, hint }),
      location: keyLocation,
    });
  }
}

function checkValue(value: PlistValue, type: KeyType, path: string, problems: SyntaxProblem[]): void {
  // Of several types the one of the same kind is meant: its details can then be told.
  const meant = alternatives(type).find((one) => kinds(one).includes(value.type));
  if (meant === undefined) {
    const message = isNot(path, tr(NAMES[value.type]), type);
    problems.push({ effect: 'dropped', message, location: value.location });
  } else if (typeof meant === 'string') return;
  else if ('words' in meant && value.type === 'string') {
    if (meant.words.includes(value.value)) return;
    const message = isNot(path, JSON.stringify(value.value.slice(0, 40)), meant);
    problems.push({ effect: 'dropped', message, location: value.location });
  } else if ('array' in meant && value.type === 'array') {
    for (const [index, item] of value.items.entries())
      checkValue(item, meant.array, `${path}[${index}]`, problems);
  } else if ('dict' in meant && value.type === 'dict') {
    for (const entry of value.entries) checkValue(entry.value, meant.dict, `${path}.${entry.key}`, problems);
  } else if ('keys' in meant && value.type === 'dict') {
    checkDict(value, meant.keys, `${path}.`, problems);
  }
}

const alternatives = (type: KeyType): readonly KeyType[] =>
  typeof type === 'object' && 'oneOf' in type ? type.oneOf : [type];

function kinds(type: KeyType): PlistValue['type'][] {
  if (typeof type === 'string') return [type === 'dictionary' ? 'dict' : type];
  if ('words' in type) return ['string'];
  if ('array' in type) return ['array'];
  return ['dict'];
}

const isNot = (path: string, found: string, wanted: KeyType): string =>
  tr('{path} is {found}; it must be {wanted}', { path, found, wanted: describe(wanted) });

const ONE = {
  string: 'a string',
  integer: 'an integer',
  boolean: 'a boolean',
  dictionary: 'a dictionary',
} as const satisfies Record<Extract<KeyType, string>, English>;

const SEVERAL = {
  string: 'strings',
  integer: 'integers',
  boolean: 'booleans',
  dictionary: 'dictionaries',
} as const satisfies Record<Extract<KeyType, string>, English>;

function describe(type: KeyType): string {
  if (typeof type === 'string') return tr(ONE[type]);
  if ('words' in type) return tr('one of {words}', { words: type.words.join(tr(', ')) });
  if ('array' in type) return tr('an array of {items}', { items: several(type.array) });
  if ('dict' in type) return tr('a dictionary of {items}', { items: several(type.dict) });
  if ('keys' in type)
    return tr('a dictionary with the keys {keys}', { keys: Object.keys(type.keys).join(tr(', ')) });
  return type.oneOf.map(describe).join(tr(', or '));
}

function several(type: KeyType): string {
  if (typeof type === 'string') return tr(SEVERAL[type]);
  if ('words' in type) return type.words.join(tr(', '));
  return 'oneOf' in type ? type.oneOf.map(several).join(tr(' or ')) : tr('dictionaries');
}
