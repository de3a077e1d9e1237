import { tr } from '../texts/tr.ts';
import type { Yaml } from './yaml.ts';
import { type YamlEntry, type YamlNode, yamlTree } from './yaml-tree.ts';

/** One edit of a text: what stands from `at` to `end` gives way to `insert`. */
export interface Edit {
  at: number;
  end: number;
  insert: string;
}

export interface PortTask extends Yaml {
  /** Where the port belongs: keys of nested mappings. */
  keys: readonly string[];
  port: number;
  /** Says why it cannot be done, and where; never comes back. */
  refuse(why: string, offset: number): never;
}

type Mapping = Extract<YamlNode, { kind: 'mapping' }>;

/** The edit that puts the port at its place in a YAML text; null when it is there already, plainly written. */
export function portEdit(task: PortTask): Edit | null {
  const { text, events, data, keys, refuse } = task;
  const root = yamlTree(text, events);
  if (root === null || data[0] === null) return atEnd(task, lines(task, '', '  ', keys));
  if (root.kind !== 'mapping') return refuse(tr('it is not a mapping'), 0);
  let parent = root;
  let above: YamlEntry | null = null;
  for (const [depth, key] of keys.entries()) {
    const name = keys.slice(0, depth + 1).join('.');
    const [entry, twice] = parent.entries.filter((one) => one.key === key);
    if (twice) return refuse(tr('{name} is there twice', { name }), twice.start);
    const value = valueAt(data[0], keys.slice(0, depth + 1));
    if (!entry) {
      if (value !== undefined) return refuse(tr('{name} comes from a merge (<<)', { name }), parent.start);
      return putInto(task, parent, above, keys.slice(depth));
    }
    if (entry.value.kind === 'alias') return refuse(tr('{name} comes from an alias', { name }), entry.start);
    if (depth === keys.length - 1) return replaceValue(task, entry, name, value);
    if (value === null) return fillEmpty(task, parent, entry, keys.slice(depth + 1));
    if (entry.value.kind !== 'mapping') return refuse(tr('{name} is not a mapping', { name }), entry.start);
    [parent, above] = [entry.value, entry];
  }
  return null;
}

/** The value at keys; undefined where it is not there. */
export function valueAt(data: unknown, keys: readonly string[]): unknown {
  let value = data;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** The token alone gives way: quotes, blanks and comments around it stay. */
function replaceValue(task: PortTask, entry: YamlEntry, name: string, old: unknown): Edit | null {
  const { text, port, refuse } = task;
  const { value } = entry;
  const written = String(port);
  if (value.kind !== 'scalar' || value.style === 'block')
    return refuse(tr('{name} is not one plain value', { name }), entry.start);
  if (value.start < 0) return behindColon(task, entry, ` ${written}`);
  const token = text.slice(value.start, value.end);
  if (/[\r\n]/.test(token)) return refuse(tr('{name} is a value of several lines', { name }), entry.start);
  return token === written && String(old) === written
    ? null
    : { at: value.start, end: value.end, insert: written };
}

/** A key without a value. On a line of its own a mapping goes below it; in braces, or in the place of `~`, beside it. */
function fillEmpty(task: PortTask, parent: Mapping, entry: YamlEntry, rest: readonly string[]): Edit {
  const { value } = entry;
  if (value.kind === 'scalar' && value.start >= 0)
    return { at: value.start, end: value.end, insert: `{${inBraces(task, rest)}}` };
  if (parent.isFlow) return behindColon(task, entry, ` {${inBraces(task, rest)}}`);
  const indent = indentAt(task, entry.start);
  const step = stepOf(task, parent, indent);
  return below(task, entry, lines(task, indent + step, step, rest));
}

function putInto(task: PortTask, parent: Mapping, above: YamlEntry | null, rest: readonly string[]): Edit {
  const { text } = task;
  if (parent.isFlow) {
    const at = parent.start + 1;
    const comma = parent.entries.length === 0 ? '' : /\s/.test(text[at] ?? '') ? ',' : ', ';
    return { at, end: at, insert: inBraces(task, rest) + comma };
  }
  const indent = indentAt(task, parent.start);
  const added = lines(task, indent, stepOf(task, parent, indent), rest);
  return above === null ? atEnd(task, added) : below(task, above, added);
}

/** `extra: {port: 8650}` */
const inBraces = (task: PortTask, [key = '', ...rest]: readonly string[]): string =>
  rest.length === 0 ? `${key}: ${task.port}` : `${key}: {${inBraces(task, rest)}}`;

function behindColon({ text, refuse }: PortTask, entry: YamlEntry, insert: string): Edit {
  const colon = /^["']?[ \t]*:/.exec(text.slice(entry.end, entry.end + 100));
  if (!colon) return refuse(tr('{key} is not written as "{key}:"', { key: entry.key }), entry.start);
  const at = entry.end + colon[0].length;
  return { at, end: at, insert };
}

/** A line for each key, `step` further in than the one before; the port is on the last. */
function lines({ port }: PortTask, indent: string, step: string, keys: readonly string[]): string[] {
  const last = keys.length - 1;
  return keys.map((key, depth) => `${indent}${step.repeat(depth)}${key}:${depth === last ? ` ${port}` : ''}`);
}

/** Directly below the line of a key: what is commented on further down keeps its comment. */
function below(task: PortTask, { end }: YamlEntry, added: readonly string[]): Edit {
  const newline = /\r\n|\n|\r/g;
  newline.lastIndex = end;
  const found = newline.exec(task.text);
  if (!found) return atEnd(task, added);
  const at = found.index + found[0].length;
  return { at, end: at, insert: added.map((line) => line + found[0]).join('') };
}

/** A text whose last line does not end keeps it so. */
function atEnd({ text }: PortTask, added: readonly string[]): Edit {
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const isOpen = text !== '' && !/[\r\n]$/.test(text);
  const insert = isOpen ? newline + added.join(newline) : added.map((line) => line + newline).join('');
  return { at: text.length, end: text.length, insert };
}

/** The blanks before a key of a block mapping. */
function indentAt({ text, refuse }: PortTask, at: number): string {
  const start = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
  const indent = text.slice(start, at).replace(/["']$/, '');
  return /^ *$/.test(indent) ? indent : refuse(tr('a key on the way does not begin its line'), at);
}

/** How much further in the mappings in this one begin; two blanks where there are none. */
function stepOf(task: PortTask, { entries }: Mapping, indent: string): string {
  const steps = entries.flatMap(({ value }) =>
    value.kind === 'mapping' && !value.isFlow ? [indentAt(task, value.start).slice(indent.length)] : [],
  );
  return steps.find((step) => step !== '') ?? '  ';
}
