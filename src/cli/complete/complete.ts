import { tr } from '../../texts/tr.ts';
import type { Declared } from '../declare/declare.ts';
import { commands } from '../declare/index.ts';
import { type Parameter, takes } from '../declare/read.ts';

/** A word that could stand there, and what it is. */
export interface Candidate {
  word: string;
  about: string;
}

/** What could stand where the cursor is. Files and folders are the shell's own business. */
export type Completion = readonly Candidate[] | 'files' | 'folders';

/** Names that only the host knows. They are asked for when they are wanted. */
export interface Names {
  profiles(): Promise<readonly Candidate[]>;
  /** Units and labels, by file name. */
  definitions(): Promise<readonly Candidate[]>;
  receipts(): Promise<readonly Candidate[]>;
  rules(): Promise<readonly Candidate[]>;
  apps(): readonly Candidate[];
}

/** What the values of options and positionals are, by their names; `command name` goes before `name`. */
const VALUES: Readonly<Record<string, keyof Names | 'services' | 'files' | 'folders'>> = {
  profile: 'profiles',
  'ports names': 'profiles',
  names: 'services',
  name: 'services',
  only: 'rules',
  skip: 'rules',
  rule: 'rules',
  id: 'receipts',
  app: 'apps',
  home: 'folders',
  root: 'folders',
  out: 'folders',
  paths: 'files',
  plan: 'files',
  config: 'files',
  'plan-out': 'files',
};

/** What could stand in the place of the last of these words, which may be empty; the program itself is not among them. */
export async function complete(words: readonly string[], names: Names): Promise<Completion> {
  const current = words.at(-1) ?? '';
  const { command, wanted, given, positional, ended } = read(words.slice(0, -1));
  const { options, positionals } = takes(command);
  if (wanted !== null)
    return startingWith(current, await valuesOf(wanted, options.get(wanted), command, names, current));
  const [, option, value] = /^--([^=]+)=(.*)$/s.exec(current) ?? [];
  if (option !== undefined && value !== undefined && !ended) {
    const values = await valuesOf(option, options.get(option), command, names, value);
    if (typeof values === 'string') return values;
    return startingWith(
      current,
      values.map((one) => ({ ...one, word: `--${option}=${one.word}` })),
    );
  }
  if (current.startsWith('-') && !ended) return startingWith(current, flags(options, given));
  if (command === null)
    return startingWith(
      current,
      commands.map(({ name, describe }) => ({ word: name, about: tr(describe) })),
    );
  const all = [...positionals];
  // The last one may be a list.
  const [name, parameter] = all[positional] ?? (all.at(-1)?.[1].array ? all.at(-1) : undefined) ?? [];
  if (name === undefined) return startingWith(current, flags(options, given));
  return startingWith(current, await valuesOf(name, parameter, command, names, current));
}

const startingWith = (start: string, found: Completion): Completion =>
  typeof found === 'string' ? found : found.filter(({ word }) => word.startsWith(start));

interface Before {
  command: Declared | null;
  /** The option whose value comes next. */
  wanted: string | null;
  given: ReadonlySet<string>;
  /** How many positionals there are already. */
  positional: number;
  /** `--` stands there: no options any more. */
  ended: boolean;
}

/** The words before the one that is completed. */
function read(words: readonly string[]): Before {
  let command: Declared | null = null;
  let wanted: string | null = null;
  let positional = 0;
  let ended = false;
  const given = new Set<string>();
  for (const word of words) {
    if (wanted !== null) wanted = null;
    else if (word === '--' && !ended) ended = true;
    else if (word.startsWith('--') && !ended) {
      const name = word.slice(2).replace(/=.*$/s, '');
      given.add(name);
      const option = takes(command).options.get(name);
      if (option && hasValue(name, option) && !word.includes('=')) wanted = name;
    } else if (word.startsWith('-') && word !== '-' && !ended) continue;
    else if (command === null) command = commands.find(({ name }) => name === word) ?? null;
    else positional += 1;
  }
  return { command, wanted, given, positional, ended };
}

/** `--fix` alone is one, too: its value stands behind `=`. */
const hasValue = (name: string, { type }: Parameter): boolean => type !== 'boolean' && name !== 'fix';

function flags(options: ReadonlyMap<string, Parameter>, given: ReadonlySet<string>): Candidate[] {
  return [...options].flatMap(([name, { type, default: usual, array, describe = '' }]) => {
    const word = type === 'boolean' && usual === true ? `no-${name}` : name;
    return given.has(word) && !array ? [] : [{ word: `--${word}`, about: String(describe) }];
  });
}

async function valuesOf(
  name: string,
  parameter: Parameter | undefined,
  command: Declared | null,
  names: Names,
  current: string,
): Promise<Completion> {
  if (parameter?.choices) return parameter.choices.map((choice) => ({ word: String(choice), about: '' }));
  const kind = VALUES[`${command?.name} ${name}`] ?? VALUES[name];
  if (kind === undefined) return [];
  if (kind === 'files' || kind === 'folders') return kind;
  // An app may be named by the path of its file as well.
  if (kind === 'apps' && !names.apps().some(({ word }) => word.startsWith(current))) return 'files';
  return kind === 'services'
    ? [...(await names.profiles()), ...(await names.definitions())]
    : await names[kind]();
}
