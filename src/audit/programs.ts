import type { Location } from '../model/location.ts';
import type { Subject } from '../model/subject.ts';
import { isOpen } from './values.ts';

/** A program that a definition starts, and where it may be. */
export interface Program {
  /** As it is written. */
  name: string;
  /** Where it is looked for, first first; empty where nobody can tell from here. */
  paths: readonly string[];
  at: Location | null;
}

/** What systemd looks a bare name up in; the unit's own PATH it does not ask (systemd.service(5), "Command lines"). */
const SEARCH_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** What the manager executes, what that executes in the end, and the app's program where an interpreter runs it. */
export function programsOf(subject: Subject): readonly Program[] {
  const found = known.get(subject) ?? look(subject);
  known.set(subject, found);
  return found;
}

/** Several rules ask. */
const known = new WeakMap<Subject, readonly Program[]>();

function look({ definition, identity }: Subject): Program[] {
  const [first, ...rest] = definition.resolved.argv;
  const main = { path: first ?? '', at: definition.wordsAt[0] ?? definition.commandAt };
  const all = [main, ...(identity.seen?.programs ?? [])].filter(({ path }) => path !== '');
  return all
    .filter(({ path }, index) => all.findIndex((one) => one.path === path) === index)
    .map(({ path, at }) => ({ name: path, at, paths: whereIs(path, path === first) }));

  function whereIs(path: string, byManager: boolean): readonly string[] {
    if (isOpen(path)) return [];
    if (path.startsWith('/')) return [path];
    if (path.includes('/')) return [];
    const folders = byManager ? managersFolders() : envFolders(path);
    return folders.map((folder) => `${folder}/${path}`);
  }

  /** Of launchd it is not known for certain. ExecSearchPath= is from systemd 250 on. */
  function managersFolders(): readonly string[] {
    const { manager } = definition;
    const fixed = manager === 'systemd' && !definition.settings.some(({ key }) => key === 'ExecSearchPath');
    return fixed ? SEARCH_PATH : [];
  }

  /** `env NAME=value program` looks in the PATH it is given. Where nothing sets it here, nobody can tell. */
  function envFolders(path: string): readonly string[] {
    const operand = rest.findIndex((word) => !/^\w+=/.test(word));
    const isPlain = /(?:^|\/)env$/.test(first ?? '') && rest[operand] === path;
    if (!isPlain || rest.slice(0, operand).some((word) => word.startsWith('PATH='))) return [];
    const folders = definition.resolved.environment.get('PATH')?.value.split(':') ?? [];
    return folders.every((folder) => folder.startsWith('/') && !isOpen(folder)) ? folders : [];
  }
}
