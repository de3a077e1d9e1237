import type { Subject } from '../model/subject.ts';
import { redactText } from './redact.ts';

/** Where a line ends in units (systemd's `read_line()`) and in XML. */
const LINE_END = /(?:\r\n|\n\r|\r|\n)\0?|\0/;
const XML_LINE_END = /\r\n?|\n/;

/**
 * The lines of the files that were audited, secrets gone: before anything is cut, because a cut would part a name from
 * its value. A line is empty where it cannot be shown.
 */
export function sourceLines(subjects: readonly Subject[]): (path: string, line: number) => string {
  const texts = new Map<string, [text: string, end: RegExp]>();
  for (const { definition } of subjects) {
    const end = definition.manager === 'systemd' ? LINE_END : XML_LINE_END;
    for (const [path, text] of definition.sources) texts.set(path, [text, end]);
  }
  const known = new Map<string, readonly string[]>();
  return (path, line) => {
    const lines = known.get(path) ?? linesOf(texts.get(path));
    known.set(path, lines);
    return lines[line - 1] ?? '';
  };
}

function linesOf(source: [text: string, end: RegExp] | undefined): readonly string[] {
  if (!source) return [];
  const [text, end] = source;
  const lines = redactText(text.replace(/^\ufeff/, '')).split(end);
  // A secret of several lines (a key in PEM) leaves fewer of them: then there is no telling which is which.
  return lines.length === text.split(end).length ? lines : [];
}
