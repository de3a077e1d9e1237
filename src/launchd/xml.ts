import type { PlistEntry, PlistValue } from '../model/definition.ts';
import type { Location } from '../model/location.ts';
import { tr } from '../texts/tr.ts';
import { base64, date, integer, real } from './scalars.ts';
import { Refusal, readCharacters, readTag, type Scan, skipDoctype, skipMisc, type Tag } from './scan.ts';

/** Offsets in the text: of the whole element, and of what stands between its tags (both the end when it has none). */
export interface Span {
  start: number;
  end: number;
  innerStart: number;
  innerEnd: number;
}

/**
 * Where values and dictionary entries stand. An entry goes from the start of its `<key>` to the end of its value; its
 * inner span is what stands between the two.
 */
export type Spans = Map<PlistValue | PlistEntry, Span>;

/** Deeper than any job; keeps a hostile file from exhausting the stack. */
export const MAX_DEPTH = 256;

interface Reader extends Scan {
  place(offset: number): Location;
  spans: Spans;
}

/** Reads the document: prolog, `<plist>` and its one value. Throws `Refusal` at the first thing launchd would refuse. */
export function readXml(reader: Reader): PlistValue {
  if (/^[ \t\r\n]+<\?xml[ \t\r\n]/.test(reader.text)) {
    reader.report(tr('the XML declaration is ignored: it must be the very first thing in the file'), 0);
  }
  skipMisc(reader);
  while (reader.text.startsWith('<!', reader.at)) {
    skipDoctype(reader);
    skipMisc(reader);
  }
  if (reader.text[reader.at] !== '<') throw new Refusal(noXml(reader.text), reader.at);
  const root = knownTag(reader);
  if (root.kind === 'close') throw new Refusal(tr('</{name}> closes nothing', root), root.start);
  const value = root.name === 'plist' ? readRoot(reader, root) : readBare(reader, root);
  skipMisc(reader);
  if (reader.at < reader.text.length) {
    reader.report(tr('everything from here on is ignored: the property list has ended'), reader.at);
  }
  return value;
}

