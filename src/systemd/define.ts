import { posix } from 'node:path';
import type { Files } from '../host/files.ts';
import type { Command, Environment, FileMode, Scope, SystemdDefinition } from '../model/definition.ts';
import type { SyntaxProblem } from '../model/location.ts';
import { tr } from '../texts/tr.ts';
import { isMask } from './drop-ins.ts';
import { type EffectiveCommand, lastValue, mergeFiles, refusal } from './effective.ts';
import { effectiveEnvironment } from './effective-environment.ts';
import { parseExec } from './exec.ts';
import { placesOf } from './places.ts';
import { policyOf } from './policy.ts';
import { remarksOn } from './remarks.ts';
import { accountSpecifiers, type Expand, expandWith, unitSpecifiers } from './specifiers.ts';
import { type Assignment, parseUnit, type UnitFile } from './syntax.ts';
import type { UnitSource } from './unit-index.ts';
import { parseUnitName } from './unit-name.ts';

/** An account of the host, as passwd(5) has it. */
interface ObserveAccount {
  name: string;
  uid: number;
  gid?: number;
  home: string;
}

export interface ObserveOptions {
  scope: Scope;
  /** Whose manager it is; null when nobody can know (files by themselves): then `%h` and its like stay as written. */
  account: ObserveAccount | null;
  /** The account that `User=` of a system unit names, by name or number. */
  accountOf?: (user: string) => { home: string } | null;
  /** The manager's own environment. A user's services inherit it whole. */
  managerEnvironment?: Environment;
  /** Units with none of these words in their name or in the text of their files are passed over, whatever the case. */
  mentions?: readonly string[];
  /** Whether drop-ins without their unit are definitions, too. */
  loneDropIns?: boolean;
}

interface ReadUnit {
  /** Null: there is none, or it cannot be read (which `problems` says). */
  fragment: [path: string, bytes: Buffer] | null;
  dropIns: [path: string, bytes: Buffer][];
  modes: Map<string, FileMode>;
  problems: SyntaxProblem[];
}

/** What the manager makes of one unit. Null: it is masked, not there, or mentions none of the words asked for. */
export function define(files: Files, source: UnitSource, options: ObserveOptions): SystemdDefinition | null {
  const read = readUnit(files, source);
  if (!read || !isMentioned(source.name, read, options.mentions)) return null;
  const { name } = source;
  const path = source.fragment ?? source.dropIns[0];
  if (path === undefined) return null;
  const offline = expandWith(() => unitSpecifiers(name));
  const full = fullExpand(name, source.fragment, options) ?? offline;

  const parse = ([from, bytes]: [string, Buffer]): UnitFile => parseUnit(bytes, from);
  const fragment = read.fragment ? parse(read.fragment) : null;
  const dropIns = read.dropIns.map(parse);
  const { assignments, commands, others, problems: found } = mergeFiles(fragment, dropIns, full);
  const environmentOf = (expand: Expand) =>
    effectiveEnvironment(assignments, {
      files,
      inherits: options.scope !== 'system',
      managerEnvironment: options.managerEnvironment ?? new Map(),
      expand,
      expandPath: full,
    });
  const { environment, problems: dropped } = environmentOf(full);
  const problems = [...read.problems, ...found, ...dropped];
  const isRefused = (): boolean => problems.some(({ effect }) => effect === 'fatal');

  const refused = refusal(assignments, commands);
  if (refused && !isRefused() && (source.fragment !== null || refused.isAboutCount)) {
    const location = refused.location ?? { path, line: 1, column: 1 };
    problems.push({ effect: 'fatal', message: refused.message, location });
  }
  const ownDropIns = source.fragment === null ? source.dropIns.slice(1) : source.dropIns;
  const accepted = commands.filter(({ command }) => !command.refused);
  const chosen = refused?.isAboutCount ? undefined : (accepted[0] ?? commands[0]);
  const resolved: Command = { argv: chosen?.command.argv ?? [], environment };
  const usesSpecifiers = full !== offline && assignments.some(({ value }) => value.includes('%'));
  const home = accountHome(assignments, full, options);
  const unit = parseUnitName(name);
  if (unit === null && source.fragment !== null) {
    const location = { path: source.fragment, line: 1, column: 1 };
    problems.push({
      effect: 'fatal',
      message: tr("'{name}' is not a valid unit name: systemd does not load the file", { name }),
      location,
    });
  }
  return {
    manager: 'systemd',
    id: `systemd:${options.scope}:${path}${unit?.instance ? `:${unit.instance}` : ''}`,
    name,
    scope: options.scope,
    path,
    dropIns: ownDropIns,
    dropInsAsRead: ownDropIns.map((one) => asRead(files, one)),
    command: usesSpecifiers
      ? { argv: chosen ? argvOf(chosen, offline) : [], environment: environmentOf(offline).environment }
      : resolved,
    resolved,
    commandAt: chosen?.assignment.location ?? null,
    wordsAt: chosen ? wordsAt(chosen) : [],
    accountHome: home,
    places: placesOf(assignments, full, home),
    problems,
    remarks: remarksOn(fragment ? [fragment, ...dropIns] : dropIns, assignments, full, problems),
    sources: new Map([...(fragment ? [fragment] : []), ...dropIns].map(({ path: at, text }) => [at, text])),
    modes: read.modes,
    instance: unit?.instance ?? null,
    template: unit?.template ?? false,
    execStart: chosen && !isRefused() ? execStart(chosen) : null,
    settings: assignments.map(({ section, key, value, location }) => ({ section, key, value, location })),
    policy: policyOf(assignments),
    otherCommands: others.map(({ command, assignment }) => ({
      key: assignment.key,
      argv: command.argv,
      location: assignment.location,
    })),
    wantedBy: source.wantedBy,
    unitNames: source.unitNames,
    ownArgv: fragment === null ? null : ownArgv(chosen, fragment, dropIns, full),
  };
}

