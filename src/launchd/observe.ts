import { basename, join } from 'node:path';
import type { Files } from '../host/files.ts';
import type { ReadResult } from '../host/read-files.ts';
import type {
  Command,
  EnvironmentValue,
  FileMode,
  LaunchdDefinition,
  Place,
  PlistValue,
  Scope,
} from '../model/definition.ts';
import type { Location, SyntaxProblem } from '../model/location.ts';
import { tr } from '../texts/tr.ts';
import { checkKeys } from './check-keys.ts';
import { type Plist, readPlist } from './plist.ts';

export interface ObserveOptions {
  /** Home directory of the account that agents run as; null when it is not known. */
  accountHome: string | null;
  /** Home directory of another account, for system jobs (`UserName`, else root); null when there is none. */
  homeOf?: (user: string) => string | null;
  /** Only files with one of these words in their name or anywhere in their content, whatever the case. */
  mentions?: readonly string[];
}

type Dict = Extract<PlistValue, { type: 'dict' }>;

/**
 * Every job (`*.plist`) of the folders, in the order of folders and names. A file that cannot be read is there, too,
 * with a fatal problem: it may be the one that was meant to run something.
 */
export function observeLaunchd(
  files: Files,
  folders: readonly { path: string; scope: Scope }[],
  options: ObserveOptions,
): LaunchdDefinition[] {
  return folders.flatMap(({ path, scope }) =>
    files
      .list(path)
      .filter((entry) => entry.name.endsWith('.plist') && entry.kind !== 'dir')
      .flatMap((entry) => observe(files, join(path, entry.name), scope, options) ?? []),
  );
}

/** The one job in a file, mentioned or not; a file that is not there is a definition with a fatal problem. */
export function observeLaunchdFile(
  files: Files,
  path: string,
  options: ObserveOptions & { scope: Scope },
): LaunchdDefinition {
  return define(path, options.scope, parse(files.read(path), path), options);
}

function observe(
  files: Files,
  path: string,
  scope: Scope,
  options: ObserveOptions,
): LaunchdDefinition | null {
  const read = files.read(path);
  const words = options.mentions?.map((word) => word.toLowerCase());
  const within = (text: string): boolean =>
    words === undefined || words.some((word) => text.toLowerCase().includes(word));
  const named = within(basename(path)) || (read.state === 'there' && within(read.bytes.toString('latin1')));
  // In UTF-16, and that is in binary ones, too, a word cannot be seen before the file is parsed.
  const hidden =
    read.state === 'there' &&
    (isBinary(read.bytes) || /^(\xff\xfe|\xfe\xff)/.test(read.bytes.toString('latin1', 0, 2)));
  if (!named && !hidden) return null;
  const plist = parse(read, path);
  return named || (plist.value && strings(plist.value).some(within))
    ? define(path, scope, plist, options)
    : null;
}

const isBinary = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 6) === 'bplist';

function strings(value: PlistValue): string[] {
  if (value.type === 'string') return [value.value];
  if (value.type === 'array') return value.items.flatMap(strings);
  return value.type === 'dict' ? value.entries.flatMap((entry) => [entry.key, ...strings(entry.value)]) : [];
}

type Parsed = Pick<Plist, 'value' | 'format' | 'text' | 'problems'> & { mode: FileMode | null };

function parse(read: ReadResult, path: string): Parsed {
  if (read.state === 'there') {
    const { mode, uid, gid } = read;
    return { ...readPlist(read.bytes, path), mode: { mode, uid, gid } };
  }
  const message =
    read.state === 'absent'
      ? tr('the file is not there')
      : tr('the file cannot be read: {reason}', { reason: read.reason });
  return {
    value: null,
    format: 'xml',
    text: '',
    mode: null,
    problems: [{ effect: 'fatal', message, location: { path, line: 1, column: 1 } }],
  };
}

function define(path: string, scope: Scope, parsed: Parsed, options: ObserveOptions): LaunchdDefinition {
  const { value, format, text } = parsed;
  const job = value?.type === 'dict' ? value : null;
  const problems: SyntaxProblem[] = [...parsed.problems, ...(job ? checkKeys(job) : [])];
  if (value && !job) {
    problems.push({ effect: 'fatal', message: tr('a job must be a <dict>'), location: value.location });
  }
  const { argv, wordsAt, commandAt } = commandOf(job);
  const command: Command = { argv, environment: new Map(environmentOf(job)) };
  return {
    manager: 'launchd',
    id: `launchd:${scope}:${path}`,
    name: string(job, 'Label')?.value || basename(path, '.plist'),
    scope,
    path,
    dropIns: [],
    command,
    // launchd has no specifiers and no shell: `~`, `$HOME` and globs stay as written.
    resolved: command,
    commandAt,
    wordsAt,
    accountHome: accountHome(job, scope, options),
    places: placesOf(job),
    problems,
    sources: new Map([[path, text]]),
    modes: new Map(parsed.mode ? [[path, parsed.mode]] : []),
    plist: job,
    format,
  };
}

const entryOf = (dict: Dict | null, key: string) => dict?.entries.find((entry) => entry.key === key);

function string(dict: Dict | null, key: string): { value: string; location: Location } | null {
  const value = entryOf(dict, key)?.value;
  return value?.type === 'string' ? value : null;
}

/** The words launchd executes: with a Program, that is run, and the first of ProgramArguments is only its argv[0]. */
function commandOf(job: Dict | null): { argv: string[]; wordsAt: Location[]; commandAt: Location | null } {
  const args = entryOf(job, 'ProgramArguments');
  const items = args?.value.type === 'array' ? args.value.items : [];
  const words = items.filter((item) => item.type === 'string');
  // With anything else among the arguments launchd makes no job of it (checkKeys reports that).
  if (words.length < items.length || (args && args.value.type !== 'array')) {
    return { argv: [], wordsAt: [], commandAt: args?.keyLocation ?? null };
  }
  const program = string(job, 'Program') ?? (words.length === 0 ? string(job, 'BundleProgram') : null);
  const all = program ? [program, ...words.slice(1)] : words;
  const commandAt = words.length > 0 ? args?.keyLocation : program?.location;
  return {
    argv: all.map((word) => word.value),
    wordsAt: all.map((word) => word.location),
    commandAt: commandAt ?? null,
  };
}

function environmentOf(job: Dict | null): [string, EnvironmentValue][] {
  const variables = entryOf(job, 'EnvironmentVariables')?.value;
  if (variables?.type !== 'dict') return [];
  return variables.entries.flatMap(({ key, value }): [string, EnvironmentValue][] =>
    value.type === 'string'
      ? [[key, { value: value.value, origin: { kind: 'definition', location: value.location } }]]
      : [],
  );
}

const PLACES: readonly [key: string, what: Place['what']][] = [
  ['WorkingDirectory', 'working-directory'],
  ['StandardOutPath', 'log'],
  ['StandardErrorPath', 'log'],
];

/** The paths that launchd opens before the program runs. */
const placesOf = (job: Dict | null): Place[] =>
  PLACES.flatMap(([key, what]) => {
    const found = string(job, key);
    return found ? [{ what, key, path: found.value, optional: false, location: found.location }] : [];
  });

function accountHome(job: Dict | null, scope: Scope, options: ObserveOptions): string | null {
  // UserName counts in the system domain only.
  if (scope !== 'system') return options.accountHome;
  return options.homeOf?.(string(job, 'UserName')?.value ?? 'root') ?? null;
}
