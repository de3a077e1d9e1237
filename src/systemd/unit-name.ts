import { memo } from '../model/memo.ts';

/** A unit name taken apart; see systemd.unit(5). */
export interface UnitName {
  /** `foo@bar.service`: the name as it is. */
  id: string;
  /** `foo` */
  prefix: string;
  /** `bar`; null for a plain unit and for a template (`foo@.service`). */
  instance: string | null;
  template: boolean;
  /** `service` */
  type: string;
}

const TYPES = 'service|socket|target|device|mount|automount|swap|timer|path|slice|scope';
const NAME = new RegExp(`^([A-Za-z0-9:_.\\\\-]+)(?:(@)([A-Za-z0-9:_.\\\\@-]*))?\\.(${TYPES})$`);
/** systemd's UNIT_NAME_MAX, without the NUL. Bytes. */
const NAME_MAX = 255;

/** Null when systemd would not take it for a unit name (`unit_name_is_valid()`). */
export const parseUnitName = memo((name: string): UnitName | null => {
  const match = name.length <= NAME_MAX ? NAME.exec(name) : null;
  if (!match) return null;
  const [, prefix = '', at, instance = '', type = ''] = match;
  return {
    id: name,
    prefix,
    instance: at && instance !== '' ? instance : null,
    template: at !== undefined && instance === '',
    type,
  };
});

/** `foo@.service` for `foo@bar.service`; null for a name that is no instance. */
export const templateOf = (name: UnitName): string | null =>
  name.instance === null ? null : `${name.prefix}@.${name.type}`;

/**
 * Undoes the escaping of unit names: `-` is `/`, `\x2d` the byte (`unit_name_unescape()`; systemd-escape(1)). Null when
 * a backslash begins no such escape.
 */
export function unescapeUnitName(text: string): string | null {
  const plain = text.replaceAll('-', '/');
  if (!plain.includes('\\')) return plain;
  if (/\\(?!x[0-9A-Fa-f]{2})/.test(plain)) return null;
  const binary = Buffer.from(plain)
    .toString('latin1')
    .replace(/\\x(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(binary, 'latin1').toString('utf8');
}
