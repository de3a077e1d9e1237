import { basename, dirname } from 'node:path';
import type { Files } from '../host/files.ts';
import type { Environment, Scope, SystemdDefinition } from '../model/definition.ts';
import type { SyntaxProblem } from '../model/location.ts';
import { dropInFolderNames, filesInOrder } from './drop-ins.ts';
import { type EffectiveCommand, effectiveCommand, effectiveEnvironment, lastValue } from './effective.ts';
import { accountSpecifiers, expandSpecifiers, type SpecifierAccount, unitSpecifiers } from './specifiers.ts';
import { parseUnit, type UnitFile } from './syntax.ts';
import { parseUnitName } from './unit-name.ts';

export interface ObserveOptions {
  scope: Scope;
  /** Whose manager it is; null when nobody knows (a file by itself): then account specifiers stay as written. */
  account: SpecifierAccount | null;
  /** The account that `User=` names, in the system scope. */
  accountOf?: (user: string) => { home: string } | null;
  /** The manager's own environment. */
  managerEnvironment?: Environment;
  /** Units with none of these words in their name or text are passed over. Lower case. */
  mentions?: readonly string[];
  /** Whether drop-ins without their unit are definitions, too. */
  loneDropIns?: boolean;
}

/** Where a unit is: its fragment, and the folders its drop-ins come from. */
interface Source {
  name: string;
  path: string | null;
  dropIns: string[];
}

/**
 * Every service of the folders (first wins): plain units, templates, and an instance for each one that is enabled or
 * has drop-ins or a file of its own. Masked units (a link to /dev/null, an empty file) are no definitions.
 */
export function observeSystemd(
  files: Files,
  folders: readonly string[],
  options: ObserveOptions,
): SystemdDefinition[] {
  const units = new Map<string, string>();
  const instances = new Set<string>();
  const dropInFolders = new Map<string, string[]>();
  for (const folder of folders) {
    for (const { name, kind } of files.list(folder)) {
      const path = `${folder}/${name}`;
      if (/\.(wants|requires)$/.test(name) && kind === 'dir') {
        for (const link of files.list(path)) if (parseUnitName(link.name)?.instance) instances.add(link.name);
      } else if (name.endsWith('.service.d') && kind === 'dir') {
        dropInFolders.set(name, [...(dropInFolders.get(name) ?? []), path]);
        const unit = name.slice(0, -2);
        if (parseUnitName(unit)?.instance) instances.add(unit);
      } else if (name.endsWith('.service') && kind !== 'dir' && !units.has(name)) units.set(name, path);
    }
  }
  for (const name of instances) {
    const unit = parseUnitName(name);
    const template = unit ? units.get(`${unit.prefix}@.${unit.type}`) : undefined;
    if (template !== undefined && !units.has(name)) units.set(name, template);
  }
  const dropInsOf = (name: string): string[] =>
    filesInOrder(
      files,
      dropInFolderNames(name).flatMap((folder) => dropInFolders.get(folder) ?? []),
    );

  const sources: Source[] = [...units].map(([name, path]) => ({ name, path, dropIns: dropInsOf(name) }));
  if (options.loneDropIns) {
    for (const folder of dropInFolders.keys()) {
      const name = folder.slice(0, -2);
      const dropIns = units.has(name) || !parseUnitName(name) ? [] : dropInsOf(name);
      if (dropIns.length > 0) sources.push({ name, path: null, dropIns });
    }
  }
  return sources.flatMap((source) => define(files, source, options) ?? []);
}

/** One file: a unit with the drop-ins beside it, or a lone drop-in. */
export function observeSystemdFile(files: Files, path: string, options: ObserveOptions): SystemdDefinition[] {
  const name = basename(path);
  const folder = dirname(path);
  if (name.endsWith('.conf') && folder.endsWith('.d')) {
    const source = { name: basename(folder).slice(0, -2), path: null, dropIns: [path] };
    return [define(files, source, options)].filter((one) => one !== null);
  }
  const beside = dropInFolderNames(name).map((one) => `${folder}/${one}`);
  const source = { name, path, dropIns: filesInOrder(files, beside) };
  return [define(files, source, options)].filter((one) => one !== null);
}

