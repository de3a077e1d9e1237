import { parseUnitName, unescapeUnitName } from './unit-name.ts';

/** What a value is with its specifiers resolved. `open`: letters that stay as written, because they cannot be known. */
export type Expanded = { ok: true; text: string; open: string[] } | { ok: false; reason: string };
export type Expand = (text: string) => Expanded;

/** What letters stand for. What is not in it stays as written. */
export type SpecifierTable = Readonly<Record<string, string>>;

/** Every letter systemd 252 knows (systemd.unit(5), "Specifiers"). */
const KNOWN = 'aAbBCdEfgGhHiIjJlLmMnNopPqsStTuUvVwW';

/**
 * Resolves specifiers. One that systemd does not know makes the value unusable, if it is a letter or digit; any other
 * `%x` stays as it is, and so does a `%` at the end.
 */
export function expandSpecifiers(text: string, table: SpecifierTable): Expanded {
  if (!text.includes('%')) return { ok: true, text, open: [] };
  const open: string[] = [];
  let unknown = '';
  const result = text.replace(/%([\s\S])/g, (all, letter: string) => {
    if (letter === '%') return '%';
    if (!/[A-Za-z0-9]/.test(letter)) return all;
    if (!KNOWN.includes(letter)) unknown ||= all;
    const value = table[letter];
    if (value === undefined) open.push(letter);
    return value ?? all;
  });
  return unknown === ''
    ? { ok: true, text: result, open }
    : { ok: false, reason: `${unknown} is no specifier (write %% for %)` };
}

/** What the unit's own name tells; for a template only what is the same for each instance. */
export function unitSpecifiers(name: string): SpecifierTable {
  const unit = parseUnitName(name);
  if (!unit) return {};
  const { prefix, instance, template } = unit;
  const last = prefix.slice(prefix.lastIndexOf('-') + 1);
  const stem = name.slice(0, name.length - unit.type.length - 1);
  const fixed = {
    p: prefix,
    P: unescapeUnitName(prefix) ?? prefix,
    j: last,
    J: unescapeUnitName(last) ?? last,
  };
  if (template) return fixed;
  return {
    ...fixed,
    n: name,
    N: stem,
    i: instance ?? '',
    I: unescapeUnitName(instance ?? '') ?? instance ?? '',
  };
}

/** The account whose manager it is. */
export interface SpecifierAccount {
  name: string;
  uid: number;
  gid: number;
  home: string;
}

/** What the account of the manager tells, for the manager's default folders; root's in the system scope. */
export function accountSpecifiers(scope: 'user' | 'system', account: SpecifierAccount): SpecifierTable {
  if (scope === 'system') {
    return {
      h: '/root',
      u: 'root',
      U: '0',
      g: 'root',
      G: '0',
      t: '/run',
      S: '/var/lib',
      C: '/var/cache',
      L: '/var/log',
      E: '/etc',
      T: '/tmp',
      V: '/var/tmp',
    };
  }
  const { home, name, uid, gid } = account;
  return {
    h: home,
    u: name,
    U: String(uid),
    G: String(gid),
    t: `/run/user/${uid}`,
    S: `${home}/.config`,
    C: `${home}/.cache`,
    L: `${home}/.config/log`,
    E: `${home}/.config`,
    T: '/tmp',
    V: '/var/tmp',
  };
}
