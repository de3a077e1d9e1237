import type { Definition } from '../model/definition.ts';
import type { Ignore } from '../model/ignore.ts';
import type { Location } from '../model/location.ts';

/** What a comment says behind the marks that make it one, and where it starts. */
interface Comment {
  text: string;
  offset: number;
}

/** What the comments of definitions ignore. A file that several have, as a template and its instances do, counts once. */
export function ignoresInComments(definitions: readonly Definition[]): Ignore[] {
  const found = new Map<string, { ignores: Ignore[]; ids: Set<string> }>();
  for (const { id, manager, sources } of definitions) {
    for (const [path, text] of sources) {
      if (!text.includes('unitpin:')) continue;
      const known = found.get(path);
      known?.ids.add(id);
      if (known) continue;
      const ids = new Set([id]);
      const comments = manager === 'systemd' ? unitComments(text) : xmlComments(text);
      const placeOf = places(path, text, manager === 'systemd' ? UNIT_LINE_END : XML_LINE_END);
      const ignores = [...comments].flatMap((comment) => read(comment, placeOf, ids));
      found.set(path, { ignores, ids });
    }
  }
  return [...found.values()].flatMap(({ ignores }) => ignores);
}

/** `unitpin: ignore[rule-a, rule-b] reason`. Without brackets it ignores nothing, but somebody meant it to. */
function read({ text, offset }: Comment, placeOf: (offset: number) => Location, ids: Set<string>): Ignore[] {
  const parts = /^\s*unitpin:\s*ignore\b\s*(?:\[([^\]]*)\])?(.*)$/s.exec(text);
  if (!parts) return [];
  const [, names = '', reason = ''] = parts;
  const at = placeOf(offset);
  return names.split(',').map((name) => ({
    rule: name.trim(),
    reason: reason.trim().replace(/\s+/g, ' '),
    at,
    definitions: ids,
    path: null,
    profile: null,
  }));
}

/** Lines of a unit that start with `#` or `;` (systemd.syntax(7)). */
function* unitComments(text: string): Generator<Comment> {
  for (const match of text.matchAll(/(?<![^\n\r\0])([ \t]*)[#;](?=[ \t]*unitpin:)([^\n\r\0]*)/g)) {
    const [, blanks = '', content = ''] = match;
    yield { text: content, offset: match.index + blanks.length };
  }
}

/** `<!-- -->` between the elements of a property list: not in a text or in CDATA, where it is no comment of the file's. */
function* xmlComments(text: string): Generator<Comment> {
  const token = /<!--|<!\[CDATA\[|<(\/?)(?:string|key|data)(?=[\s>])[^<>]*>/g;
  let inText = false;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [mark, slash] = match;
    if (mark === '<!--' || mark === '<![CDATA[') {
      const end = text.indexOf(mark === '<!--' ? '-->' : ']]>', token.lastIndex);
      if (end < 0) return;
      if (mark === '<!--' && !inText) yield { text: text.slice(token.lastIndex, end), offset: match.index };
      token.lastIndex = end + 3;
    } else inText = slash === '' && !mark.endsWith('/>');
  }
}

const UNIT_LINE_END = /(?:\r\n|\n\r|\r|\n)\0?|\0/g;
const XML_LINE_END = /\r\n?|\n/g;

/** Offsets, asked for in rising order, to lines and columns (characters, both from 1). */
function places(path: string, text: string, lineEnd: RegExp): (offset: number) => Location {
  const ends = text.matchAll(lineEnd);
  let end = ends.next().value;
  let line = 1;
  let column = 1;
  let done = text.startsWith('\ufeff') ? 1 : 0;
  return (offset) => {
    for (; end && end.index < offset; end = ends.next().value) {
      line++;
      column = 1;
      done = end.index + end[0].length;
    }
    column += Array.from(text.slice(done, offset)).length;
    done = Math.max(done, offset);
    return { path, line, column };
  };
}