function define(files: Files, source: Source, options: ObserveOptions): SystemdDefinition | null {
  const paths = [...(source.path === null ? [] : [source.path]), ...source.dropIns];
  const read = paths.map((path) => [path, files.read(path)] as const);
  const problems: SyntaxProblem[] = [];
  const texts: [string, Buffer][] = [];
  for (const [path, found] of read) {
    if (found.state === 'there') texts.push([path, found.bytes]);
    else if (found.state === 'unreadable' && files.readLink(path) !== '/dev/null') {
      const reason = `it cannot be read: ${found.reason}`;
      problems.push({
        effect: path === source.path ? 'fatal' : 'dropped',
        message: reason,
        location: { path, line: 1, column: 1 },
      });
    }
  }
  const isMasked =
    source.path !== null && (files.readLink(source.path) === '/dev/null' || texts[0]?.[1].length === 0);
  if (isMasked || (texts.length === 0 && problems.length === 0)) return null;
  if (!mentioned(source.name, texts, options.mentions)) return null;

  const units = texts.map(([path, bytes]) => parseUnit(bytes, path));
  problems.push(...units.flatMap((unit) => unit.problems));
  return build(files, source, units, problems, options);
}

function mentioned(
  name: string,
  texts: readonly [string, Buffer][],
  words: readonly string[] | undefined,
): boolean {
  if (!words || words.some((word) => name.toLowerCase().includes(word))) return true;
  return texts.some(([, bytes]) => {
    const text = bytes.toString('latin1').toLowerCase();
    return words.some((word) => text.includes(word));
  });
}

function build(
  files: Files,
  source: Source,
  units: readonly UnitFile[],
  problems: SyntaxProblem[],
  options: ObserveOptions,
): SystemdDefinition {
  const { name, path, dropIns } = source;
  const { scope, account } = options;
  const all = units.flatMap((unit) => unit.assignments);
  const parsed = parseUnitName(name);
  const byName = unitSpecifiers(name);
  const byAccount =
    account === null ? {} : accountSpecifiers(scope === 'system' ? 'system' : 'user', account);
  const usesAccount = account !== null && all.some(({ value }) => value.includes('%'));

  const evaluate = (table: Readonly<Record<string, string>>, report: (problem: SyntaxProblem) => void) => {
    const expand = (text: string) => expandSpecifiers(text, table);
    const sources = { files, manager: options.managerEnvironment ?? new Map(), inherits: scope !== 'system' };
    const command: EffectiveCommand = effectiveCommand(all, expand, report);
    return { command, environment: effectiveEnvironment(all, expand, sources, report) };
  };
  const offline = evaluate(byName, (problem) => problems.push(problem));
  const full = usesAccount ? evaluate({ ...byName, ...byAccount }, () => undefined) : offline;

  const user = lastValue(all, 'Service', 'User');
  const runsAs =
    user !== null
      ? (options.accountOf?.(user)?.home ?? null)
      : scope === 'system'
        ? '/root'
        : (account?.home ?? null);
  const home = path ?? dropIns[0] ?? '';
  return {
    manager: 'systemd',
    id: `systemd:${scope}:${home}${parsed?.instance ? `:${parsed.instance}` : ''}`,
    name,
    scope,
    path: home,
    dropIns: path === null ? dropIns.slice(1) : dropIns,
    command: { argv: offline.command.argv, environment: offline.environment },
    resolved: { argv: full.command.argv, environment: full.environment },
    commandAt: full.command.at,
    wordsAt: full.command.wordsAt,
    accountHome: runsAs,
    problems,
    sources: new Map(units.map((unit) => [unit.path, unit.text])),
    instance: parsed?.instance ?? null,
    template: parsed?.template ?? false,
    execStart: full.command.execStart,
    settings: all.map(({ section, key, value, location }) => ({ section, key, value, location })),
  };
}
