import { type English, tr } from '../texts/tr.ts';

/**
 * The XML of a property list, token by token, as Apple's parsers take it. Written by hand because an auditor needs what
 * general XML parsers do not give: the end of every element (edits are spliced into the text), and a refusal where
 * Apple's refuse. The measure is CoreFoundation's published parser; where launchd's own (in libxpc, unpublished) is
 * known to be stricter, that one.
 */

/** Something that makes launchd refuse the file. Internal: `readPlist` turns it into a fatal problem. */
export class Refusal extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

export interface Scan {
  readonly text: string;
  at: number;
  /** Reports what launchd reads, but not as written. */
  report(message: string, offset: number): void;
}

export interface Tag {
  name: string;
  kind: 'open' | 'close' | 'empty';
  start: number;
  end: number;
}

const TAG =
  /<(\/?)([A-Za-z][\w.:-]*)((?:[ \t\r\n]+[\w.:-]+[ \t\r\n]*=[ \t\r\n]*(?:"[^"<>]*"|'[^'<>]*'))*)[ \t\r\n]*(\/?)>/y;
const MAX_TAG = 65_536;
const SPACE = /[ \t\r\n]*/y;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' };
/** What XML 1.0 cannot hold, neither as it is nor as a reference. Lone surrogates apart: those no text here can have. */
export const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** Skips white space, comments and processing instructions; other text is left for the caller to judge. */
export function skipMisc(scan: Scan): void {
  const { text } = scan;
  for (;;) {
    SPACE.lastIndex = scan.at;
    SPACE.exec(text);
    scan.at = SPACE.lastIndex;
    if (text.startsWith('<!--', scan.at)) skipComment(scan);
    else if (text.startsWith('<?', scan.at))
      scan.at = past(scan, '?>', scan.at + 2, 'this "<?" is never closed by "?>"');
    else return;
  }
}

function skipComment(scan: Scan): void {
  // Apple's parsers disagree with each other about these two, so nobody can say what the rest of the file means.
  if (/^-?>/.test(scan.text.slice(scan.at + 4, scan.at + 6))) {
    throw new Refusal(tr('this comment is malformed: a comment cannot begin with ">" or "->"'), scan.at);
  }
  // "--" inside is wrong XML, but Apple's parsers take it, and a commented-out option looks like that.
  scan.at = past(scan, '-->', scan.at + 4, 'this comment is never closed by "-->"');
}

/** Skips a DOCTYPE. What it declares is never used: Apple's parsers know five entities and no other. */
export function skipDoctype(scan: Scan): void {
  const start = scan.at;
  const never = 'the DOCTYPE is never closed by ">"';
  if (!scan.text.startsWith('<!DOCTYPE', start))
    throw new Refusal(tr('only a comment or DOCTYPE can begin with "<!" here'), start);
  const end = /[[>]/g;
  end.lastIndex = start;
  const stop = end.exec(scan.text);
  if (stop === null) throw new Refusal(tr(never), start);
  scan.at = stop.index + 1;
  if (stop[0] === '>') return;
  scan.report(tr('the DOCTYPE has declarations of its own; launchd ignores them'), stop.index);
  for (;;) {
    skipMisc(scan);
    if (scan.text[scan.at] === ']') break;
    const declaration = /<!(?:[^"'<>]|"[^"]*"|'[^']*')*>|%[\w.:-]+;/y;
    declaration.lastIndex = scan.at;
    if (!declaration.test(scan.text))
      throw new Refusal(tr('the declarations in the DOCTYPE are malformed'), scan.at);
    scan.at = declaration.lastIndex;
  }
  scan.at = past(scan, '>', scan.at, never);
}

/** Reads the tag that must stand here. Attributes are checked for their form and otherwise ignored, as Apple does. */
export function readTag(scan: Scan): Tag {
  const start = scan.at;
  // Property lists have no attributes to speak of; the engine's stack is not for a million of them.
  if (scan.text.indexOf('>', start) - start > MAX_TAG)
    throw new Refusal(tr('a tag longer than 64 KiB'), start);
  TAG.lastIndex = start;
  const match = TAG.exec(scan.text);
  if (match === null || (match[1] === '/' && (match[3] !== '' || match[4] === '/'))) {
    throw new Refusal(found(scan), start);
  }
  scan.at = TAG.lastIndex;
  const kind = match[1] === '/' ? 'close' : match[4] === '/' ? 'empty' : 'open';
  return { name: match[2] ?? '', kind, start, end: scan.at };
}

/** What stands here instead of a tag. */
function found(scan: Scan): string {
  const { text, at } = scan;
  if (at >= text.length) return tr('the file ends too early');
  if (text.startsWith('<![CDATA[', at)) return tr('CDATA can only stand inside <string> or <key>');
  if (text[at] === '<') return tr('this is not a well-formed tag');
  return tr('there is text here, between the elements');
}

/** Reads the characters up to the next tag: references are resolved, CDATA taken as it is, line ends become `\n`. */
export function readCharacters(scan: Scan, element: string): string {
  const { text } = scan;
  let value = '';
  for (;;) {
    const start = scan.at;
    const end = text.indexOf('<', start);
    if (end < 0) throw new Refusal(tr('the file ends too early'), text.length);
    value += resolve(scan, text.slice(start, end), start);
    scan.at = end;
    if (text.startsWith('<![CDATA[', end)) {
      scan.at = past(scan, ']]>', end + 9, 'this CDATA is never closed by "]]>"');
      value += text.slice(end + 9, scan.at - 3).replaceAll(/\r\n?/g, '\n');
    } else if (text.startsWith('<!--', end)) {
      throw new Refusal(
        tr('a comment cannot stand inside <{element}>; write it before the element', { element }),
        end,
      );
    } else return value;
  }
}

function resolve(scan: Scan, raw: string, start: number): string {
  if (!raw.includes('&') && !raw.includes('\r')) return raw;
  return raw.replaceAll(/\r\n?|&([^;&\s]{0,40};)?/g, (whole, name: string | undefined, offset: number) => {
    if (whole.startsWith('\r')) return '\n';
    if (name === undefined) throw new Refusal(tr('"&" must be written as "&amp;"'), start + offset);
    return character(scan, name.slice(0, -1), start + offset);
  });
}

function character(scan: Scan, name: string, offset: number): string {
  const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
  if (known !== undefined) return known;
  const match = /^#(?:x([0-9a-fA-F]{1,7})|([0-9]{1,8}))$/.exec(name);
  if (match === null)
    throw new Refusal(
      tr('&{name}; is not known: only lt, gt, amp, apos, quot and numbers are', { name }),
      offset,
    );
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
    throw new Refusal(tr('&{name}; is not a character', { name }), offset);
  }
  const text = String.fromCodePoint(code);
  if (NOT_XML.test(text))
    scan.report(tr('&{name}; is a character that XML does not allow', { name }), offset);
  return text;
}

function past(scan: Scan, mark: string, from: number, message: English): number {
  const at = scan.text.indexOf(mark, from);
  if (at < 0) throw new Refusal(tr(message), scan.at);
  return at + mark.length;
}
