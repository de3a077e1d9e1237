import type { PlistValue } from '../model/definition.ts';
import type { Layout } from './emit.ts';
import type { Plist } from './plist.ts';
import type { Span } from './xml.ts';

/** The white space between the start of its line and `at`; null when something else stands there. */
export function indentAt(text: string, at: number): string | null {
  const before = text.slice(lineStartOf(text, at), at);
  return /^[ \t]*$/.test(before) ? before : null;
}

/** The white space that the line of `at` begins with. */
export const lineIndent = (text: string, at: number): string =>
  /^[ \t]*/.exec(text.slice(lineStartOf(text, at), at))?.[0] ?? '';

export const lineStartOf = (text: string, at: number): number =>
  Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;

const COMMENTS = /(?:[ \t]*<!--(?:(?!-->)[^\r\n])*-->)*/y;
const LINE_END = /[ \t]*(?:\r\n?|\n|$)/y;

/** The place after the comments that follow on the same line and end it; `at` itself when there are none. */
export function afterComments(text: string, at: number): number {
  COMMENTS.lastIndex = at;
  COMMENTS.exec(text);
  const end = COMMENTS.lastIndex;
  return lineEnd(text, end) === null ? at : end;
}

/** Where the next line starts when nothing but white space is left on this one; else null. */
export function lineEnd(text: string, at: number): number | null {
  LINE_END.lastIndex = at;
  return LINE_END.test(text) ? LINE_END.lastIndex : null;
}

/** How the file is written: line ends, what a level is indented by, whether all of it stands on one line. */
export interface Style {
  eol: Layout['eol'];
  step: string;
  oneLine: boolean;
}

export function styleOf(plist: Plist): Style {
  const { text, value, spans } = plist;
  const eol = (/\r\n?|\n/.exec(text)?.[0] ?? '\n') as Layout['eol'];
  const span = value ? spans.get(value) : undefined;
  const body = span ? text.slice(span.innerStart, span.innerEnd) : '';
  const steps = value ? stepsOf(plist, value) : [];
  return {
    eol,
    step: steps.find((step) => step !== '') ?? steps[0] ?? '\t',
    oneLine: body !== '' && !/[\r\n]/.test(body),
  };
}

/** By how much the children of each container are indented more than the container is. */
function stepsOf(plist: Plist, value: PlistValue): string[] {
  const { text, spans } = plist;
  const inner =
    value.type === 'array' ? value.items : value.type === 'dict' ? value.entries.map((e) => e.value) : [];
  const first = childrenOf(plist, value)[0];
  const own = first && indentAt(text, first.start);
  const outer = lineIndent(text, spans.get(value)?.start ?? 0);
  const step = typeof own === 'string' && own.startsWith(outer) ? [own.slice(outer.length)] : [];
  return [...step, ...inner.flatMap((child) => stepsOf(plist, child))];
}

/** The spans of an array's items or a dictionary's entries, in the order of the file. */
export function childrenOf(plist: Plist, value: PlistValue): Span[] {
  const children = value.type === 'array' ? value.items : value.type === 'dict' ? value.entries : [];
  return children.flatMap((child) => plist.spans.get(child) ?? []);
}
