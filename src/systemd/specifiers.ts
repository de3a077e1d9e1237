import { dirname } from 'node:path';
import { tr } from '../texts/tr.ts';
import { parseUnitName, type UnitName, unescapeUnitName } from './unit-name.ts';

/** Specifier letters and what they stand for. Null: systemd cannot tell (a bad escape in the name), an error. */
export type SpecifierTable = ReadonlyMap<string, string | null>;

export type Expansion =
  /** `open`: specifiers that systemd knows and the table does not; they stand in `text` as written. */
  { ok: true; text: string; open: readonly string[] } | { ok: false; reason: string };

export type Expand = (text: string) => Expansion;

/** Every letter that systemd 252 resolves in a unit's settings. Other letters and digits are an error to it. */
const KNOWN = new Set('abcdfghijlmnopqrstuvwyABCEGHIJLMNPRSTUVWY');

/** systemd's LONG_LINE_MAX, the limit of what specifiers may grow a word to. Bytes. */
const TEXT_MAX = 1024 * 1024;

/**
 * Replaces specifiers (systemd.unit(5), "Specifiers"): `%%` is `%`, a letter of the table its value. An alphanumeric one
 * that systemd does not know fails; `%` before anything else stays as written.
 */
export function expandSpecifiers(text: string, table: SpecifierTable, maxBytes = TEXT_MAX): Expansion {
  const open: string[] = [];
  let failure: string | null = null;
  const expanded = text.replace(/%([\s\S])/gu, (written, letter: string) => {
    if (letter === '%') return '%';
    const value = table.get(letter);
    if (typeof value === 'string') return value;
    if (value === null)
      failure ??= tr("{written} cannot be resolved: the unit's name holds a bad escape", { written });
    else if (KNOWN.has(letter)) open.push(written);
    else if (/[A-Za-z0-9]/.test(letter))
      failure ??= tr('systemd knows no specifier {written} (write %% for a percent sign)', { written });
    return written;
  });
  if (failure !== null) return { ok: false, reason: failure };
  if (expanded.length * 3 > maxBytes && Buffer.byteLength(expanded) > maxBytes) {
    return { ok: false, reason: tr('it is too long with its specifiers resolved') };
  }
  return { ok: true, text: expanded, open };
}

/** An `Expand` for one table, which is made when the first specifier is met: most values have none. */
export function expandWith(table: () => SpecifierTable): Expand {
  let made: SpecifierTable | null = null;
  return (text) => {
    if (!text.includes('%')) return { ok: true, text, open: NONE };
    made ??= table();
    return expandSpecifiers(text, made);
  };
}

const NONE: readonly string[] = [];

/**
 * What the unit's name alone decides and no account can change: `%i %I %n %N %p %j`. For a template only `%p` and `%j`,
 * which are the same for each instance.
 */
export function unitSpecifiers(unitName: string): Map<string, string | null> {
  const { prefix, instance, template, type } = nameOf(unitName);
  const table = new Map<string, string | null>([
    ['p', prefix],
    ['j', lastComponent(prefix)],
  ]);
  if (template) return table;
  table.set('n', unitName);
  table.set('N', type === '' ? unitName : unitName.slice(0, -(type.length + 1)));
  table.set('i', instance ?? '');
  table.set('I', unescapeUnitName(instance ?? ''));
  return table;
}

/** A file that is named as no unit can be (a drop-in by itself) is its own prefix. */
const nameOf = (unitName: string): UnitName =>
  parseUnitName(unitName) ?? { id: unitName, prefix: unitName, instance: null, template: false, type: '' };

/** What follows the last `-` of a prefix; the whole prefix where there is none. */
const lastComponent = (prefix: string): string => prefix.slice(prefix.lastIndexOf('-') + 1);

/** Who runs the service manager, and its folders. */
export interface SpecifierAccount {
  /** The system manager's folders are fixed. */
  scope: 'user' | 'system';
  home: string;
  user: string;
  uid: number;
  group?: string | undefined;
  gid?: number | undefined;
  shell?: string | undefined;
  /** `$XDG_RUNTIME_DIR` and so on; by default below `home`. */
  runtimeDir?: string | undefined;
  configDir?: string | undefined;
  /** `%S`. systemd below 254 takes the configuration folder; newer ones `~/.local/state`. */
  stateDir?: string | undefined;
  cacheDir?: string | undefined;
  logsDir?: string | undefined;
  /** Where the unit's main file stands: `%y`, `%Y`. */
  fragmentPath?: string | undefined;
}

/**
 * What the unit's name and the manager's account decide together. In a system unit that is the *manager's* account:
 * `%h` is root's home whatever `User=` says.
 */
export function accountSpecifiers(unitName: string, account: SpecifierAccount): Map<string, string | null> {
  const table = unitSpecifiers(unitName);
  const { prefix, instance, template } = nameOf(unitName);
  const put = (letter: string, value: string | undefined): void => {
    if (value !== undefined) table.set(letter, value);
  };
  table.set('P', unescapeUnitName(prefix));
  table.set('J', unescapeUnitName(lastComponent(prefix)));
  if (!template) table.set('f', pathOf(instance ?? prefix));
  put('h', account.home);
  put('u', account.user);
  put('U', String(account.uid));
  put('g', account.group);
  put('G', account.gid === undefined ? undefined : String(account.gid));
  put('s', account.shell);
  put('T', '/tmp');
  put('V', '/var/tmp');
  put('y', account.fragmentPath);
  put('Y', account.fragmentPath === undefined ? undefined : dirname(account.fragmentPath));
  for (const [letter, folder] of Object.entries(folders(account))) table.set(letter, folder);
  if (!template) table.set('d', `${table.get('t')}/credentials/${unitName}`);
  return table;
}

/** `%f`: the name as an absolute path. Null for a bad escape. */
function pathOf(escaped: string): string | null {
  const path = escaped === '-' ? '' : unescapeUnitName(escaped);
  return path === null ? null : `/${path}`;
}

function folders(account: SpecifierAccount): Record<'t' | 'S' | 'C' | 'L' | 'E', string> {
  if (account.scope === 'system') {
    return { t: '/run', S: '/var/lib', C: '/var/cache', L: '/var/log', E: '/etc' };
  }
  const config = account.configDir ?? `${account.home}/.config`;
  return {
    t: account.runtimeDir ?? `/run/user/${account.uid}`,
    S: account.stateDir ?? config,
    C: account.cacheDir ?? `${account.home}/.cache`,
    L: account.logsDir ?? `${config}/log`,
    E: config,
  };
}