/** unit_file_add_dir() of dropin.c: a folder of drop-ins is known by where it really is, a file by its name in it. */
const asRead = (files: Files, path: string): string =>
  posix.join(files.realPath(posix.dirname(path)) ?? posix.dirname(path), posix.basename(path));

/** What the main file alone would run. Only looked at where a drop-in has a say in the command. */
function ownArgv(
  chosen: EffectiveCommand | undefined,
  fragment: UnitFile,
  dropIns: readonly UnitFile[],
  expand: Expand,
): readonly string[] | null {
  const own = dropIns.length === 0 ? chosen : mergeFiles(fragment, [], expand).commands[0];
  return own && !own.command.refused ? own.command.argv : null;
}

function readUnit(files: Files, { fragment, dropIns }: UnitSource): ReadUnit | null {
  const result: ReadUnit = { fragment: null, dropIns: [], modes: new Map(), problems: [] };
  const read = (path: string, effect: SyntaxProblem['effect']): [string, Buffer] | null => {
    const found = files.read(path);
    if (found.state === 'there') {
      result.modes.set(path, { mode: found.mode, uid: found.uid, gid: found.gid });
      return [path, found.bytes];
    }
    if (found.state === 'unreadable') {
      const location = { path, line: 1, column: 1 };
      result.problems.push({
        effect,
        message: tr('the file cannot be read: {reason}', { reason: found.reason }),
        location,
      });
    }
    return null;
  };
  if (fragment !== null) {
    result.fragment = read(fragment, 'fatal');
    // An empty file masks, as a link to /dev/null does.
    if (result.fragment?.[1].length === 0) return null;
    if (!result.fragment && (result.problems.length === 0 || isMask(files, fragment))) return null;
  }
  for (const path of dropIns) {
    const file = read(path, 'dropped');
    if (file) result.dropIns.push(file);
  }
  return result;
}

/** Looks at the texts before they are parsed: most units of a host are about something else. */
function isMentioned(name: string, unit: ReadUnit, words: readonly string[] | undefined): boolean {
  if (!words) return true;
  const lower = words.map((word) => word.toLowerCase());
  const has = (text: string): boolean => {
    const inLower = text.toLowerCase();
    return lower.some((word) => inLower.includes(word));
  };
  return (
    has(name) ||
    [...(unit.fragment ? [unit.fragment] : []), ...unit.dropIns].some(([, bytes]) =>
      has(bytes.toString('utf8')),
    )
  );
}

/** Resolves all that can be resolved; null when the account is not known. */
function fullExpand(name: string, fragment: string | null, options: ObserveOptions): Expand | null {
  const { scope, account, managerEnvironment } = options;
  const fragmentPath = fragment ?? undefined;
  if (scope === 'system') {
    const root = { scope, home: '/root', user: 'root', uid: 0, group: 'root', gid: 0, fragmentPath };
    return expandWith(() => accountSpecifiers(name, root));
  }
  if (account === null) return null;
  const folder = (key: string): string | undefined => managerEnvironment?.get(key)?.value;
  return expandWith(() =>
    accountSpecifiers(name, {
      scope: 'user',
      home: account.home,
      user: account.name,
      uid: account.uid,
      gid: account.gid,
      runtimeDir: folder('XDG_RUNTIME_DIR'),
      configDir: folder('XDG_CONFIG_HOME'),
      cacheDir: folder('XDG_CACHE_HOME'),
      fragmentPath,
    }),
  );
}

/** The words of a command with other specifiers resolved. */
const argvOf = ({ assignment, index }: EffectiveCommand, expand: Expand): readonly string[] =>
  parseExec(assignment.value, expand).commands[index]?.argv ?? [];

/** `argv[0]` stands in the first word, under `@` in the second. */
function wordsAt({ command, assignment }: EffectiveCommand) {
  const words = command.prefixes.includes('@') ? command.words.slice(1) : command.words;
  return words.map(({ start }) => assignment.locate(start));
}

const execStart = ({ command, assignment }: EffectiveCommand) => ({
  value: assignment.value,
  words: command.words,
  prefixes: command.prefixes.match(/!!|./g) ?? [],
  location: assignment.location,
});

/** Home of the account the service runs as: `User=` counts in system units only. */
function accountHome(
  settings: readonly Assignment[],
  expand: Expand,
  { scope, account, accountOf }: ObserveOptions,
): string | null {
  if (scope !== 'system') return account?.home ?? null;
  const user = expand(lastValue(settings, 'Service', 'User')?.value ?? 'root');
  if (!user.ok) return null;
  return accountOf?.(user.text)?.home ?? (user.text === 'root' || user.text === '0' ? '/root' : null);
}