function noXml(text: string): string {
  if (text.trim() === '') return tr('the file is empty');
  if (/^\s*[{(["]/.test(text))
    return tr('this is a JSON or OpenStep property list; launchd reads only XML and binary ones');
  return tr('this is not a property list');
}

function readRoot(reader: Reader, root: Tag): PlistValue {
  const first = root.kind === 'empty' ? null : nextTag(reader, root);
  if (first === null) throw new Refusal(tr('<plist> holds no value'), root.start);
  const value = readValue(reader, first, 1);
  const second = nextTag(reader, root);
  if (second !== null)
    throw new Refusal(tr('<plist> holds a second value; it can hold only one'), second.start);
  return value;
}

/** A document without `<plist>` around its value, which CoreFoundation takes. */
function readBare(reader: Reader, root: Tag): PlistValue {
  const value = readValue(reader, root, 1);
  reader.report(
    tr('there is no <plist> around the value; tools other than launchd may refuse the file'),
    root.start,
  );
  return value;
}

/** The next tag inside `parent`; null when it is the one that closes it. */
function nextTag(reader: Reader, parent: Tag): Tag | null {
  skipMisc(reader);
  if (reader.at >= reader.text.length)
    throw new Refusal(tr('<{name}> is never closed', parent), parent.start);
  const tag = knownTag(reader);
  if (tag.kind !== 'close') return tag;
  if (tag.name !== parent.name)
    throw new Refusal(
      tr('<{name}> is closed by </{other}>', { name: parent.name, other: tag.name }),
      tag.start,
    );
  return null;
}

const ELEMENTS = new Set([
  'plist',
  'dict',
  'array',
  'key',
  'string',
  'true',
  'false',
  'integer',
  'real',
  'date',
  'data',
]);

function knownTag(reader: Reader): Tag {
  const tag = readTag(reader);
  if (ELEMENTS.has(tag.name)) return tag;
  throw new Refusal(tr('<{name}> is not an element of a property list', tag), tag.start);
}

function readValue(reader: Reader, tag: Tag, depth: number): PlistValue {
  if (depth > MAX_DEPTH)
    throw new Refusal(tr('the values are nested more than {depth} deep', { depth: MAX_DEPTH }), tag.start);
  const location = reader.place(tag.start);
  const value =
    tag.name === 'dict' || tag.name === 'array'
      ? readContainer(reader, tag, depth, location)
      : readScalar(reader, tag, location);
  // A closing tag cannot hold "<" or a second ">": it is the last one before the place we have come to.
  const innerEnd = tag.kind === 'empty' ? tag.end : reader.text.lastIndexOf('<', reader.at - 1);
  reader.spans.set(value, { start: tag.start, end: reader.at, innerStart: tag.end, innerEnd });
  return value;
}

function readContainer(reader: Reader, tag: Tag, depth: number, location: Location): PlistValue {
  if (tag.name === 'dict') return { type: 'dict', entries: readEntries(reader, tag, depth), location };
  const items: PlistValue[] = [];
  if (tag.kind === 'open') {
    for (let child = nextTag(reader, tag); child !== null; child = nextTag(reader, tag)) {
      if (child.name === 'key')
        reader.report(tr('<key> stands in an <array>; it is taken as a <string>'), child.start);
      items.push(readValue(reader, child, depth + 1));
    }
  }
  return { type: 'array', items, location };
}

function readEntries(reader: Reader, dict: Tag, depth: number): PlistEntry[] {
  const entries = new Map<string, PlistEntry>();
  if (dict.kind === 'empty') return [];
  for (let tag = nextTag(reader, dict); tag !== null; tag = nextTag(reader, dict)) {
    if (tag.name !== 'key')
      throw new Refusal(tr('<{name}> stands in a <dict> without a <key> before it', tag), tag.start);
    const key = text(reader, tag);
    const keyEnd = reader.at;
    const valueTag = nextTag(reader, dict);
    if (valueTag === null || valueTag.name === 'key')
      throw new Refusal(
        tr('the key {key} has no value', { key: JSON.stringify(key.slice(0, 40)) }),
        tag.start,
      );
    const value = readValue(reader, valueTag, depth + 1);
    const entry = { key, keyLocation: reader.place(tag.start), value };
    reader.spans.set(entry, {
      start: tag.start,
      end: reader.at,
      innerStart: keyEnd,
      innerEnd: valueTag.start,
    });
    const earlier = entries.get(key);
    if (earlier) {
      const start = reader.spans.get(earlier)?.start ?? dict.start;
      reader.report(
        tr('{key} is ignored here: line {line} gives it again', { key, line: entry.keyLocation.line }),
        start,
      );
      entries.delete(key);
    }
    entries.set(key, entry);
  }
  return [...entries.values()];
}

function readScalar(reader: Reader, tag: Tag, location: Location): PlistValue {
  switch (tag.name) {
    case 'string':
    case 'key':
      return { type: 'string', value: text(reader, tag), location };
    case 'true':
    case 'false':
      if (tag.kind !== 'empty')
        throw new Refusal(tr('<{name}> must be written <{name}/>: launchd refuses this', tag), tag.start);
      return { type: 'boolean', value: tag.name === 'true', location };
    case 'integer':
      return { type: 'integer', value: integer(filled(reader, tag), tag), location };
    case 'real':
      return { type: 'real', value: real(filled(reader, tag), tag), location };
    case 'date':
      return { type: 'date', value: date(filled(reader, tag), tag), location };
    case 'data':
      return { type: 'data', value: base64(reader, filled(reader, tag), tag), location };
    default:
      throw new Refusal(tr('<{name}> cannot stand here', tag), tag.start);
  }
}

function text(reader: Reader, tag: Tag): string {
  if (tag.kind === 'empty') return '';
  const value = readCharacters(reader, tag.name);
  const close = readTag(reader);
  if (close.kind !== 'close')
    throw new Refusal(
      tr('<{inner}> stands inside <{name}>, which holds text only', { inner: close.name, name: tag.name }),
      close.start,
    );
  if (close.name !== tag.name)
    throw new Refusal(
      tr('<{name}> is closed by </{other}>', { name: tag.name, other: close.name }),
      close.start,
    );
  return value;
}

function filled(reader: Reader, tag: Tag): string {
  if (tag.kind === 'empty') throw new Refusal(tr('<{name}/> holds no value', tag), tag.start);
  return text(reader, tag);
}
