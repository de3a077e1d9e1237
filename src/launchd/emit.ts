import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';
import { dictEntries, type PlistData, Real } from './data.ts';
import { NOT_XML } from './scan.ts';

/** How the elements of a document are laid out; null puts them on one line. */
export interface Layout {
  /** White space before the element's own line (the element itself is not indented: it follows what is there). */
  indent: string;
  /** White space that each level adds. */
  step: string;
  eol: '\n' | '\r\n' | '\r';
}

const HEADER = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
`;

/**
 * One value as XML for a template: `<key>KeepAlive</key>` is followed by the value at the same indentation. Keys keep
 * their order; what must be escaped is.
 *
 * @param indent white space before the line the value stands on; its further lines begin with it
 * @throws Failure `usage` that names the value when XML 1.0 cannot hold it (control characters, lone surrogates,
 *   U+FFFE, U+FFFF, NaN, infinity, integers beyond 64 bits, dates outside the years 1 to 9999)
 */
export function plistValue(data: PlistData, indent = '', step = '    '): string {
  return element(data, { indent, step, eol: '\n' });
}

/** A whole XML property list, as Apple's tools begin and end one. Throws like `plistValue`. */
export function buildPlist(data: PlistData): string {
  return `${HEADER}${plistValue(data)}\n</plist>\n`;
}

/** The element of a value in any layout. `path` names the value in a failure. Throws like `plistValue`. */
export function element(data: PlistData, layout: Layout | null, path = ''): string {
  if (typeof data === 'string') return `<string>${escapeText(data, path)}</string>`;
  if (typeof data === 'boolean') return data ? '<true/>' : '<false/>';
  if (typeof data === 'bigint') return integer(data, path);
  if (typeof data === 'number')
    return Number.isInteger(data) ? integer(BigInt(data), path) : real(data, path);
  if (data instanceof Real) return real(data.value, path);
  if (data instanceof Date) return date(data, path);
  if (data instanceof Uint8Array) return `<data>${Buffer.from(data).toString('base64')}</data>`;
  const inner = layout && { ...layout, indent: layout.indent + layout.step };
  const join = (children: string[], name: string): string =>
    children.length === 0
      ? `<${name}/>`
      : `<${name}>${children.map((child) => lineStart(inner) + child).join('')}${lineStart(layout)}</${name}>`;
  const entries = dictEntries(data);
  if (entries !== null) {
    const children = entries.flatMap(([key, value]) => {
      const at = path === '' ? key : `${path}.${key}`;
      return [keyElement(key, path), element(value, inner, at)];
    });
    return join(children, 'dict');
  }
  return join(
    (data as readonly PlistData[]).map((item, index) => element(item, inner, `${path}[${index}]`)),
    'array',
  );
}

/** What ends the line before an element and indents it; nothing on one line. */
export const lineStart = (layout: Layout | null): string => (layout ? layout.eol + layout.indent : '');

export const keyElement = (key: string, path: string): string =>
  `<key>${escapeText(key, tr('a key of {path}', { path: path || tr('the job') }))}</key>`;

/** Text between tags. A carriage return is written as a reference: XML would read it as a line feed. */
export function escapeText(text: string, path: string): string {
  const wrong = NOT_XML.exec(text) ?? /\p{Surrogate}/u.exec(text);
  if (wrong) {
    const code = wrong[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    throw cannot(tr('{what} holds U+{code}, which XML cannot hold', { what: nameOf(path), code }));
  }
  return text.replaceAll(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

const nameOf = (path: string): string => path || tr('the value');

const cannot = (message: string): Failure =>
  new Failure('usage', message, { why: tr('a property list cannot be written with it') });

function integer(value: bigint, path: string): string {
  if (value < -(2n ** 63n) || value >= 2n ** 64n)
    throw cannot(tr('{what} is {value}, beyond 64 bits', { what: nameOf(path), value: String(value) }));
  return `<integer>${value}</integer>`;
}

function real(value: number, path: string): string {
  if (!Number.isFinite(value))
    throw cannot(tr('{what} is {value}, which is not a number', { what: nameOf(path), value }));
  const digits = Object.is(value, -0) ? '-0' : String(value);
  return `<real>${/[.e]/.test(digits) ? digits : `${digits}.0`}</real>`;
}

function date(value: Date, path: string): string {
  const year = value.getUTCFullYear();
  if (!(year >= 1 && year <= 9999))
    throw cannot(tr('{what} is not a date between the years 1 and 9999', { what: nameOf(path) }));
  return `<date>${value.toISOString().slice(0, 19)}Z</date>`;
}
